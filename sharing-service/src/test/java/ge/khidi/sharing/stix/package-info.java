/** Rows in STIX: what becomes what, and what holds for every row, partner and profile. */
@NullMarked
package ge.khidi.sharing.stix;

import org.jspecify.annotations.NullMarked;
