package ge.khidi.relay.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LaneBackOffTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final LaneBackOff backOff = new LaneBackOff(Duration.ofMillis(200), Duration.ofSeconds(5));

    @Test
    void onlyTheFirstFailureOfAnOutageIsNews() {
        assertThat(backOff.failed(3, NOW)).isTrue();
        assertThat(backOff.failed(4, NOW)).isFalse();
        assertThat(backOff.failed(3, NOW)).isFalse();
    }

    @Test
    void theOutageEndsWhenTheLastLaneIsServed() {
        backOff.failed(3, NOW);
        backOff.failed(4, NOW);

        assertThat(backOff.succeeded(3)).isFalse();
        assertThat(backOff.succeeded(4)).isTrue();
        assertThat(backOff.succeeded(4)).isFalse();
        assertThat(backOff.failed(4, NOW)).isTrue();
    }

    @Test
    void thePauseDoublesUpToItsLimitAndOtherLanesAreNotStopped() {
        backOff.failed(3, NOW);
        assertThat(backOff.stopped(NOW.plusMillis(199))).containsExactly(3);
        assertThat(backOff.stopped(NOW.plusMillis(200))).isEmpty();

        backOff.failed(3, NOW);
        assertThat(backOff.stopped(NOW.plusMillis(399))).containsExactly(3);
        assertThat(backOff.stopped(NOW.plusMillis(400))).isEmpty();

        for (int time = 0; time < 40; time++) {
            backOff.failed(3, NOW);
        }
        assertThat(backOff.stopped(NOW.plusMillis(4_999))).containsExactly(3);
        assertThat(backOff.stopped(NOW.plusMillis(5_000))).isEmpty();
    }

    @Test
    void aLaneThatAnotherInstanceEmptiedIsForgotten() {
        backOff.failed(3, NOW);

        assertThat(backOff.failed(4, NOW.plusSeconds(120))).isTrue();
    }
}
