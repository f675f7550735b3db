package ge.khidi.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.Topics;
import ge.khidi.localstack.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real records through the whole platform: every row is accounted for, and a second replay changes nothing. */
@Tag("shared-data")
@ExtendWith(WithPlatform.class)
class RealDataIT {

    private static final Duration BOUND = Duration.ofMinutes(10);

    private final RunningPlatform running;
    private final Path folder;

    RealDataIT(RunningPlatform running, @TempDir Path folder) {
        this.running = running;
        this.folder = folder;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "missing-migrants-europe.yaml, border_missing_migrants/iom_europe_full_columns.csv.gz, border-events",
        "lancashire-asb.yaml, crime_uk_asb/lancashire_asb.csv.gz, crime-events"
    })
    void acceptedIsPublishedIsInTheFeedAndASecondReplayChangesNothing(String mapping, String data, String topic)
            throws IOException {
        String limit = System.getProperty("khidi.real.rows", "1000");
        Path file = folder.resolve(Path.of(data).getFileName());
        Files.createSymbolicLink(file, sharedData().resolve(data));
        String[] options = {
            "--mapping",
            Home.find().directory().resolve("mappings").resolve(mapping).toString(),
            "--limit",
            limit
        };
        Reader iad = new Reader(running.client(), "iad-system");
        Set<RevisionId> before = feed(iad);

        long begin = System.nanoTime();
        Replays.run(running, file, options);
        double seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1e3;

        Map<String, Long> outcomes = Replays.outcomes(file);
        Set<RevisionId> accepted = Replays.kept(file);
        assertThat(accepted)
                .hasSize(outcomes.getOrDefault("ACCEPTED", 0L).intValue()
                        + outcomes.getOrDefault("ALREADY_KNOWN", 0L).intValue());
        await().atMost(BOUND)
                .ignoreExceptionsMatching(fault -> fault instanceof UncheckedIOException)
                .until(() -> feed(iad).containsAll(accepted));
        Set<RevisionId> fresh = new TreeSet<>(feed(iad));
        fresh.removeAll(before);
        assertThat(fresh).isEqualTo(accepted);
        assertThat(new TreeSet<>(new Topic(running, topic).revisions())).containsAll(accepted);
        assertThat(Topics.ALL).contains(topic);

        Replays.run(running, file, options);

        assertThat(Replays.kept(file)).isEqualTo(accepted);
        assertThat(Replays.outcomes(file).getOrDefault("ACCEPTED", 0L)).isZero();
        assertThat(Replays.outcomes(file).get("REFUSED")).isEqualTo(outcomes.get("REFUSED"));
        Figures.note(
                "%s: rows %d = accepted %d + refused %d, in %.0f s; distinct published = rows in IAD's feed = %d; a second replay changes nothing."
                        .formatted(
                                data,
                                Replays.reported(file),
                                accepted.size(),
                                outcomes.getOrDefault("REFUSED", 0L),
                                seconds,
                                fresh.size()));
    }

    /** What agencies said; what analysis makes of it follows later, and its revisions are not those of a file. */
    private static Set<RevisionId> feed(Reader reader) {
        List<JsonNode> items = reader.items();
        Set<String> products = items.stream()
                .filter(item -> item.at("/event/origin/agency").asText().equals("ANALYSIS"))
                .map(item -> item.path("eventId").asText())
                .collect(Collectors.toSet());
        return items.stream()
                .filter(item -> !products.contains(item.path("eventId").asText()))
                .map(Replays::revision)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Path sharedData() {
        return Path.of(Objects.requireNonNull(System.getProperty("shared.data"), "run with -Pshared-data"));
    }
}
