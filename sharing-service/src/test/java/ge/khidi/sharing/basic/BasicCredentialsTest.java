package ge.khidi.sharing.basic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BasicCredentialsTest {

    @Test
    void thePairIsReadWhateverTheSecretHolds() {
        assertThat(BasicCredentials.parse("basic " + base64("csirt-misp:a:b=ნ%")))
                .contains(new BasicCredentials("csirt-misp", "a:b=ნ%"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", ":secret", "client:", "client:a\u0000b", "cli\nent:secret"})
    void whatIsNoPairIsNothing(String pair) {
        assertThat(BasicCredentials.parse("Basic " + base64(pair))).isEmpty();
    }

    @Test
    void whatIsNotBase64OrNotUtf8OrAnotherSchemeIsNothing() {
        assertThat(BasicCredentials.parse("Basic §")).isEmpty();
        assertThat(BasicCredentials.parse(
                        "Basic " + Base64.getEncoder().encodeToString("client:sécret".getBytes(ISO_8859_1))))
                .isEmpty();
        assertThat(BasicCredentials.parse("Bearer " + base64("client:secret"))).isEmpty();
    }

    @Test
    void theyNeverShowThemselves() {
        assertThat(new BasicCredentials("csirt-misp", "kanarienvogel").toString())
                .doesNotContain("kanarienvogel", "csirt-misp");
    }

    private static String base64(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }
}
