package ge.khidi.sharing.basic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProvenTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final String GIVEN = new BasicCredentials("csirt-misp", "right").pair();

    private final Proven<String> proven = new Proven<>();

    @Test
    void aRightSecretIsRememberedForAMinuteAtMost() {
        proven.keep(GIVEN, "token", Duration.ofMinutes(5), NOW);

        assertThat(proven.find(GIVEN, NOW.plusSeconds(59))).contains("token");
        assertThat(proven.find(GIVEN, NOW.plusSeconds(60))).isEmpty();
    }

    @Test
    void neverLongerThanItsToken() {
        proven.keep(GIVEN, "token", Duration.ofSeconds(10), NOW);

        assertThat(proven.find(GIVEN, NOW.plusSeconds(9))).contains("token");
        assertThat(proven.find(GIVEN, NOW.plusSeconds(10))).isEmpty();
    }

    @Test
    void anotherSecretOrAnotherClientIsNotIt() {
        proven.keep(GIVEN, "token", Duration.ofMinutes(5), NOW);

        assertThat(proven.find(new BasicCredentials("csirt-misp", "wrong").pair(), NOW))
                .isEmpty();
        assertThat(proven.find(new BasicCredentials("iad-misp", "right").pair(), NOW))
                .isEmpty();
    }

    @Test
    void itHoldsAThousandAndForgetsWhoeverWasNotSeenLongest() {
        proven.keep(GIVEN, "token", Duration.ofMinutes(5), NOW);
        for (int i = 0; i < 999; i++) {
            proven.keep(new BasicCredentials("client-" + i, "right").pair(), "token", Duration.ofMinutes(5), NOW);
        }
        assertThat(proven.find(GIVEN, NOW)).isPresent();

        proven.keep(new BasicCredentials("one-more", "right").pair(), "token", Duration.ofMinutes(5), NOW);

        assertThat(proven.size()).isEqualTo(1_000);
        assertThat(proven.find(GIVEN, NOW)).isPresent();
        assertThat(proven.find(new BasicCredentials("client-0", "right").pair(), NOW))
                .isEmpty();
    }
}
