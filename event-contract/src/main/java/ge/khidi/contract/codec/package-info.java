/**
 * From bytes to an event and back. Text becomes a type once, here, with all its faults reported together; what an agency
 * submits is read strictly, what the platform published is read so that fields of a later version survive. Printing is
 * deterministic: the same event is always the same bytes.
 */
@NullMarked
package ge.khidi.contract.codec;

import org.jspecify.annotations.NullMarked;
