/**
 * The platform from outside: started once for all tests by the same program that serves {@code deploy/local/up}, spoken to with HTTP,
 * tokens and a Kafka client, and killed part by part while records are under way. Every fault ends with a count.
 */
@NullMarked
package ge.khidi.system;

import org.jspecify.annotations.NullMarked;
