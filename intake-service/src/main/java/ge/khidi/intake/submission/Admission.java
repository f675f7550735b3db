package ge.khidi.intake.submission;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.codec.ContentDigest;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.event.Check;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.State;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.event.Submission;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.intake.submission.Outcome.Accepted;
import ge.khidi.intake.submission.Outcome.AlreadyKnown;
import ge.khidi.intake.submission.Outcome.Conflict;
import ge.khidi.intake.submission.Outcome.Refused;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides what becomes of a command.
 *
 * <pre>
 *   (nothing) ──create, put──▶ OPEN or CLOSED ──withdraw──▶ WITHDRAWN   nothing follows
 *                               │   ▲  ▲    │
 *                        revise,│   │  └────┘ put, revise, review
 *                               │  lift
 *                      restrict ▼   │
 *                              RESTRICTED ──withdraw──▶ WITHDRAWN       put, revise, review leave it restricted
 *
 *   OPEN, CLOSED, WITHDRAWN ──erase, asked for or the review date passed──▶ ERASED  nothing is left to follow
 * </pre>
 *
 * <p>It goes in two steps, so that the costly one needs no transaction: {@link #draft} without the record, {@link #decide} with it.
 */
public final class Admission {

    /** Regulation (EU) 2016/794 Art. 31(2): the need for continued storage is reviewed after three years at the latest. */
    private static final int LONGEST_KEPT_YEARS = 3;

    private final Classification ceiling;
    private final int mostBytes;
    private final Function<Submission, List<Check>> checks;

    /**
     * @param ceiling the highest classification this installation is accredited for
     * @param mostBytes the largest event that can travel
     * @param checks the verdicts on check digits
     */
    public Admission(Classification ceiling, int mostBytes, Function<Submission, List<Check>> checks) {
        this.ceiling = ceiling;
        this.mostBytes = mostBytes;
        this.checks = checks;
    }

    /**
     * @param fresh the id the event gets if it is new
     * @param now the time of acceptance
     */
    public Draft draft(Author author, Command command, EventId fresh, Instant now) {
        return command.accept(new Drafting(author, fresh, now.truncatedTo(ChronoUnit.MICROS)));
    }

    /** The record holds what the draft's target names, or nothing of this author's under that name. */
    public Outcome decide(Draft.Open draft, Optional<OnRecord> onRecord, Instant now) {
        return draft.command().accept(new Deciding(draft, onRecord, now.truncatedTo(ChronoUnit.MICROS)));
    }

    /** What is wrong with a submission whatever is on record. */
    private Optional<Outcome> inadmissible(Author author, Submission submission) {
        if (submission.type().product()) {
            return Optional.of(Refused.faulty(
                    List.of(new Fault("/type", "platform-only", "only the analysis of the platform says this"))));
        }
        if (!author.mayHandle(submission.type())) {
            return Optional.of(Refused.of(ProblemType.NOT_PERMITTED));
        }
        return submission.handling().classification().compareTo(ceiling) > 0
                ? Optional.of(Refused.of(ProblemType.ABOVE_ACCREDITATION))
                : Optional.empty();
    }

    private Outcome accepted(Event event, String sha256, Optional<String> reason) {
        byte[] content = EventCodec.print(event);
        if (content.length > mostBytes) {
            return new Refused(Faults.tooLarge());
        }
        List<Warning> warnings = isOver(event.state().status()) ? List.of() : Warnings.of(event);
        RevisionId id = event.revisionId();
        return new Accepted(
                event, new String(content, UTF_8), Receipt.write(id, sha256, event.acceptedAt(), warnings), reason);
    }

    private static boolean isOver(Status status) {
        return switch (status) {
            case OPEN, CLOSED, RESTRICTED -> false;
            case WITHDRAWN, ERASED -> true;
        };
    }

    private final class Drafting implements Command.Cases<Draft> {
        private final Author author;
        private final EventId fresh;
        private final Instant now;

        Drafting(Author author, EventId fresh, Instant now) {
            this.author = author;
            this.fresh = fresh;
            this.now = now;
        }

        @Override
        public Draft create(Command.Create command) {
            return first(command, command.submission());
        }

        @Override
        public Draft put(Command.Put command) {
            Optional<String> said = command.submission().reference();
            if (said.isPresent() && !said.get().equals(command.reference())) {
                return settled(Refused.faulty(List.of(otherReference())));
            }
            return first(command, named(command.submission(), Optional.of(command.reference())));
        }

        @Override
        public Draft revise(Command.Revise command) {
            return inadmissible(author, command.submission()).map(this::settled).orElseGet(() -> open(command));
        }

        @Override
        public Draft withdraw(Command.Withdraw command) {
            return open(command);
        }

        @Override
        public Draft review(Command.Review command) {
            LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
            boolean fits = command.keepUntil().isAfter(today)
                    && !command.keepUntil().isAfter(today.plusYears(LONGEST_KEPT_YEARS));
            return fits
                    ? open(command)
                    : settled(Refused.faulty(List.of(new Fault(
                            "/keepUntil", "out-of-range", "must be after today and at most three years away"))));
        }

        @Override
        public Draft restrict(Command.Restrict command) {
            return open(command);
        }

        @Override
        public Draft lift(Command.Lift command) {
            return open(command);
        }

        @Override
        public Draft erase(Command.Erase command) {
            return open(command);
        }

        private Draft first(Command command, Submission submission) {
            Optional<Outcome> refusal = inadmissible(author, submission);
            if (refusal.isPresent()) {
                return settled(refusal.get());
            }
            String sha256 = ContentDigest.sha256(submission);
            Event event = submission.toEvent(
                    fresh,
                    1,
                    RevisionKind.INITIAL,
                    submission.state().orElse(State.OPEN),
                    author.agency(),
                    author.unit(),
                    now,
                    checks.apply(submission));
            return Admission.this.accepted(event, sha256, Optional.empty()) instanceof Accepted accepted
                    ? new Draft.Open(author, command, Optional.of(sha256), Optional.of(accepted))
                    : settled(new Refused(Faults.tooLarge()));
        }

        private Draft settled(Outcome outcome) {
            return new Draft.Settled(author, outcome);
        }

        private Draft open(Command command) {
            return new Draft.Open(author, command, Optional.empty(), Optional.empty());
        }
    }

    private final class Deciding implements Command.Cases<Outcome> {
        private final Draft.Open draft;
        private final Optional<OnRecord> onRecord;
        private final Instant now;

        Deciding(Draft.Open draft, Optional<OnRecord> onRecord, Instant now) {
            this.draft = draft;
            this.onRecord = onRecord;
            this.now = now;
        }

        @Override
        public Outcome create(Command.Create command) {
            if (onRecord.isEmpty()) {
                return draft.first().orElseThrow();
            }
            return onRecord.get()
                    .same()
                    .<Outcome>map(AlreadyKnown::new)
                    .orElseGet(() -> Conflict.of(
                            ProblemType.CONFLICTING_CONTENT, "Send other content as a revision of the event."));
        }

        @Override
        public Outcome put(Command.Put command) {
            if (onRecord.isEmpty()) {
                return draft.first().orElseThrow();
            }
            return revision(onRecord.get(), Precondition.ANY, command.kind(), command.submission());
        }

        @Override
        public Outcome revise(Command.Revise command) {
            return mine(known -> revision(known, command.precondition(), command.kind(), command.submission()));
        }

        @Override
        public Outcome withdraw(Command.Withdraw command) {
            return mine(known -> switch (known.status()) {
                case OPEN, CLOSED, RESTRICTED ->
                    unchanged(known, State.withdrawn(command.reason()), Optional.of(command.reason()));
                case WITHDRAWN -> new AlreadyKnown(known.current());
                case ERASED -> over(known);
            });
        }

        @Override
        public Outcome restrict(Command.Restrict command) {
            Optional<String> reason = Optional.of(command.reason());
            return mine(known -> switch (known.status()) {
                case OPEN, CLOSED -> unchanged(known, new State(Status.RESTRICTED, reason), reason);
                case RESTRICTED -> new AlreadyKnown(known.current());
                case WITHDRAWN, ERASED -> over(known);
            });
        }

        @Override
        public Outcome lift(Command.Lift command) {
            return mine(known -> switch (known.status()) {
                case RESTRICTED -> {
                    Event event = known.event().get();
                    Event open = Revisions.of(event, State.OPEN, event.handling(), RevisionKind.CORRECTION, at(event));
                    yield changed(open, Optional.of(command.reason()));
                }
                case OPEN, CLOSED -> new AlreadyKnown(known.current());
                case WITHDRAWN, ERASED -> over(known);
            });
        }

        @Override
        public Outcome review(Command.Review command) {
            return mine(known -> switch (known.status()) {
                case OPEN, CLOSED, RESTRICTED -> {
                    Event event = known.event().get();
                    yield event.handling().reviewBy().equals(command.keepUntil())
                            ? new AlreadyKnown(known.current())
                            : changed(
                                    Revisions.of(
                                            event,
                                            event.state(),
                                            Revisions.keptUntil(event.handling(), command.keepUntil()),
                                            RevisionKind.SUPPLEMENT,
                                            at(event)),
                                    Optional.of(command.reason()));
                }
                case WITHDRAWN, ERASED -> over(known);
            });
        }

        /** A restricted event is evidence, or contested: it is kept until the restriction is lifted (Directive (EU) 2016/680 Art. 16(3)). */
        @Override
        public Outcome erase(Command.Erase command) {
            return mine(known -> switch (known.status()) {
                case OPEN, CLOSED, WITHDRAWN -> erased(known, command);
                case RESTRICTED -> command.asked().isPresent() ? over(known) : new AlreadyKnown(known.current());
                case ERASED -> new AlreadyKnown(known.current());
            });
        }

        private Outcome erased(OnRecord known, Command.Erase command) {
            Event event = known.event().get();
            LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
            if (command.asked().isPresent()) {
                return changed(Revisions.erased(event, Revisions.BY_ITS_ORIGINATOR, at(event)), command.asked());
            }
            return event.handling().reviewBy().isBefore(today)
                    ? changed(
                            Revisions.erased(event, Revisions.REVIEW_DATE_PASSED, at(event)),
                            Optional.of(Revisions.REVIEW_DATE_PASSED))
                    : new AlreadyKnown(known.current());
        }

        /** What is on record, if it is this author's business; otherwise as if there were nothing. */
        private Outcome mine(Function<OnRecord, Outcome> decision) {
            return onRecord.filter(known -> draft.author().mayHandle(known.type()))
                    .map(decision)
                    .orElse(Refused.NOT_FOUND);
        }

        private Outcome revision(OnRecord known, Precondition precondition, RevisionKind kind, Submission said) {
            return switch (known.status()) {
                case OPEN, CLOSED, RESTRICTED -> {
                    Event before = known.event().get();
                    Submission submission = said.reference().isPresent()
                            ? said
                            : named(said, before.origin().reference());
                    String sha256 = ContentDigest.sha256(submission);
                    if (sha256.equals(known.current().sha256())) {
                        // RFC 9110 section 13.1.1: what is asked for is already so, whatever the sender believed.
                        yield new AlreadyKnown(known.current());
                    }
                    if (!precondition.holds(known.current().version())) {
                        yield Refused.of(ProblemType.PRECONDITION_FAILED);
                    }
                    List<Fault> faults = identity(before, submission);
                    yield faults.isEmpty() ? revised(before, kind, submission, sha256) : Refused.faulty(faults);
                }
                case WITHDRAWN, ERASED -> over(known);
            };
        }

        private Outcome revised(Event before, RevisionKind kind, Submission submission, String sha256) {
            State state = before.state().status() == Status.RESTRICTED
                    ? before.state()
                    : submission.state().orElse(State.OPEN);
            return accepted(
                    submission.toEvent(
                            before.id(),
                            before.revision() + 1,
                            kind,
                            state,
                            draft.author().agency(),
                            draft.author().unit(),
                            at(before),
                            checks.apply(submission)),
                    sha256,
                    Optional.empty());
        }

        /** What no revision may change: it would be another event. */
        private List<Fault> identity(Event before, Submission submission) {
            List<Fault> faults = new ArrayList<>();
            if (submission.type() != before.type()) {
                faults.add(fixed("/type"));
            }
            if (submission.context() != before.context()) {
                faults.add(fixed("/context"));
            }
            if (!submission.reference().equals(before.origin().reference())) {
                faults.add(otherReference());
            }
            return faults;
        }

        private Outcome unchanged(OnRecord known, State state, Optional<String> reason) {
            Event event = known.event().get();
            return accepted(
                    Revisions.of(event, state, event.handling(), RevisionKind.CORRECTION, at(event)),
                    known.current().sha256(),
                    reason);
        }

        private Outcome changed(Event event, Optional<String> reason) {
            return accepted(event, ContentDigest.sha256(Submission.of(event)), reason);
        }

        private Outcome over(OnRecord known) {
            return Conflict.of(ProblemType.WRONG_STATE, "The event is " + known.status() + ".");
        }

        /** Time never runs backwards within an event, whatever the clock does. */
        private Instant at(Event before) {
            return now.isAfter(before.acceptedAt()) ? now : before.acceptedAt();
        }
    }

    private static Fault fixed(String pointer) {
        return new Fault(pointer, "fixed", "a revision cannot change it; withdraw the event and hand in another");
    }

    private static Fault otherReference() {
        return new Fault("/reference", "other-reference", "must be the reference of the event, or absent");
    }

    private static Submission named(Submission said, Optional<String> reference) {
        return new Submission(
                reference,
                said.caseReferences(),
                said.type(),
                said.regime(),
                said.context(),
                said.urgency(),
                said.occurred(),
                said.reportedAt(),
                said.detail(),
                said.entities(),
                said.connections(),
                said.narratives(),
                said.grade(),
                said.handling(),
                said.state());
    }
}
