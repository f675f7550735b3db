/** Tests of what a person can learn of what is held on them, and of what nobody else learns by it. */
@NullMarked
package ge.khidi.sharing.subject;

import org.jspecify.annotations.NullMarked;
