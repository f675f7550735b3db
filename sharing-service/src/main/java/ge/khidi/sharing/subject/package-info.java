/**
 * A person asks what is held on them (Directive (EU) 2016/680 Arts 12 to 17). The data-protection officer of the agency that was asked finds
 * candidates by keyed hashes, decides which of them are this person, and the originator of each says what may be let out. What leaves is
 * the answer document, which holds nothing that an originator kept back; numbers stay when the request itself is erased.
 */
@NullMarked
package ge.khidi.sharing.subject;

import org.jspecify.annotations.NullMarked;
