package ge.khidi.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of each part in turn while records are under way: nothing is lost, nothing doubled, nothing out of order. */
@OnPlatform
class KillIT {

    private static final Duration BOUND = Duration.ofMinutes(3);
    private static final int CHUNKS = 15;

    private final RunningPlatform running;
    private final Path folder;

    KillIT(RunningPlatform running, @TempDir Path folder) {
        this.running = running;
        this.folder = folder;
    }

    @Test
    void whateverIsKilledDuringAReplayAcceptedIsPublishedIsInTheFeedInOrder() throws Exception {
        int all = Integer.getInteger("khidi.replay.lines", 1500);
        Set<RevisionId> accepted = new TreeSet<>();
        List<Path> files = new ArrayList<>();
        for (String victim : Kills.IN_TURN) {
            Path file = folder.resolve(victim + ".ndjson");
            List<String> lines = Replays.lines("KILL-" + victim, all / Kills.IN_TURN.size());
            String chunk = Integer.toString(lines.size() / CHUNKS);
            Files.write(file, lines);
            files.add(file);

            CompletableFuture<String> replay = CompletableFuture.supplyAsync(
                    () -> Replays.run(running, file, "--client", "patrol-police-system", "--chunk", chunk));
            await().atMost(BOUND).until(() -> Replays.reported(file) >= lines.size() / 4 || replay.isDone());
            running.kill(victim);
            replay.get(BOUND.toSeconds(), TimeUnit.SECONDS);

            assertThat(Replays.outcomes(file)).containsOnlyKeys("ACCEPTED");
            assertThat(Replays.kept(file)).hasSize(lines.size());
            accepted.addAll(Replays.kept(file));
        }

        List<RevisionId> feed = feedOf("iad-system", accepted);
        List<RevisionId> published = new Topic(running, Topics.BORDER_EVENTS).revisions();

        assertThat(new TreeSet<>(feed)).isEqualTo(accepted);
        assertThat(feed).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(of(published, accepted))).isEqualTo(accepted);
        assertThat(Order.broken(feed)).isEmpty();
        assertThat(Order.broken(of(published, accepted))).isEmpty();
        Figures.note(
                ("kill -9 of %s in turn during replays of %d lines: %d revisions accepted = published = in IAD's feed; %d records on the"
                                + " topic, the rest repeats.")
                        .formatted(
                                String.join(", ", Kills.IN_TURN),
                                all,
                                accepted.size(),
                                of(published, accepted).size()));

        for (Path file : files) {
            Set<RevisionId> first = Replays.kept(file);
            Replays.run(running, file, "--client", "patrol-police-system");
            assertThat(Replays.outcomes(file)).containsOnlyKeys("ALREADY_KNOWN");
            assertThat(Replays.kept(file)).isEqualTo(first);
        }
        assertThat(feedOf("iad-system", accepted)).isEqualTo(feed);
    }

    /** The rows about these events, when all of them have come. */
    private List<RevisionId> feedOf(String client, Set<RevisionId> expected) throws IOException {
        Reader reader = new Reader(running.client(), client);
        return await().atMost(BOUND)
                .ignoreExceptionsMatching(fault -> fault instanceof java.io.UncheckedIOException)
                .until(
                        () -> of(revisions(reader.items()), expected),
                        rows -> new TreeSet<>(rows).containsAll(expected));
    }

    private static List<RevisionId> revisions(List<JsonNode> items) {
        return items.stream().map(Replays::revision).toList();
    }

    private static List<RevisionId> of(Collection<RevisionId> rows, Set<RevisionId> wanted) {
        Set<EventId> events = new TreeSet<>();
        wanted.forEach(revision -> events.add(revision.eventId()));
        return rows.stream().filter(row -> events.contains(row.eventId())).toList();
    }
}
