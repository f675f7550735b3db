package ge.khidi.contract.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.State;
import ge.khidi.contract.event.Submission;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ContentDigestTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SEEDS = Integer.getInteger("khidi.laws.seeds", 40);

    static final List<EventType> SUBMITTABLE = RandomEvents.SUBMITTABLE;

    @ParameterizedTest
    @FieldSource("SUBMITTABLE")
    void neitherTheOrderOfFieldsNorWhiteSpaceChangesIt(EventType type) throws JsonProcessingException {
        for (long seed = 0; seed < SEEDS; seed++) {
            Submission submission = new RandomEvents(seed).submission(type);
            JsonNode shuffled = shuffled(SubmissionCodec.tree(submission), new Random(seed));

            Submission read = read(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(shuffled));

            assertThat(ContentDigest.sha256(read)).as("seed %d", seed).isEqualTo(ContentDigest.sha256(submission));
        }
    }

    @Test
    void aDefaultWrittenOutAndAnotherWayToWriteTheSameChangeNothing() {
        String said = """
            {"type":"CRIME_REPORT","regime":"LAW_ENFORCEMENT","context":"REAL","urgency":"ROUTINE",
             "occurred":{"at":"2026-11-20T10:00:00Z","precision":"DAY"},"reportedAt":"2026-11-20T10:00:00Z",
             "detail":{"offenceCatalogue":"GE-CC-1999","offenceCode":"344-1"},
             "entities":[{"kind":"LOCATION","id":"l","nature":"FACT","name":"ბათუმი","latitude":41.5,"longitude":41.6}],
             "handling":{"classification":"UNCLASSIFIED","tlp":"GREEN","purposes":["LAW_ENFORCEMENT"],"legalBasis":"Law",
              "noHitNotice":false,"reviewBy":"2027-01-01"}}\
            """;
        String saidOtherwise = """
            {"state":{"status":"OPEN"},"connections":[],"narratives":[],"caseReferences":[],
             "type":"CRIME_REPORT","regime":"LAW_ENFORCEMENT","context":"REAL","urgency":"ROUTINE",
             "occurred":{"at":"2026-11-20T14:00:00.000+04:00","precision":"DAY"},"reportedAt":"2026-11-20T10:00:00Z",
             "detail":{"offenceCatalogue":"GE-CC-1999","offenceCode":"344-1","crimeAreas":[]},
             "entities":[{"longitude":4.160e1,"latitude":41.50,"name":"\\u10d1ათუმი","nature":"FACT","id":"l","kind":"LOCATION"}],
             "handling":{"classification":"UNCLASSIFIED","tlp":"GREEN","purposes":["LAW_ENFORCEMENT"],"legalBasis":"Law",
              "codes":[],"noHitNotice":false,"reviewBy":"2027-01-01"}}\
            """;

        assertThat(digest(saidOtherwise)).isEqualTo(digest(said));
        assertThat(digest(said)).isEqualTo("9734a14e7d60043816e48987491bb31697e5ef97caa382a80e3d7da09234d35e");
    }

    @Test
    void aListLeftAwayAndAnEmptyListOfReadersAreNotTheSame() {
        Submission silent = new RandomEvents(1).submission(EventType.ILLEGAL_STAY);
        ObjectNode tree = SubmissionCodec.tree(silent);
        ((ObjectNode) tree.get("handling")).remove("releasableTo");
        String absent = ContentDigest.sha256(read(JsonText.print(tree)));
        ((ObjectNode) tree.get("handling")).putArray("releasableTo");
        String nobody = ContentDigest.sha256(read(JsonText.print(tree)));

        assertThat(nobody).isNotEqualTo(absent);
    }

    @Test
    void otherContentHasAnotherDigest() {
        Set<String> digests = new HashSet<>();
        Set<Submission> submissions = new HashSet<>();
        for (long seed = 0; seed < 2000; seed++) {
            Submission submission = new RandomEvents(seed).submission();
            submissions.add(submission);
            digests.add(ContentDigest.sha256(submission));
        }

        assertThat(digests).hasSameSizeAs(submissions).hasSizeGreaterThan(1900);
    }

    @Test
    void whatAnEventKeepsOfASubmissionHasTheSameDigest() {
        for (long seed = 0; seed < 1000; seed++) {
            RandomEvents random = new RandomEvents(seed);
            Submission submission = random.submission();
            Event event = submission.toEvent(
                    random.eventId(),
                    1,
                    RevisionKind.INITIAL,
                    submission.state().orElse(State.OPEN),
                    AgencyId.IAD,
                    Optional.empty(),
                    RandomEvents.NOW,
                    List.of());

            assertThat(Submission.of(event)).as("seed %d", seed).isEqualTo(submission);
            assertThat(ContentDigest.sha256(Submission.of(event))).isEqualTo(ContentDigest.sha256(submission));
        }
    }

    private static String digest(String json) {
        return ContentDigest.sha256(read(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static Submission read(byte[] json) {
        return SubmissionCodec.parse(json, RandomEvents.NOW).fold(submission -> submission, faults -> {
            throw new AssertionError(faults.toString());
        });
    }

    private static JsonNode shuffled(JsonNode node, Random random) {
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            Collections.shuffle(names, random);
            ObjectNode other = JsonNodeFactory.instance.objectNode();
            names.forEach(name -> other.set(name, shuffled(object.get(name), random)));
            return other;
        } else if (node instanceof ArrayNode array) {
            ArrayNode other = JsonNodeFactory.instance.arrayNode();
            array.forEach(each -> other.add(shuffled(each, random)));
            return other;
        }
        return node;
    }
}
