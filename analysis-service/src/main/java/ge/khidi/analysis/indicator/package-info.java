/**
 * How many. Border events that may be counted are counted by kind, section of the border and week; an abnormal count becomes an alert, the
 * counts of a section and week a risk assessment. What is published in the end is a function of the set of current events and the rules,
 * and no number says more about one event than that there were others like it.
 */
@NullMarked
package ge.khidi.analysis.indicator;

import org.jspecify.annotations.NullMarked;
