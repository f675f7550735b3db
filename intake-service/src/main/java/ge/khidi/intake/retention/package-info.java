/**
 * How long an event is kept. Its originator sees here which of its events must be reviewed soon; the decision to keep one comes in like
 * any other word on it. What nobody decided to keep is erased after its day: here, and through the same road everywhere else.
 */
@NullMarked
package ge.khidi.intake.retention;

import org.jspecify.annotations.NullMarked;
