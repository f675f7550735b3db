package ge.khidi.sharing.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Turns turns = new Turns(2);
    private final List<UniEmitter<? super Void>> begun = new ArrayList<>();

    @Test
    void noMoreThanSoManyGoOnAtATimeAndEachGetsItsTurn() {
        for (int work = 0; work < 4; work++) {
            turns.take(() -> Uni.createFrom().<Void>emitter(begun::add));
        }
        assertThat(begun).hasSize(2);

        begun.get(0).complete(null);
        assertThat(begun).hasSize(3);
        begun.get(1).fail(new IllegalStateException("a test"));
        assertThat(begun).hasSize(4);
    }
}
