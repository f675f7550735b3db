@NullMarked
package ge.khidi.relay.housekeeping;

import org.jspecify.annotations.NullMarked;
