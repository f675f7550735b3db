/**
 * The sharing service from outside: events go in through a real Kafka, feeds are read over HTTP with tokens of the test issuer, and what
 * is in the database is a real PostgreSQL's.
 */
@NullMarked
package ge.khidi.sharing;

import org.jspecify.annotations.NullMarked;
