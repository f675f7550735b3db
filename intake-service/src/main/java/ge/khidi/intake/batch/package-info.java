/**
 * Where an agency speaks in bulk. A stream of lines arrives here, each a command of its own; lines go into the record several to a
 * transaction, as many as arrived while the last one was being kept. Each is answered by one line, in order, and none suffers for another.
 */
@NullMarked
package ge.khidi.intake.batch;

import org.jspecify.annotations.NullMarked;
