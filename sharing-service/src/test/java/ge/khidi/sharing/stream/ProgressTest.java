package ge.khidi.sharing.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final Progress progress = new Progress(10, NOON.plusSeconds(300), NOON);

    @Test
    void itReadsWhenItsListIsLongerThanItsPlaceAndNotTwiceAtATime() {
        assertThat(progress.wants(10)).isFalse();
        assertThat(progress.wants(11)).isTrue();

        progress.reads();
        assertThat(progress.wants(11)).isFalse();

        progress.arrived(11, false);
        assertThat(progress.place()).isEqualTo(11);
        assertThat(progress.wants(11)).isFalse();
        assertThat(progress.wants(12)).isTrue();
    }

    @Test
    void itReadsNothingWhileSomethingWrittenWaits() {
        progress.reads();
        progress.arrived(20, true);
        progress.wrote(NOON);

        assertThat(progress.wants(99)).isFalse();
        progress.taken();
        assertThat(progress.wants(99)).isTrue();
        assertThat(progress.catchesUp()).isTrue();
    }

    @Test
    void aReadingThatFailedIsTriedAgainFromTheSamePlaceAndDoesNotHurry() {
        progress.reads();
        progress.arrived(20, true);
        progress.reads();
        progress.failed();

        assertThat(progress.wants(21)).isTrue();
        assertThat(progress.place()).isEqualTo(20);
        assertThat(progress.catchesUp()).isFalse();
    }

    @Test
    void whoDoesNotTakeWhatWasWrittenIsTooSlowAfterTheBound() {
        progress.wrote(NOON);

        assertThat(progress.ending(NOON.plusSeconds(29), BOUND)).isEmpty();
        assertThat(progress.ending(NOON.plusSeconds(30), BOUND)).contains(Ending.TOO_SLOW);
        progress.taken();
        assertThat(progress.ending(NOON.plusSeconds(30), BOUND)).isEmpty();
    }

    @Test
    void itEndsWithItsToken() {
        assertThat(progress.ending(NOON.plusSeconds(299), BOUND)).isEmpty();
        assertThat(progress.ending(NOON.plusSeconds(300), BOUND)).contains(Ending.TOKEN_EXPIRED);
    }

    @Test
    void aHeartbeatIsDueAfterSilenceAndNeverBehindSomethingThatWaits() {
        assertThat(progress.silent(NOON.plusSeconds(14), Duration.ofSeconds(15)))
                .isFalse();
        assertThat(progress.silent(NOON.plusSeconds(15), Duration.ofSeconds(15)))
                .isTrue();

        progress.wrote(NOON.plusSeconds(15));
        assertThat(progress.silent(NOON.plusSeconds(40), Duration.ofSeconds(15)))
                .isFalse();
        progress.taken();
        assertThat(progress.silent(NOON.plusSeconds(29), Duration.ofSeconds(15)))
                .isFalse();
        assertThat(progress.silent(NOON.plusSeconds(30), Duration.ofSeconds(15)))
                .isTrue();
    }
}
