/**
 * An agency reads again what it said. Only the originator is answered; an event of somebody else and an event that does not exist take
 * the same path to the same answer. Every look is entered in the audit log, and committed there, before the first byte leaves.
 */
@NullMarked
package ge.khidi.intake.consultation;

import org.jspecify.annotations.NullMarked;
