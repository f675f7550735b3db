/**
 * What one event can have in common with another. Identifying values of an event arrive here, are brought into one form
 * (case, separators, script look-alikes), and leave as keyed hashes; values too weak to tell one thing from another are dropped.
 * Nothing behind this package ever sees a number, a name or an address again.
 */
@NullMarked
package ge.khidi.analysis.selector;

import org.jspecify.annotations.NullMarked;
