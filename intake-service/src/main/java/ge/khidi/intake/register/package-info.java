/**
 * The record. Commands arrive here as drafts; what the decision accepts is kept as a revision, put into the outbox and entered in the audit
 * log in one transaction, and only a committed outcome is answered. Every change of an event takes this one road, so that none can forget
 * a step.
 */
@NullMarked
package ge.khidi.intake.register;

import org.jspecify.annotations.NullMarked;
