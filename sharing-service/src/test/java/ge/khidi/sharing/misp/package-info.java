/** What MISP fetches. */
@NullMarked
package ge.khidi.sharing.misp;

import org.jspecify.annotations.NullMarked;
