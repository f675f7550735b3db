/**
 * The feed in the words of STIX 2.1. A row arrives as its partner's feed shows it, redacted, with its conditions; {@link
 * ge.khidi.sharing.stix.StixExport} says the same in standard objects, from nothing else, and they go on to the TAXII listing. The same row
 * gives the same bytes, and what was withheld from the row is in none of them.
 */
@NullMarked
package ge.khidi.sharing.stix;

import org.jspecify.annotations.NullMarked;
