/**
 * Events meet. Revisions of events and analysts' decisions arrive from Kafka; what events of different agencies have in common is
 * found over keyed hashes; links and notices leave as events of the platform's own. The packages {@code selector}, {@code handling} and
 * {@code linking} decide, {@code topology} carries.
 */
@NullMarked
package ge.khidi.analysis;

import org.jspecify.annotations.NullMarked;
