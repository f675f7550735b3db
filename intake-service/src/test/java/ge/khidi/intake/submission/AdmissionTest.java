package ge.khidi.intake.submission;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.event.Submission;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.contract.rules.CheckDigits;
import ge.khidi.intake.Samples;
import ge.khidi.intake.submission.Outcome.Accepted;
import ge.khidi.intake.submission.Outcome.AlreadyKnown;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {

    private static final int MOST_BYTES = 900_000;
    private static final Author SYSTEM =
            new Author(new AgencyId("BORDER-POLICE"), Optional.of("Batumi"), Author.Kind.SYSTEM);
    private static final Author ANALYST = new Author(AgencyId.IAD, Optional.empty(), Author.Kind.ANALYST);

    private final Ledger ledger = new Ledger();

    @Test
    void whatIsNewBecomesTheFirstRevisionOfItsOriginator() {
        Submission submission = Samples.submission(EventType.CRIME_REPORT);

        Accepted accepted = accepted(ledger.apply(SYSTEM, create(submission)));

        assertThat(accepted.created()).isTrue();
        assertThat(accepted.event().origin().agency()).isEqualTo(SYSTEM.agency());
        assertThat(accepted.event().origin().unit()).contains("Batumi");
        assertThat(accepted.event().revision()).isEqualTo(1);
        assertThat(EventCodec.parse(accepted.content().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .toOptional())
                .contains(accepted.event());
    }

    @Test
    void theSameAgainGetsTheFirstReceiptEvenAfterLaterRevisions() {
        Submission submission = Samples.submission(EventType.CRIME_REPORT);
        Accepted first = accepted(ledger.apply(SYSTEM, create(submission)));
        ledger.apply(SYSTEM, new Command.Withdraw(Target.id(first.event().id()), "wrong"));

        Outcome again = ledger.apply(SYSTEM, create(submission));

        assertThat(again).isEqualTo(new AlreadyKnown(first.receipt()));
    }

    @Test
    void otherContentUnderTheSameReferenceIsAConflict() {
        var tree = Samples.crime();
        ledger.apply(SYSTEM, create(Samples.parse(tree)));

        Outcome other = ledger.apply(SYSTEM, create(Samples.parse(Samples.changed(tree))));

        assertThat(problem(other)).isEqualTo(ProblemType.CONFLICTING_CONTENT);
    }

    @Test
    void aPutOfWhatIsCurrentMakesNoRevision() {
        Submission submission = Samples.submission(EventType.CRIME_REPORT);
        Accepted first = accepted(ledger.apply(SYSTEM, put(submission)));

        Outcome again = ledger.apply(SYSTEM, put(submission));

        assertThat(again).isEqualTo(new AlreadyKnown(first.receipt()));
    }

    @Test
    void aStaleRevisionIsRefusedUnlessItAsksForWhatIsAlreadySo() {
        var tree = Samples.crime();
        Accepted first = accepted(ledger.apply(SYSTEM, create(Samples.parse(tree))));
        Precondition believed =
                Precondition.parse(first.receipt().version().tag()).orElseThrow();
        var changed = Samples.changed(tree);
        Accepted second = accepted(ledger.apply(SYSTEM, revise(first, believed, changed)));

        Outcome lostAnswer = ledger.apply(SYSTEM, revise(first, believed, changed));
        Outcome stale = ledger.apply(SYSTEM, revise(first, believed, tree));

        assertThat(second.event().revision()).isEqualTo(2);
        assertThat(lostAnswer).isEqualTo(new AlreadyKnown(second.receipt()));
        assertThat(problem(stale)).isEqualTo(ProblemType.PRECONDITION_FAILED);
    }

    @Test
    void aRevisionThatIsAnotherEventNamesEverythingThatIsFixed() {
        var tree = Samples.crime();
        Accepted first = accepted(ledger.apply(SYSTEM, create(Samples.parse(tree))));
        var another =
                Samples.tree(EventType.CYBER_INCIDENT, Samples.reference()).put("context", "EXERCISE");

        Outcome outcome = ledger.apply(SYSTEM, revise(first, Precondition.ANY, another));

        assertThat(problemOf(outcome).faults())
                .extracting(fault -> fault.pointer())
                .containsExactly("/type", "/context", "/reference");
    }

    @Test
    void nothingFollowsAWithdrawal() {
        var tree = Samples.crime();
        Accepted first = accepted(ledger.apply(SYSTEM, put(Samples.parse(tree))));
        Target event = Target.id(first.event().id());
        Accepted withdrawn = accepted(ledger.apply(SYSTEM, new Command.Withdraw(event, "the plate was wrong")));

        assertThat(withdrawn.event().state().status()).isEqualTo(Status.WITHDRAWN);
        assertThat(withdrawn.event().entities()).isEqualTo(first.event().entities());
        assertThat(ledger.apply(SYSTEM, new Command.Withdraw(event, "again")))
                .isEqualTo(new AlreadyKnown(withdrawn.receipt()));
        List.of(
                        put(Samples.parse(tree)),
                        revise(first, Precondition.ANY, Samples.changed(tree)),
                        new Command.Restrict(event, "contested"),
                        new Command.Lift(event, "settled"),
                        new Command.Review(event, LocalDate.now(ZoneOffset.UTC).plusDays(30), "needed"))
                .forEach(late -> assertThat(problem(ledger.apply(SYSTEM, late))).isEqualTo(ProblemType.WRONG_STATE));
    }

    @Test
    void aRestrictionOutlivesARevisionAndEndsOnlyWhenItIsLifted() {
        var tree = Samples.crime();
        Accepted first = accepted(ledger.apply(SYSTEM, create(Samples.parse(tree))));
        Target event = Target.id(first.event().id());
        ledger.apply(SYSTEM, new Command.Restrict(event, "contested"));

        Accepted revised = accepted(ledger.apply(SYSTEM, revise(first, Precondition.ANY, Samples.changed(tree))));
        Accepted lifted = accepted(ledger.apply(SYSTEM, new Command.Lift(event, "settled")));

        assertThat(revised.event().state().status()).isEqualTo(Status.RESTRICTED);
        assertThat(lifted.event().state().status()).isEqualTo(Status.OPEN);
        assertThat(lifted.event().revision()).isEqualTo(4);
    }

    @Test
    void anEventIsKeptThreeYearsAtMost() {
        Accepted first = accepted(ledger.apply(SYSTEM, create(Samples.submission(EventType.CRIME_REPORT))));
        Target event = Target.id(first.event().id());
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        LocalDate until = first.event().handling().reviewBy().equals(today.plusDays(77))
                ? today.plusDays(78)
                : today.plusDays(77);

        Accepted kept = accepted(ledger.apply(SYSTEM, new Command.Review(event, until, "trial")));

        assertThat(kept.event().handling().reviewBy()).isEqualTo(until);
        assertThat(problem(ledger.apply(SYSTEM, new Command.Review(event, today, "too soon"))))
                .isEqualTo(ProblemType.INVALID_EVENT);
        assertThat(problem(ledger.apply(
                        SYSTEM, new Command.Review(event, today.plusYears(3).plusDays(1), "too late"))))
                .isEqualTo(ProblemType.INVALID_EVENT);
    }

    @Test
    void whatNobodyDecidedToKeepIsErasedAfterItsDayAndNothingFollows() {
        Accepted first = accepted(ledger.apply(SYSTEM, create(Samples.submission(EventType.CRIME_REPORT))));
        Target event = Target.id(first.event().id());
        Command erase = Command.Erase.overdue(event);
        ledger.goTo(first.event().handling().reviewBy());
        assertThat(ledger.apply(SYSTEM, erase)).isEqualTo(new AlreadyKnown(first.receipt()));

        ledger.goTo(first.event().handling().reviewBy().plusDays(1));
        Accepted erased = accepted(ledger.apply(SYSTEM, erase));

        Event left = erased.event();
        assertThat(left.state().status()).isEqualTo(Status.ERASED);
        assertThat(left.detail()).isEmpty();
        assertThat(left.entities()).isEmpty();
        assertThat(left.connections()).isEmpty();
        assertThat(left.narratives()).isEmpty();
        assertThat(left.origin().reference()).isEmpty();
        assertThat(left.origin().caseReferences()).isEmpty();
        assertThat(EventCodec.parse(erased.content().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .toOptional())
                .contains(left);
        assertThat(ledger.apply(SYSTEM, erase)).isEqualTo(new AlreadyKnown(erased.receipt()));
        assertThat(problem(ledger.apply(SYSTEM, new Command.Withdraw(event, "late"))))
                .isEqualTo(ProblemType.WRONG_STATE);
    }

    @Test
    void aRestrictedEventIsKeptUntilTheRestrictionIsLifted() {
        Accepted first = accepted(ledger.apply(SYSTEM, create(Samples.submission(EventType.CRIME_REPORT))));
        Target event = Target.id(first.event().id());
        ledger.apply(SYSTEM, new Command.Restrict(event, "evidence"));
        ledger.goTo(first.event().handling().reviewBy().plusDays(1));

        assertThat(ledger.apply(SYSTEM, Command.Erase.overdue(event))).isInstanceOf(AlreadyKnown.class);
        ledger.apply(SYSTEM, new Command.Lift(event, "settled"));

        assertThat(accepted(ledger.apply(SYSTEM, Command.Erase.overdue(event)))
                        .event()
                        .state()
                        .status())
                .isEqualTo(Status.ERASED);
    }

    @Test
    void aboveTheCeilingNothingIsAccepted() {
        var tree = Samples.crime();
        tree.withObject("/handling").put("classification", "CONFIDENTIAL");

        Outcome outcome = ledger.apply(SYSTEM, create(Samples.parse(tree)));

        assertThat(problem(outcome)).isEqualTo(ProblemType.ABOVE_ACCREDITATION);
    }

    @Test
    void anAnalystSpeaksOnlyAboutLinksAndASystemNever() {
        Submission decision = Samples.submission(EventType.LINK_DECISION);
        Submission report = Samples.submission(EventType.CRIME_REPORT);

        assertThat(ledger.apply(ANALYST, create(decision))).isInstanceOf(Accepted.class);
        assertThat(problem(ledger.apply(ANALYST, create(report)))).isEqualTo(ProblemType.NOT_PERMITTED);
        assertThat(problem(ledger.apply(SYSTEM, create(decision)))).isEqualTo(ProblemType.NOT_PERMITTED);
    }

    @Test
    void ofWhatIsNotTheirsAnAnalystLearnsNothing() {
        Author sameAgency = new Author(AgencyId.IAD, Optional.empty(), Author.Kind.SYSTEM);
        Accepted report = accepted(ledger.apply(sameAgency, create(Samples.submission(EventType.CRIME_REPORT))));

        Outcome outcome = ledger.apply(
                ANALYST, new Command.Withdraw(Target.id(report.event().id()), "no"));

        assertThat(outcome).isEqualTo(Outcome.Refused.NOT_FOUND);
    }

    @Test
    void aPutUnderAnotherReferenceThanItsBodySaysIsRefused() {
        Submission submission = Samples.submission(EventType.CRIME_REPORT);

        Outcome outcome = ledger.apply(SYSTEM, new Command.Put("another", RevisionKind.CORRECTION, submission));

        assertThat(problemOf(outcome).faults())
                .extracting(fault -> fault.pointer())
                .containsExactly("/reference");
    }

    /** Whatever is asked in whatever order: revisions have no gaps, time does not run backwards, and asking twice changes nothing. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void anyHistoryIsWithoutGapsAndAskingTwiceIsAskingOnce(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        var tree = Samples.crime();
        Accepted first = accepted(ledger.apply(SYSTEM, put(Samples.parse(tree))));
        for (int i = 0; i < 40; i++) {
            Command command = anything(random, first, tree);
            Outcome once = ledger.apply(SYSTEM, command);
            Outcome twice = ledger.apply(SYSTEM, command);
            if (once instanceof Accepted accepted) {
                assertThat(twice).isEqualTo(new AlreadyKnown(accepted.receipt()));
            } else {
                assertThat(twice).isEqualTo(once);
            }
        }

        List<Accepted> history = ledger.history;

        for (int i = 0; i < history.size(); i++) {
            Event event = history.get(i).event();
            assertThat(event.revision()).isEqualTo(i + 1);
            if (i > 0) {
                assertThat(event.acceptedAt())
                        .isAfterOrEqualTo(history.get(i - 1).event().acceptedAt());
                assertThat(history.get(i - 1).event().state().status()).isNotEqualTo(Status.WITHDRAWN);
            }
        }
    }

    private static Command anything(
            SplittableRandom random, Accepted first, com.fasterxml.jackson.databind.node.ObjectNode tree) {
        Target event = random.nextBoolean()
                ? Target.id(first.event().id())
                : Target.reference(first.event().origin().reference().orElseThrow());
        return switch (random.nextInt(14)) {
            case 0 -> new Command.Withdraw(event, "wrong");
            case 1, 2 -> new Command.Restrict(event, "contested");
            case 3, 4 -> new Command.Lift(event, "settled");
            case 5, 6 ->
                new Command.Review(event, LocalDate.now(ZoneOffset.UTC).plusDays(1 + random.nextInt(3)), "needed");
            case 7, 8 -> put(Samples.parse(tree));
            case 9, 10 -> put(Samples.parse(Samples.changed(tree)));
            case 11 -> create(Samples.parse(tree));
            default ->
                new Command.Revise(
                        event,
                        Precondition.ANY,
                        RevisionKind.SUPPLEMENT,
                        Samples.parse(random.nextBoolean() ? tree : Samples.changed(tree)));
        };
    }

    private static Command create(Submission submission) {
        return new Command.Create(submission, Optional.empty());
    }

    private static Command put(Submission submission) {
        return new Command.Put(submission.reference().orElseThrow(), RevisionKind.CORRECTION, submission);
    }

    private static Command revise(
            Accepted first, Precondition precondition, com.fasterxml.jackson.databind.node.ObjectNode tree) {
        return new Command.Revise(
                Target.id(first.event().id()), precondition, RevisionKind.CORRECTION, Samples.parse(tree));
    }

    private static Accepted accepted(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Accepted.class);
        return (Accepted) outcome;
    }

    private static ProblemType problem(Outcome outcome) {
        Problem problem = problemOf(outcome);
        return List.of(ProblemType.values()).stream()
                .filter(type -> type.uri().equals(problem.type()))
                .findFirst()
                .orElseThrow();
    }

    private static Problem problemOf(Outcome outcome) {
        return outcome.accept(new Outcome.Cases<>() {
            @Override
            public Problem accepted(Accepted accepted) {
                throw new AssertionError("accepted");
            }

            @Override
            public Problem alreadyKnown(AlreadyKnown known) {
                throw new AssertionError("already known");
            }

            @Override
            public Problem conflict(Outcome.Conflict conflict) {
                return conflict.problem();
            }

            @Override
            public Problem refused(Outcome.Refused refused) {
                return refused.problem();
            }
        });
    }

    /** A record in memory that does what the tables do, for a handful of events. */
    private static final class Ledger {
        private final Admission admission = new Admission(
                Classification.RESTRICTED, MOST_BYTES, submission -> CheckDigits.judge(submission.entities()));
        private final List<Accepted> history = new ArrayList<>();
        private Instant now = Instant.now();

        void goTo(LocalDate day) {
            now = day.atTime(12, 0).toInstant(ZoneOffset.UTC);
        }

        Outcome apply(Author author, Command command) {
            now = now.plusMillis(1);
            Draft draft = admission.draft(author, command, new EventId(UUID.randomUUID()), now);
            if (!(draft instanceof Draft.Open open)) {
                return draft.settled().orElseThrow();
            }
            Outcome outcome = admission.decide(open, onRecord(author, open), now);
            if (outcome instanceof Accepted accepted) {
                history.add(accepted);
            }
            return outcome;
        }

        private Optional<OnRecord> onRecord(Author author, Draft.Open draft) {
            Target target = draft.command().target();
            List<Accepted> revisions = history.stream()
                    .filter(one -> one.event().origin().agency().equals(author.agency()))
                    .filter(one -> target.id().filter(one.event().id()::equals).isPresent()
                            || (target.reference().isPresent()
                                    && target.reference()
                                            .equals(one.event().origin().reference())))
                    .toList();
            if (revisions.isEmpty()) {
                return Optional.empty();
            }
            Accepted last = revisions.get(revisions.size() - 1);
            Optional<Receipt> same = revisions.stream()
                    .map(Accepted::receipt)
                    .filter(receipt ->
                            draft.sha256().filter(receipt.sha256()::equals).isPresent())
                    .findFirst();
            return Optional.of(new OnRecord(
                    last.event().id(),
                    last.event().type(),
                    last.event().state().status(),
                    last.receipt(),
                    same,
                    last::event));
        }
    }
}
