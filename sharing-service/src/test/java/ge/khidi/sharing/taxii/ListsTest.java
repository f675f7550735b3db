package ge.khidi.sharing.taxii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ListsTest {

    private final List<String> chunks = new ArrayList<>();
    private final AtomicInteger again = new AtomicInteger();

    @Test
    void aLongListKeepsNoOtherWaitingForItsEnd() {
        turns("long", "short", "long too");

        assertThat(chunks.subList(0, Lists.TURN)).containsOnly("long");
        assertThat(chunks.get(Lists.TURN)).isEqualTo("short");
        assertThat(Collections.frequency(chunks, "long too")).isEqualTo(Lists.TURN);
        assertThat(again).hasValue(1);
    }

    @Test
    void whoIsAtItsEndIsNotLookedAtAgain() {
        turns("short", "short too");

        assertThat(chunks).containsExactly("short", "short too");
        assertThat(again).hasValue(0);
    }

    @Test
    void aListThatFailsStopsNoOtherAndIsTold() {
        assertThatThrownBy(() -> turns("broken", "long")).isInstanceOf(IllegalStateException.class);

        assertThat(chunks).hasSize(Lists.TURN).containsOnly("long");
        assertThat(again).hasValue(1);
    }

    private void turns(String... lists) {
        Lists.turns(List.of(lists), this::chunk, again::incrementAndGet).await().indefinitely();
    }

    private Uni<Boolean> chunk(String list) {
        if (list.startsWith("broken")) {
            return Uni.createFrom().failure(new IllegalStateException("as the test wants it"));
        }
        chunks.add(list);
        return Uni.createFrom().item(list.startsWith("long"));
    }
}
