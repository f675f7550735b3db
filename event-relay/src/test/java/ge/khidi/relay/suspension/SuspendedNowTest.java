package ge.khidi.relay.suspension;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SuspendedNowTest {

    private static final AgencyId BORDER_POLICE = new AgencyId("BORDER-POLICE");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<Set<AgencyId>> suspended = new AtomicReference<>(Set.of());

    @Test
    void theDatabaseIsAskedOnceWithinASecond() {
        SuspendedNow now = now();

        for (int i = 0; i < 1_000; i++) {
            assertThat(has(now)).isFalse();
            pass(Duration.ofMillis(1).minusNanos(1));
        }

        assertThat(asked).hasValue(1);
    }

    @Test
    void whatIsASecondOldIsNotGoneBy() {
        SuspendedNow now = now();
        assertThat(has(now)).isFalse();
        suspended.set(Set.of(BORDER_POLICE));

        pass(Duration.ofSeconds(1).minusNanos(1));
        assertThat(has(now)).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(has(now)).isTrue();
    }

    @Test
    void nobodyGoesByWhatWasReadBeforeWhenASuspensionIsAnswered() {
        SuspendedNow now = now();
        assertThat(has(now)).isFalse();

        suspended.set(Set.of(BORDER_POLICE));
        pass(SuspendedNow.EVERYWHERE);

        assertThat(has(now)).isTrue();
    }

    @Test
    void anAnswerThatComesLateCountsFromWhenItWasAskedFor() {
        List<UniEmitter<? super Set<AgencyId>>> waiting = new ArrayList<>();
        SuspendedNow now = new SuspendedNow(() -> Uni.createFrom().emitter(waiting::add), nanos::get);
        List<Boolean> answers = new ArrayList<>();
        now.has(BORDER_POLICE).subscribe().with(answers::add);
        pass(Duration.ofMillis(900));
        now.has(BORDER_POLICE).subscribe().with(answers::add);

        waiting.get(1).complete(Set.of(BORDER_POLICE));
        waiting.get(0).complete(Set.of());

        assertThat(answers).containsExactly(true, false);
        now.has(BORDER_POLICE).subscribe().with(answers::add);
        assertThat(answers).as("the newer reading is gone by").containsExactly(true, false, true);
        pass(Duration.ofSeconds(1));
        now.has(BORDER_POLICE).subscribe().with(answers::add);
        assertThat(waiting).as("and asked anew when it is old").hasSize(3);
    }

    @Test
    void aDatabaseThatIsAwayLetsNobodyIn() {
        SuspendedNow now =
                new SuspendedNow(() -> Uni.createFrom().failure(new IllegalStateException("away")), nanos::get);
        List<Throwable> failures = new ArrayList<>();

        now.has(BORDER_POLICE).subscribe().with(let -> failures.clear(), failures::add);

        assertThat(failures).hasSize(1);
    }

    private SuspendedNow now() {
        return new SuspendedNow(() -> Uni.createFrom().item(suspended::get).invoke(asked::incrementAndGet), nanos::get);
    }

    private static boolean has(SuspendedNow now) {
        return now.has(BORDER_POLICE).await().indefinitely();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
