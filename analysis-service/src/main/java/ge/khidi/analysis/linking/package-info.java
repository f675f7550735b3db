/**
 * Which events are linked. Facts about events arrive in any order and any number of times; three steps (what an event shares, who
 * meets at one value, what is known of one pair) turn them into revisions of products. The products that stand in the end are a
 * function of the set of current events, decisions and rules, never of the order in which they came.
 */
@NullMarked
package ge.khidi.analysis.linking;

import org.jspecify.annotations.NullMarked;
