package ge.khidi.system;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@code kill -9} of each part of the platform in turn. */
final class Kills {

    static final List<String> IN_TURN = List.of("intake", "sharing", "kafka", "postgres", "analysis");

    private static final Duration BOUND = Duration.ofMinutes(3);

    private Kills() {}

    /** While a file is replayed, each after some more rows were answered. Answers who was killed before the replay was over. */
    static List<String> during(CompletableFuture<String> replay, Path file, RunningPlatform running) {
        List<String> killed = new ArrayList<>();
        for (String victim : IN_TURN) {
            long reported = Replays.reported(file);
            await().atMost(BOUND).until(() -> Replays.reported(file) > reported || replay.isDone());
            if (!replay.isDone()) {
                killed.add(victim);
                running.kill(victim);
            }
        }
        return killed;
    }
}
