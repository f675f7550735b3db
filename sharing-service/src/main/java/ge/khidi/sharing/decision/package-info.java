/**
 * Decide once, not per event. The disclosure facts of an event arrive here; they are one of the classes ever seen, or a new one. What
 * each partner may have of the class is looked up for the current epoch, or asked of the gate and kept. From here the decisions go
 * to the feed; every page obeys them again in its own snapshot.
 */
@NullMarked
package ge.khidi.sharing.decision;

import org.jspecify.annotations.NullMarked;
