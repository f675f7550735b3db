package ge.khidi.sharing.retention;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PassTest {

    private final EventId event = new EventId(UUID.randomUUID());
    private final EventId other = new EventId(UUID.randomUUID());
    private final Pass pass = new Pass(List.of(new RevisionId(event, 3), new RevisionId(other, 2)));

    @Test
    void anEventIsGoneWhenOnlyItsErasureIsLeft() {
        pass.meet(event.toString(), event + "/3");
        pass.meet(UUID.randomUUID().toString(), "somebody else's");

        assertThat(pass.gone()).containsExactlyInAnyOrder(event, other);
        assertThat(pass.stillThere()).isEmpty();
    }

    @Test
    void anEarlierRevisionIsStillThereAndSoIsARecordThatDoesNotSayWhatItIs() {
        pass.meet(event.toString(), event + "/2");
        pass.meet(event.toString(), event + "/3");
        pass.meet(other.toString(), "");

        assertThat(pass.stillThere()).containsExactlyInAnyOrder(event, other);
        assertThat(pass.gone()).isEmpty();
    }
}
