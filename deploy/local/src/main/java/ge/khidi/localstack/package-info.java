/**
 * The platform as plain processes on one machine, nothing installed but a JDK. Each {@link ge.khidi.localstack.Component} is a
 * child process with its own log and data directory, started, watched, stopped or killed from here; what is running is known
 * from the data directory alone. {@code deploy/local/up} starts all of them, every {@code *IT} the two it needs.
 */
@NullMarked
package ge.khidi.localstack;

import org.jspecify.annotations.NullMarked;
