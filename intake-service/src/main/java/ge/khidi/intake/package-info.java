/**
 * Where an agency speaks. Its events arrive at {@code reception} one by one or at {@code batch} line by line, {@code submission}
 * decides, {@code register} keeps what was decided and puts it into the outbox, and {@code consultation} shows an agency what it said.
 * From here the relay carries every revision to its topic.
 */
@NullMarked
package ge.khidi.intake;

import org.jspecify.annotations.NullMarked;
