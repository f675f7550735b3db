package ge.khidi.sharing.installation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ge.khidi.sharing.disclosure.Profiles;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProfileNamesIT {

    @Inject
    ProfileNames names;

    @Test
    void aProfileThatWasChangedUnderItsNameStopsTheStart() throws IOException {
        String shipped = shipped();
        String tightened = shipped.replace("times: MINUTE", "times: HOUR");
        assertThat(tightened).isNotEqualTo(shipped);

        names.check(profiles(shipped));
        names.check(profiles(shipped.replace("Everything", "All of it")));
        assertThatIllegalStateException()
                .isThrownBy(() -> names.check(profiles(tightened)))
                .withMessageContaining("[europol-annex-ii]");
        names.check(profiles(tightened.replace("europol-annex-ii:", "europol-annex-ii-2:")));
    }

    private static Profiles profiles(String yaml) {
        return Profiles.parse("profiles.yaml", yaml).orThrow();
    }

    private static String shipped() throws IOException {
        try (InputStream in = Objects.requireNonNull(ProfileNamesIT.class.getResourceAsStream("/profiles.yaml"))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
