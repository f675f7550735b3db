/**
 * Who is shown nothing for the time being. A registrar's word arrives here and counts from the moment it is committed: every page, link and release
 * asks in its own snapshot; from its answer on, every request of the agency is refused on every instance, and intake, which is told of it in the same
 * transaction, refuses them as soon as it has heard. Its feed goes on growing meanwhile, so that it misses no recall when two officers have ended it.
 */
@NullMarked
package ge.khidi.sharing.suspension;

import org.jspecify.annotations.NullMarked;
