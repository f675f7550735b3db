/** What a TAXII client may rely on. */
@NullMarked
package ge.khidi.sharing.taxii;

import org.jspecify.annotations.NullMarked;
