package ge.khidi.relay.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RoundsTest {

    private static final Logger LOG = Logger.getLogger(RoundsTest.class);
    private static final Duration EVERY = Duration.ofMillis(5);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aRoundWaitsForTheOneBeforeIt() {
        Queue<CompletableFuture<Integer>> underWay = new ConcurrentLinkedQueue<>();
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger otherRounds = new AtomicInteger();

        Rounds rounds = Rounds.begin(vertx, EVERY, () -> unfinished(begun, underWay), LOG, "A long round");
        Rounds.begin(vertx, EVERY, () -> counted(otherRounds), LOG, "A short round");
        await().until(() -> otherRounds.get() > 5);
        rounds.go();

        assertThat(begun).hasValue(1);
        underWay.remove().complete(1);
        await().until(() -> begun.get() == 2);
    }

    @Test
    void aRoundThatFailsIsTriedAgainAndNoneComesAfterTheEnd() {
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger otherRounds = new AtomicInteger();

        Rounds rounds = Rounds.begin(vertx, EVERY, () -> failed(begun), LOG, "A round that fails");
        await().until(() -> begun.get() > 2);
        rounds.end();
        int last = begun.get();
        Rounds.begin(vertx, EVERY, () -> counted(otherRounds), LOG, "A short round");
        await().until(() -> otherRounds.get() > 5);

        // One may have been under way when the end came.
        assertThat(begun.get()).isBetween(last, last + 1);
    }

    @Test
    void whoRingsDuringARoundGetsAnotherRightAfterIt() {
        Queue<CompletableFuture<Integer>> underWay = new ConcurrentLinkedQueue<>();
        AtomicInteger begun = new AtomicInteger();

        Rounds rounds =
                Rounds.begin(vertx, Duration.ofHours(1), () -> unfinished(begun, underWay), LOG, "A rare round");
        rounds.ring();
        await().until(() -> underWay.size() == 1);
        rounds.ring();
        rounds.ring();
        underWay.remove().complete(1);
        await().until(() -> underWay.size() == 1);
        underWay.remove().complete(2);

        rounds.ring();
        await().until(() -> begun.get() == 3);
    }

    private static Uni<Integer> unfinished(AtomicInteger begun, Queue<CompletableFuture<Integer>> underWay) {
        begun.incrementAndGet();
        CompletableFuture<Integer> round = new CompletableFuture<>();
        underWay.add(round);
        return Uni.createFrom().completionStage(round);
    }

    private static Uni<Integer> counted(AtomicInteger rounds) {
        return Uni.createFrom().item(rounds.incrementAndGet());
    }

    private static Uni<Integer> failed(AtomicInteger begun) {
        begun.incrementAndGet();
        return Uni.createFrom().failure(new IllegalStateException("as the test wants it"));
    }
}
