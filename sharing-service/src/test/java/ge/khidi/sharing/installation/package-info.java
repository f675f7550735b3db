/** What an installation brings along, and what the service refuses of it. */
@NullMarked
package ge.khidi.sharing.installation;

import org.jspecify.annotations.NullMarked;
