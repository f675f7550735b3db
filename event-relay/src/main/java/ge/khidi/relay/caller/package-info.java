/**
 * Who is asking. A verified token arrives here and becomes a {@link ge.khidi.relay.caller.Caller}: the agency it speaks for, its
 * unit, its roles, and whether it is a machine or a person. A token without an agency is refused before any resource sees it; every
 * decision after this takes the agency from the caller, never from what was sent.
 *
 * <p>A service that uses it sets {@code quarkus.http.auth.proactive=false}, so that a refused token is answered by the problem
 * documents of {@link ge.khidi.relay.problem} instead of an empty page.
 */
@NullMarked
package ge.khidi.relay.caller;

import org.jspecify.annotations.NullMarked;
