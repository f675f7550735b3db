/**
 * A topic is told again. An operator names a topic and a moment; every revision since goes from the record into the outbox once more, in the
 * old order, and consumers ignore what they know. The operator sees counts, never content.
 */
@NullMarked
package ge.khidi.intake.republish;

import org.jspecify.annotations.NullMarked;
