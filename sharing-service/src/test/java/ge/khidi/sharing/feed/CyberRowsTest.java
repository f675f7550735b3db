package ge.khidi.sharing.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CyberRowsTest {

    @Test
    void rowsAreReadTogetherAsFarAsThoseOfAPageMayLieApart() {
        assertThat(CyberRows.spans(List.of(5L, 6L, 1004L, 1005L, 90_000L, 90_999L, 91_000L)))
                .containsExactly(List.of(5L, 6L, 1004L), List.of(1005L), List.of(90_000L, 90_999L), List.of(91_000L));
        assertThat(CyberRows.spans(List.of())).isEmpty();
    }
}
