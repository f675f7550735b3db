/**
 * The edge of analysis: a Kafka Streams topology with exactly-once processing. Records arrive from the topics of the platform, pass
 * the three steps of linking by way of two repartitions or are counted by way of one, and leave as products or as dead letters, all
 * within the transaction of what was read or, for what is collected, of the marks it left. The trace of a record is carried along to the products it brings about.
 */
@NullMarked
package ge.khidi.analysis.topology;

import org.jspecify.annotations.NullMarked;
