package ge.khidi.system;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.RevisionId;
import ge.khidi.localstack.Home;
import ge.khidi.localstack.story.Story;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The story that {@code deploy/local/up} tells comes to its end, and ends as it should. */
@OnPlatform
class StoryIT {

    private final RunningPlatform running;

    StoryIT(RunningPlatform running) {
        this.running = running;
    }

    @Test
    void everyHolderOfTheWrongPlateConfirmsAndTheThirdCountryCannotTell() throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        new Story().play(running.stack(), new PrintStream(said, true, StandardCharsets.UTF_8));

        String table = Files.readString(Home.find().reports().resolve("story.md"));
        assertThat(table)
                .contains("| third country B | nothing, and cannot tell |")
                .containsPattern("\\| Europol \\| .*victim of 16.*names.*released by release\\.ilecc")
                .containsPattern("\\| member state A \\| domain of false visas.*released by release\\.ilecc")
                .containsPattern(
                        "\\| IOM \\| a count: \\d+ or more events of refusal of entry at SARPI in the week from .*which events"
                                + ".*risk-products-to-statistics-partners")
                .containsPattern("The plate was wrong: (\\d+) of \\1 holders confirmed")
                .contains("fell with the plate");
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("what they got");
        Figures.note("The story's noise: " + Classes.of(running, noise()) + ".");
    }

    private List<RevisionId> noise() {
        return new Reader(running.client(), "iad-system")
                .items().stream()
                        .filter(item ->
                                item.at("/event/origin/reference").asText().startsWith("NOISE/"))
                        .map(Replays::revision)
                        .toList();
    }
}
