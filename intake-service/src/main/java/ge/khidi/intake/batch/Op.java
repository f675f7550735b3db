package ge.khidi.intake.batch;

import ge.khidi.contract.EventId;
import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.codec.Parsed;
import ge.khidi.contract.codec.SubmissionCodec;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Submission;
import ge.khidi.intake.submission.Command;
import ge.khidi.intake.submission.Precondition;
import ge.khidi.intake.submission.StrictObject;
import ge.khidi.intake.submission.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What one line asks for: an object with {@code op} and what that needs.
 *
 * <pre>{@code
 * {"op":"create", "event":{…}, "idempotencyKey":"…"?}
 * {"op":"put",    "reference":"…", "event":{…}, "kind":"SUPPLEMENT"?}
 * {"op":"revise", "reference":"…" or "eventId":"…" with "ifMatch":"\"1-…\"", "event":{…}, "kind":…?}
 * {"op":"withdraw", "reference":"…" or "eventId":"…", "reason":"…"}
 * }</pre>
 */
enum Op {
    /** A new event. */
    CREATE,
    /** The event of that reference, new or not. */
    PUT,
    /** A revision of an event that must be there. */
    REVISE,
    /** Takes an event back. */
    WITHDRAW;

    private static final String EVENT = "event";
    private static final String REFERENCE = "reference";
    private static final String EVENT_ID = "eventId";
    private static final Set<String> NAMES =
            Set.of("op", REFERENCE, EVENT_ID, "ifMatch", "kind", "reason", "idempotencyKey");
    private static final int LONGEST = 200;
    private static final int LONGEST_REASON = 500;

    static Parsed<? extends Command> parse(byte[] line, Instant now) {
        return StrictObject.parse(line, NAMES, EVENT).fold(object -> parse(object, now), Parsed.Faulty::new);
    }

    private static Parsed<? extends Command> parse(StrictObject line, Instant now) {
        if (!line.has("op")) {
            line.missing("op");
        }
        Optional<Op> op = line.parsed("op", Op::find, "must be create, put, revise or withdraw");
        return op.<Parsed<? extends Command>>map(known -> known.read(line, now))
                .orElseGet(() -> line.end(() -> {
                    throw new IllegalStateException("A line without an op has a fault");
                }));
    }

    private Parsed<? extends Command> read(StrictObject line, Instant now) {
        return switch (this) {
            case CREATE -> {
                Optional<String> key = line.text("idempotencyKey", LONGEST);
                yield withEvent(line, now, submission -> new Command.Create(submission, key));
            }
            case PUT -> {
                String reference = line.required(REFERENCE, LONGEST);
                RevisionKind kind = kind(line);
                yield withEvent(line, now, submission -> new Command.Put(reference, kind, submission));
            }
            case REVISE -> {
                Target target = target(line);
                RevisionKind kind = kind(line);
                Optional<Precondition> ifMatch =
                        line.parsed("ifMatch", Precondition::parse, "must be a list of entity tags, or *");
                if (target.id().isPresent() && !line.has("ifMatch")) {
                    line.missing("ifMatch");
                }
                yield withEvent(
                        line,
                        now,
                        submission -> new Command.Revise(target, ifMatch.orElse(Precondition.ANY), kind, submission));
            }
            case WITHDRAW -> {
                Target target = target(line);
                String reason = line.required("reason", LONGEST_REASON);
                if (line.inner().isPresent()) {
                    line.report("/" + EVENT, "unknown-field", "a withdrawal has no event");
                }
                yield line.end(() -> new Command.Withdraw(target, reason));
            }
        };
    }

    /** The faults of the line and of its event together. */
    private static Parsed<Command> withEvent(StrictObject line, Instant now, Function<Submission, Command> command) {
        if (line.inner().isEmpty()) {
            line.missing(EVENT);
            return line.end(() -> {
                throw new IllegalStateException("A line without an event has a fault");
            });
        }
        Parsed<Submission> event = SubmissionCodec.parse(line.inner().get(), now);
        List<Fault> faults = new ArrayList<>(line.end(() -> line).faults());
        event.faults()
                .forEach(fault -> faults.add(new Fault("/" + EVENT + fault.pointer(), fault.code(), fault.message())));
        return event.toOptional()
                .filter(submission -> faults.isEmpty())
                .<Parsed<Command>>map(submission -> new Parsed.Ok<>(command.apply(submission)))
                .orElseGet(() -> new Parsed.Faulty<>(faults));
    }

    private static Target target(StrictObject line) {
        if (line.has(EVENT_ID) == line.has(REFERENCE)) {
            line.report("", "one-of", "must have either a reference or an eventId");
            return Target.NEW;
        }
        return line.has(EVENT_ID)
                ? line.parsed(EVENT_ID, EventId::parse, "must be an event id")
                        .map(Target::id)
                        .orElse(Target.NEW)
                : Target.reference(line.required(REFERENCE, LONGEST));
    }

    private static RevisionKind kind(StrictObject line) {
        return line.parsed(
                        "kind",
                        text -> switch (text) {
                            case "SUPPLEMENT" -> Optional.of(RevisionKind.SUPPLEMENT);
                            case "CORRECTION" -> Optional.of(RevisionKind.CORRECTION);
                            default -> Optional.empty();
                        },
                        "must be SUPPLEMENT or CORRECTION")
                .orElse(RevisionKind.CORRECTION);
    }

    private static Optional<Op> find(String text) {
        for (Op op : values()) {
            if (op.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(op);
            }
        }
        return Optional.empty();
    }
}
