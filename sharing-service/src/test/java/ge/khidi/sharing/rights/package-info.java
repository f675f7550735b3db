/** What a partner is told of its own rights. */
@NullMarked
package ge.khidi.sharing.rights;

import org.jspecify.annotations.NullMarked;
