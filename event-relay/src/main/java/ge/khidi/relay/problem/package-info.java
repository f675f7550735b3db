/**
 * What a service answers when it cannot do what was asked. Every failure of a request arrives here, from a refused token to a fault of
 * our own, and becomes a problem document of RFC 9457 with a type from {@link ge.khidi.contract.problem.ProblemType}. No exception's
 * text, no stack and no value that was sent ever goes further: not to the client, and not to the log. Here every answer of the interface, problem
 * or not, is also marked to be kept by nobody on its way.
 */
@NullMarked
package ge.khidi.relay.problem;

import org.jspecify.annotations.NullMarked;
