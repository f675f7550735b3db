/**
 * Who hands in nothing for the time being. What sharing says of suspensions arrives here, is kept with an entry in the audit log for each agency that it
 * changes something for, and counts for every instance from then on; without Kafka intake goes by what it knows.
 */
@NullMarked
package ge.khidi.intake.suspension;

import org.jspecify.annotations.NullMarked;
