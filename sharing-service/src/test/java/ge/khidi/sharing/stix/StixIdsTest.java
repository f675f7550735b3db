package ge.khidi.sharing.stix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ge.khidi.contract.EventId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class StixIdsTest {

    private static final EventId EVENT = new EventId(new UUID(0x4000L, 0x8000000000000000L));
    private static final StixIds IDS = Rows.ids("ONE");

    @Test
    void anIdDependsOnTheKeyAndOnAllThatItNames() {
        assertThat(IDS.own("note", StixProfile.CORE, EVENT, "a"))
                .isEqualTo(Rows.ids("ONE").own("note", StixProfile.CORE, EVENT, "a"))
                .isNotEqualTo(Rows.ids("OTHER").own("note", StixProfile.CORE, EVENT, "a"))
                .isNotEqualTo(IDS.own("note", StixProfile.FULL, EVENT, "a"))
                .isNotEqualTo(IDS.own("note", StixProfile.CORE, EVENT, "b"));
        assertThat(IDS.observable("url", "a"))
                .isEqualTo(Rows.ids("ONE").observable("url", "a"))
                .isNotEqualTo(Rows.ids("OTHER").observable("url", "a"))
                .isNotEqualTo(IDS.observable("url", "b"));
    }

    @Test
    void aShortKeyIsRefused() {
        assertThatThrownBy(() -> StixIds.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }
}
