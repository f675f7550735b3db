package ge.khidi.system;

import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.codec.SubmissionCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.State;
import ge.khidi.contract.event.Submission;
import ge.khidi.contract.rules.CheckDigits;
import ge.khidi.localstack.story.Noise;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
