/**
 * The decision. What an author wants and what is on record arrive here as values; out comes one {@link
 * ge.khidi.intake.submission.Outcome}: a new revision with its receipt, the receipt of long ago, or a problem. Nothing here reads a
 * clock, a database or a request, so the same question always has the same answer.
 */
@NullMarked
package ge.khidi.intake.submission;

import org.jspecify.annotations.NullMarked;
