/**
 * The feed by TAXII 2.1. Rows of a partner's feed arrive in their order and become listed versions of STIX objects, each with the time
 * from which that partner could see it; a request is answered from the list, judged in its own snapshot as a page of the feed is. What the
 * feed would not show now is in no answer, and what was shown is in the audit log before the first byte leaves.
 */
@NullMarked
package ge.khidi.sharing.taxii;

import org.jspecify.annotations.NullMarked;
