package ge.khidi.intake.register;

import ge.khidi.intake.submission.Draft;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.trace.TraceContext;
import java.util.Optional;

/** A draft on its way into the record, who acts, and the place in the trace it belongs to if not the current one. */
public record Entry(Draft draft, Actor actor, Optional<TraceContext> trace) {}
