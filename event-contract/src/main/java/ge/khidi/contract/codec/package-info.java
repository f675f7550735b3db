/**
 * From bytes to an event and back. Text becomes a type once, here, with all its faults reported together; printing is
 * deterministic, so that the same event is always the same bytes.
 */
@NullMarked
package ge.khidi.contract.codec;

import org.jspecify.annotations.NullMarked;
