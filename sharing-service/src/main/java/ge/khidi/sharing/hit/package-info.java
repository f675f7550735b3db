/**
 * A hit without the event: an originator learns that something is linked to an event of its own, and whom to ask, and nothing else. What
 * analysis found arrives from {@code feed}, with who may read it; here it is decided who is told, who had been told wrongly or need not be
 * told any more, and the notices are kept, one list per agency that only grows. From here they go to {@code link}, where agencies read them.
 */
@NullMarked
package ge.khidi.sharing.hit;

import org.jspecify.annotations.NullMarked;
