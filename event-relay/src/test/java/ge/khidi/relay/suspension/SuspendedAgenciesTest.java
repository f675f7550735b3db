package ge.khidi.relay.suspension;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.Topics;
import ge.khidi.relay.consumption.Reading;
import ge.khidi.relay.outbox.OutboxRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuspendedAgenciesTest {

    private static final AgencyId BORDER_POLICE = new AgencyId("BORDER-POLICE");
    private static final AgencyId CERT = new AgencyId("CERT-GOV-GE");

    @Test
    void whatIsSaidIsRead() {
        for (Set<AgencyId> agencies : Set.of(Set.<AgencyId>of(), Set.of(BORDER_POLICE), Set.of(CERT, BORDER_POLICE))) {
            SuspendedAgencies set = new SuspendedAgencies(1_795_382_338_000_001L, agencies);
            OutboxRecord said = set.message(Instant.EPOCH);

            assertThat(said.topic()).isEqualTo(Topics.SUSPENSIONS);
            assertThat(read(said.key(), said.payload())).contains(set);
        }
    }

    @Test
    void nothingIsSaidButIdsAndTheNumber() {
        OutboxRecord said = new SuspendedAgencies(7, Set.of(CERT, BORDER_POLICE)).message(Instant.EPOCH);

        assertThat(new String(said.payload(), UTF_8))
                .isEqualTo("{\"number\":7,\"agencies\":[\"BORDER-POLICE\",\"CERT-GOV-GE\"]}");
        assertThat(said.headers())
                .containsEntry("ce_id", "7")
                .containsOnlyKeys("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "content-type");
    }

    @Test
    void whatALaterReleaseAddsIsPassedOver() {
        assertThat(read("suspended", "{\"number\":7,\"agencies\":[\"CERT-GOV-GE\"],\"until\":[1]}"))
                .contains(new SuspendedAgencies(7, Set.of(CERT)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "not json",
                "{}",
                "{\"number\":7}",
                "{\"number\":7,\"agencies\":\"CERT-GOV-GE\"}",
                "{\"number\":7,\"agencies\":[\"CERT-GOV-GE\",\"cert\"]}",
                "{\"number\":7,\"agencies\":[\"CERT-GOV-GE\",null]}",
                "{\"agencies\":[]}",
                "{\"number\":0,\"agencies\":[]}",
                "{\"number\":7.5,\"agencies\":[]}",
                "{\"number\":\"7\",\"agencies\":[]}",
                "{\"number\":99999999999999999999,\"agencies\":[]}"
            })
    void whatIsNotWhollyAsItShouldBeSaysNothing(String value) {
        assertThat(read("suspended", value)).isEmpty();
    }

    @Test
    void anotherKeyAndATombstoneSayNothing() {
        assertThat(read("another", "{\"number\":7,\"agencies\":[]}")).isEmpty();
        assertThat(read("suspended", (byte @Nullable []) null)).isEmpty();
        assertThatThrownBy(() -> new SuspendedAgencies(0, Set.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static Optional<SuspendedAgencies> read(String key, String value) {
        return read(key, value.getBytes(UTF_8));
    }

    private static Optional<SuspendedAgencies> read(String key, byte @Nullable [] value) {
        Reading<SuspendedAgencies> reading =
                SuspendedAgencies.read(new ConsumerRecord<>(Topics.SUSPENSIONS, 0, 0, key.getBytes(UTF_8), value));
        return reading.fold(Optional::of, reasons -> Optional.empty());
    }
}
