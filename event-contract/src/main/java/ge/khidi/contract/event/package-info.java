/**
 * One event and its revisions: who says it, when it happened, in which state it is. Intake turns a submission into an
 * {@link ge.khidi.contract.event.Event}; every later hop reads the same value. The type decides the domain, the topic and the
 * shape of the detail.
 */
@NullMarked
package ge.khidi.contract.event;

import org.jspecify.annotations.NullMarked;
