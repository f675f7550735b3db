/**
 * What the domain asks of a submission beyond its form: pure functions of the submission and the present moment, each naming what
 * is wrong and where. All rules are judged together, and each on its own, so that one fault does not hide another. Check digits
 * are judged here too, but only ever noted.
 */
@NullMarked
package ge.khidi.contract.rules;

import org.jspecify.annotations.NullMarked;
