/** Tests that what was erased is nowhere: in no table, in no file of Kafka, and reported done only then. */
@NullMarked
package ge.khidi.sharing.retention;

import org.jspecify.annotations.NullMarked;
