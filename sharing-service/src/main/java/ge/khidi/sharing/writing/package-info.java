/**
 * What an agency writes by a tool of its own. An envelope of STIX objects arrives here from an agency that may hand in events; each object becomes the
 * words of a submission or is refused with everything wrong with it, and what was accepted is kept before the writer is answered. From here it is
 * handed to intake, in the writer's name and as often as it takes, and intake's answer becomes the status of the object.
 */
@NullMarked
package ge.khidi.sharing.writing;

import org.jspecify.annotations.NullMarked;
