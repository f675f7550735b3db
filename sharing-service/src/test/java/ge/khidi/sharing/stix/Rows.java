package ge.khidi.sharing.stix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.codec.SubmissionCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.State;
import ge.khidi.contract.event.Submission;
import ge.khidi.contract.rules.CheckDigits;
import ge.khidi.localstack.Home;
import ge.khidi.localstack.story.Noise;
import ge.khidi.localstack.story.Scene;
import ge.khidi.sharing.disclosure.Readers;
import ge.khidi.sharing.disclosure.Rendition.Rendered;
import ge.khidi.sharing.feed.RowKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Rows to say in STIX: of random events, and of the demonstration's story as its readers get it. */
final class Rows {

    static final ObjectMapper JSON = new ObjectMapper();
    static final StixExport EXPORT = new StixExport();

    private static final List<String> SCENES = List.of(
            "1-forged-passport-at-sarpi.yaml",
            "2-same-plate-off-road.yaml",
            "3-victim-of-sixteen.yaml",
            "4-domain-of-false-visas.yaml");
    private static final int NOISE = 40;

    private Rows() {}

    /** The keys are as far apart as those of two partners. */
    static StixIds ids(String partner) {
        return StixIds.of((partner + " and thirty-two bytes of a secret").getBytes(StandardCharsets.UTF_8));
    }

    /** The row of an event as a reader sees it under a profile; nothing where the leak check stops it. */
    static Optional<Shown> row(Event event, String partner, String profile) {
        return Readers.render(event, partner, profile) instanceof Rendered rendered
                ? Optional.of(row(event.revisionId(), rendered))
                : Optional.empty();
    }

    static Shown row(RevisionId revision, Rendered rendered) {
        JsonNode event = Readers.tree(rendered);
        boolean usable = event.has("occurred");
        return new Shown(
                revision,
                usable ? RowKind.NEW : RowKind.WITHDRAWAL,
                RandomEvents.NOW,
                RandomEvents.NOW,
                usable ? event : null,
                usable ? JSON.valueToTree(rendered.conditions()) : null);
    }

    /** The first event of that type, from the seed on, that is in use. */
    static Event open(EventType type, long seed) {
        return LongStream.iterate(seed, next -> next + 1)
                .mapToObj(next -> new RandomEvents(next).event(type))
                .filter(event -> event.state().usable())
                .findFirst()
                .orElseThrow();
    }

    static List<StixObject> objects(Shown shown, StixProfile profile) {
        return EXPORT.objects(shown, profile, ids("IAD"), Optional.empty());
    }

    static ObjectNode body(StixObject object) {
        try {
            return (ObjectNode) JSON.readTree(object.body());
        } catch (IOException ownBody) {
            throw new UncheckedIOException(ownBody);
        }
    }

    /** The story's events, the correction among them, and some of the noise around it. */
    static List<Event> story() {
        LocalDate today = LocalDate.ofInstant(RandomEvents.NOW, ZoneOffset.UTC).plusDays(1);
        Scene scene = new Scene(Home.find().directory().resolve("story"), today);
        List<ObjectNode> said = Stream.of(
                        SCENES.stream().map(scene::event),
                        Stream.of(scene.corrected("5-the-plate-was-wrong.yaml")),
                        Noise.of(2026, today.minusDays(1), NOISE).stream().map(Noise.Said::submission))
                .flatMap(events -> events)
                .toList();
        return IntStream.range(0, said.size())
                .mapToObj(place -> event(place, said.get(place)).orElseThrow())
                .toList();
    }

    /** The event that a submission makes; nothing where intake would refuse it. */
    static Optional<Event> event(int place, JsonNode submission) {
        Instant accepted = RandomEvents.NOW.plus(Duration.ofDays(1)).plusMillis(place);
        return SubmissionCodec.parse(submission.toString().getBytes(StandardCharsets.UTF_8), accepted)
                .toOptional()
                .map(said -> event(place, said, accepted));
    }

    private static Event event(int place, Submission said, Instant accepted) {
        return said.toEvent(
                new EventId(new UUID(0x4000L, 0x8000000000000000L | place)),
                1,
                RevisionKind.INITIAL,
                State.OPEN,
                new AgencyId("PATROL-POLICE"),
                Optional.empty(),
                accepted,
                CheckDigits.judge(said.entities()));
    }
}
