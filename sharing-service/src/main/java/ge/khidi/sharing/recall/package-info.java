/**
 * What a partner did about what was corrected, restricted, withdrawn or erased (Directive (EU) 2016/680 Art. 7(3), 16(6)). A recall is a
 * row of the feed; it is open until the partner answers with an outcome. The originator sees who answered what in {@code oversight}.
 */
@NullMarked
package ge.khidi.sharing.recall;

import org.jspecify.annotations.NullMarked;
