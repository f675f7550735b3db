package ge.khidi.system;

import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.codec.SubmissionCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.State;
import ge.khidi.contract.event.Submission;
import ge.khidi.contract.grade.AssignedBy;
import ge.khidi.contract.grade.Grade;
import ge.khidi.contract.grade.GradingScheme;
import ge.khidi.contract.handling.Handling;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.contract.handling.Tlp;
import ge.khidi.contract.rules.CheckDigits;
import ge.khidi.localstack.story.Noise;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/** The story's ordinary noise as intake would publish it: events of all sorts, each with an id of its own, all released by policy. */
final class OrdinaryDays {

    private static final long SEED = 20_261_121;
    private static final int DAYS = 5;
    private static final int PER_DAY = 200;
    private static final int SUPPLEMENTED = 20;

    private record Said(AgencyId agency, Submission submission) {}

    private final List<Said> said = new ArrayList<>();
    private final SplittableRandom random;
    private final Instant now = Clock.systemUTC().instant();

    OrdinaryDays(long seed) {
        this.random = new SplittableRandom(seed);
        LocalDate today = LocalDate.now(Clock.systemUTC());
        for (int day = 1; day <= DAYS; day++) {
            Noise.of(SEED + day, today.minusDays(day), PER_DAY).forEach(this::add);
        }
    }

    private void add(Noise.Said noise) {
        ((ObjectNode) noise.submission().path("handling")).put("releasableTo", "BY_POLICY");
        byte[] json = noise.submission().toString().getBytes(StandardCharsets.UTF_8);
        Submission submission = SubmissionCodec.parse(json, now).fold(parsed -> parsed, faults -> {
            throw new IllegalStateException("the noise is not valid: " + faults);
        });
        said.add(new Said(agency(noise.client()), submission));
    }

    /** This many revisions, of which one in twenty supplements the event twenty before it. */
    List<Event> revisions(int count) {
        List<Event> revisions = new ArrayList<>();
        while (revisions.size() < count) {
            int n = revisions.size();
            revisions.add(
                    n % SUPPLEMENTED == SUPPLEMENTED - 1
                            ? revision(
                                    n - SUPPLEMENTED + 1,
                                    revisions.get(n - SUPPLEMENTED + 1).id(),
                                    2)
                            : revision(n, new EventId(new UUID(random.nextLong(), random.nextLong())), 1));
        }
        return revisions;
    }

    /** The same, each event once and of one of so many disclosure classes in turn, told apart by their grades, TLP, H1 and purposes. */
    List<Event> revisions(int count, int classes) {
        List<Event> revisions = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            int number = n % classes;
            EventId id = new EventId(new UUID(random.nextLong(), random.nextLong()));
            revisions.add(ofClass(revision(number, id, 1), number));
        }
        return revisions;
    }

    /** Bits of the number: source and information grade, TLP, whether H1, and which purposes beside the two that everything has. */
    private static Event ofClass(Event event, int number) {
        Handling said = event.handling();
        Set<Purpose> purposes = EnumSet.of(Purpose.LAW_ENFORCEMENT, Purpose.BORDER_MANAGEMENT);
        List<Purpose> more = List.copyOf(EnumSet.complementOf(EnumSet.copyOf(purposes)));
        for (int bit = 0; bit < more.size(); bit++) {
            if (((number / 128) >> bit) % 2 == 1) {
                purposes.add(more.get(bit));
            }
        }
        Handling handling = RandomEvents.with(
                said,
                Map.of(
                        "tlp",
                        List.of(Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER, Tlp.RED).get(number / 16 % 4),
                        "codes",
                        number / 64 % 2 == 0 ? Set.of() : Set.of(HandlingCode.H1),
                        "purposes",
                        purposes));
        Grade grade = new Grade(
                GradingScheme.EUROPOL_4X4,
                List.of("A", "B", "C", "X").get(number % 4),
                Integer.toString(number / 4 % 4 + 1),
                AssignedBy.ORIGINATOR);
        return RandomEvents.with(event, Map.of("grade", grade, "derivedGrade", Optional.empty(), "handling", handling));
    }

    private Event revision(int n, EventId id, int revision) {
        Said one = said.get(n % said.size());
        return one.submission.toEvent(
                id,
                revision,
                revision == 1 ? RevisionKind.INITIAL : RevisionKind.SUPPLEMENT,
                State.OPEN,
                one.agency,
                Optional.empty(),
                now,
                CheckDigits.judge(one.submission.entities()));
    }

    private static AgencyId agency(String client) {
        for (String agency : List.of("PATROL-POLICE", "BORDER-POLICE", "CRIMINAL-POLICE", "MIGRATION-DEPARTMENT")) {
            if (client.startsWith(agency.toLowerCase(Locale.ROOT))) {
                return new AgencyId(agency);
            }
        }
        throw new IllegalArgumentException(client);
    }
}
