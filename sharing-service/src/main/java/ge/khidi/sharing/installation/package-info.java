/**
 * What one installation brings along: its registry, policies, profiles, secrets and clock. Everything here is read once when the
 * service starts; a text that does not hold stops the start. The other stations get values and never look at configuration.
 */
@NullMarked
package ge.khidi.sharing.installation;

import org.jspecify.annotations.NullMarked;
