package ge.khidi.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ge.khidi.contract.RevisionId;
import ge.khidi.contract.event.EventType;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real records through the whole platform: every row is accounted for, and a second replay changes nothing. */
@Tag("shared-data")
@OnPlatform
class RealDataIT {

    /** Whether every part of the platform is killed in turn during the first replay: at full size. */
    private static final boolean KILLS = Boolean.getBoolean("khidi.real.kills");

    private static final Duration BOUND = Duration.ofMinutes(8);

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
            throws Exception {
        WholeFile whole = WholeFile.of(mapping, data, folder);
        Path file = whole.file();
        Reader iad = new Reader(running.client(), "iad-system");
        Set<RevisionId> before = feed(iad);

        long begin = System.nanoTime();
        CompletableFuture<String> replay = CompletableFuture.supplyAsync(() -> whole.replay(running));
        List<String> killed = KILLS ? Kills.during(replay, file, running) : List.of();
        replay.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        double seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1e3;

        Map<String, Long> outcomes = Replays.outcomes(file);
        Set<RevisionId> accepted = Replays.kept(file);
        assertThat(accepted)
                .hasSize(outcomes.getOrDefault("ACCEPTED", 0L).intValue()
                        + outcomes.getOrDefault("ALREADY_KNOWN", 0L).intValue());
        await().atMost(BOUND)
                .ignoreExceptionsMatching(fault -> fault instanceof UncheckedIOException)
                .until(() -> feed(iad).containsAll(accepted));
        Set<RevisionId> fresh = feed(iad);
        fresh.removeAll(before);
        List<RevisionId> rows = only(accepted, revisions(iad));
        List<RevisionId> published = only(accepted, new Topic(running, topic).revisions());
        assertThat(fresh).isEqualTo(accepted);
        assertThat(rows).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(published)).isEqualTo(accepted);
        assertThat(Order.broken(rows)).isEmpty();
        assertThat(Order.broken(published)).isEmpty();

        whole.replay(running);

        assertThat(Replays.kept(file)).isEqualTo(accepted);
        assertThat(Replays.outcomes(file).getOrDefault("ACCEPTED", 0L)).isZero();
        assertThat(Replays.outcomes(file).get("REFUSED")).isEqualTo(outcomes.get("REFUSED"));
        Figures.note(
                "%s%s: rows %d = accepted %d + refused %d, in %.0f s; distinct published = rows in IAD's feed = %d; a second replay changes nothing."
                        .formatted(
                                data,
                                killed.isEmpty() ? "" : ", kill -9 of " + String.join(", ", killed) + " during it",
                                Replays.reported(file),
                                accepted.size(),
                                outcomes.getOrDefault("REFUSED", 0L),
                                seconds,
                                fresh.size()));
        Figures.note(data + ": " + Classes.of(running, accepted) + ".");
    }

    private static List<RevisionId> only(Set<RevisionId> wanted, List<RevisionId> rows) {
        return rows.stream().filter(wanted::contains).toList();
    }

    /** What agencies said; what analysis makes of it follows later, and its revisions are not those of a file. */
    private static Set<RevisionId> feed(Reader reader) {
        return new TreeSet<>(revisions(reader));
    }

    /** The rows of agencies' events, without the products that analysis makes of them. */
    private static List<RevisionId> revisions(Reader reader) {
        return reader.items().stream()
                .filter(item -> item.hasNonNull("event"))
                .filter(item ->
                        !EventType.valueOf(item.at("/event/type").asText()).product())
                .map(Replays::revision)
                .toList();
    }
}
