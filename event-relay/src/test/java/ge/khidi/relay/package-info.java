/**
 * The smallest service that travels by these rules, for tests: letters arrive on a topic and are kept in a table. Everything
 * around it is real; what the tests kill comes back.
 */
@NullMarked
package ge.khidi.relay;

import org.jspecify.annotations.NullMarked;
