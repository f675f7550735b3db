/**
 * When two values that people wrote are the same value. Documents, plates, telephone numbers and names arrive here as they were observed and
 * leave in one form; what is too weak to tell one thing from another leaves as nothing. Services hash that form with keys of their own.
 */
@NullMarked
package ge.khidi.contract.sameness;

import org.jspecify.annotations.NullMarked;
