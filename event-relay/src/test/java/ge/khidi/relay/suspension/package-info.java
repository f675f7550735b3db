/** That a set of suspended agencies is said and read as it is, and gone by for no longer than promised. */
@NullMarked
package ge.khidi.relay.suspension;

import org.jspecify.annotations.NullMarked;
