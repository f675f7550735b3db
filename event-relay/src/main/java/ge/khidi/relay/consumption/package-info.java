/**
 * From a topic to a service's own transaction. Batches of raw records arrive here; each record is parsed once, the readable ones
 * go to the service's handler in one transaction, what nobody can read or handle goes to a dead-letter topic with its
 * reason. Only then is the batch acknowledged; while a database is away nothing is, and readiness says so.
 */
@NullMarked
package ge.khidi.relay.consumption;

import org.jspecify.annotations.NullMarked;
