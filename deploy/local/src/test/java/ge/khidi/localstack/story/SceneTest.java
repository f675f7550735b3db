package ge.khidi.localstack.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.codec.SubmissionCodec;
import ge.khidi.localstack.Home;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SceneTest {

    private final Instant now = Instant.now();
    private final LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    private final Scene scene = new Scene(Home.find().directory().resolve("story"), today);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1-forged-passport-at-sarpi.yaml",
                "2-same-plate-off-road.yaml",
                "3-victim-of-sixteen.yaml",
                "4-domain-of-false-visas.yaml"
            })
    void everyEventOfTheStoryIsASubmission(String file) {
        assertThat(faults(scene.event(file))).isEmpty();
    }

    @Test
    void theCorrectionChangesThePlateAndNothingElse() {
        ObjectNode wrong = scene.event("1-forged-passport-at-sarpi.yaml");

        ObjectNode right = scene.corrected("5-the-plate-was-wrong.yaml");

        assertThat(faults(right)).isEmpty();
        assertThat(right).isNotEqualTo(wrong);
        ((ObjectNode) wrong.at("/entities/2")).set("plate", right.at("/entities/2/plate"));
        assertThat(right).isEqualTo(wrong);
    }

    @Test
    void toldTwiceOnOneDayItIsTheSameStory() {
        assertThat(new Scene(Home.find().directory().resolve("story"), today).event("1-forged-passport-at-sarpi.yaml"))
                .isEqualTo(scene.event("1-forged-passport-at-sarpi.yaml"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 2026})
    void noiseIsAcceptedRepeatableAndSharesNothing(long seed) {
        List<Noise.Said> noise = new ArrayList<>(Noise.of(seed, today.minusDays(1), 200));
        noise.addAll(Noise.weeksBefore(seed, today.minusDays(1), 5));

        assertThat(noise).startsWith(Noise.of(seed, today.minusDays(1), 200).toArray(Noise.Said[]::new));
        assertThat(noise)
                .allSatisfy(said -> assertThat(faults(said.submission())).isEmpty());
        Set<String> values = new HashSet<>();
        for (Noise.Said said : noise) {
            List<String> own = new ArrayList<>();
            own.add(said.submission().path("reference").asText());
            own.addAll(said.submission().path("entities").findValuesAsText("plate"));
            own.addAll(said.submission().path("entities").findValuesAsText("number"));
            assertThat(own).allMatch(values::add);
        }
    }

    private List<Fault> faults(ObjectNode submission) {
        byte[] json = submission.toString().getBytes(StandardCharsets.UTF_8);
        return SubmissionCodec.parse(json, now).faults();
    }
}
