/**
 * Work a service does by itself, again and again: sealing, erasing, following, expiring. It belongs to no request and no event, so it is
 * traced by nobody; a station says what one round does, and here is how rounds follow each other.
 */
@NullMarked
package ge.khidi.relay.housekeeping;

import org.jspecify.annotations.NullMarked;
