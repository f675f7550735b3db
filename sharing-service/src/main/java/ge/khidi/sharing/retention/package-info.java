/**
 * Whether what was erased is gone. The feeds hand over an event whose content they erased; what else spoke of it goes in the same transaction.
 * Then it is looked for in the topics, and waited for in the dead letters, until nothing is left and the erasure is reported done. Its record
 * stays, without content.
 */
@NullMarked
package ge.khidi.sharing.retention;

import org.jspecify.annotations.NullMarked;
