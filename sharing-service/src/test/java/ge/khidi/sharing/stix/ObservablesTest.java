package ge.khidi.sharing.stix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ObservablesTest {

    @ParameterizedTest
    @CsvSource({
        "CYBER_OBSERVABLE, DOMAIN_NAME, quick-visa.example, domain-name",
        "CYBER_OBSERVABLE, DOMAIN_NAME, xn--e1afmkfd.example, domain-name",
        "CYBER_OBSERVABLE, URL, https://quick-visa.example/a?b=%20#c, url",
        "CYBER_OBSERVABLE, IPV4, 192.0.2.17, ipv4-addr",
        "CYBER_OBSERVABLE, IPV6, 2001:db8::1, ipv6-addr",
        "CYBER_OBSERVABLE, IPV6, ::, ipv6-addr",
        "CYBER_OBSERVABLE, IPV6, 2001:db8:0:0:0:0:0:1, ipv6-addr",
        "CYBER_OBSERVABLE, EMAIL_ADDRESS, a.b+c@mail.example, email-addr",
        "CYBER_OBSERVABLE, FILE_MD5, d41d8cd98f00b204e9800998ecf8427e, file",
        "COMMUNICATION, EMAIL, a@mail.example, email-addr",
        "COMMUNICATION, PHONE, +995 500 00 01 42, user-account",
        "COMMUNICATION, IMEI, 490154203237518, user-account",
        "COMMUNICATION, ACCOUNT, nino, user-account"
    })
    void aValueOfTheRightFormIsAnObservable(String kind, String type, String value, String expected) {
        assertThat(Observables.of(entity(kind, type, value)))
                .hasValueSatisfying(
                        found -> assertThat(found.path("type").asText()).isEqualTo(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "CYBER_OBSERVABLE, DOMAIN_NAME, quick-visa[.]example",
        "CYBER_OBSERVABLE, DOMAIN_NAME, localhost",
        "CYBER_OBSERVABLE, DOMAIN_NAME, -a.example",
        "CYBER_OBSERVABLE, DOMAIN_NAME, 192.0.2.17",
        "CYBER_OBSERVABLE, URL, hxxps[:]//quick-visa.example",
        "CYBER_OBSERVABLE, URL, not a url",
        "CYBER_OBSERVABLE, IPV4, 192.0.2.256",
        "CYBER_OBSERVABLE, IPV4, 192.0.2",
        "CYBER_OBSERVABLE, IPV4, 192.0.2.1.",
        "CYBER_OBSERVABLE, IPV6, 2001:db8:::1",
        "CYBER_OBSERVABLE, IPV6, 2001:db8:0:0:0:0:0:1::",
        "CYBER_OBSERVABLE, IPV6, fe80::1%eth0",
        "CYBER_OBSERVABLE, FILE_SHA1, d41d8cd98f00b204e9800998ecf8427e",
        "COMMUNICATION, EMAIL, pseudonym:0123456789abcdef",
        "COMMUNICATION, PHONE, pseudonym:0123456789abcdef",
        "COMMUNICATION, IMEI, pseudonym:0123456789abcdef",
        "COMMUNICATION, IMSI, pseudonym:0123456789abcdef",
        "COMMUNICATION, ACCOUNT, pseudonym:0123456789abcdef",
        "COMMUNICATION, EMAIL, @mail.example",
        "COMMUNICATION, OTHER, channel 16"
    })
    void anythingElseIsNot(String kind, String type, String value) {
        assertThat(Observables.of(entity(kind, type, value))).isEmpty();
    }

    @Test
    void aBankAccountIsAnAccountOfItsKind() {
        assertThat(Observables.of(Rows.JSON
                        .createObjectNode()
                        .put("kind", "FINANCIAL_ACCOUNT")
                        .put("iban", "GE29")))
                .hasValue(Rows.JSON
                        .createObjectNode()
                        .put("type", "user-account")
                        .put("account_type", "iban")
                        .put("user_id", "GE29"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iban", "number"})
    void aPseudonymOfABankAccountIsNone(String field) {
        assertThat(Observables.of(Rows.JSON
                        .createObjectNode()
                        .put("kind", "FINANCIAL_ACCOUNT")
                        .put(field, "pseudonym:0123456789abcdef")))
                .isEmpty();
    }

    @Test
    void aPatternQuotesWhatWouldEndIt() {
        assertThat(Observables.pattern(
                        Rows.JSON.createObjectNode().put("type", "url").put("value", "a'b\\c")))
                .isEqualTo("[url:value = 'a\\'b\\\\c']");
        ObjectNode file = Rows.JSON.createObjectNode().put("type", "file");
        file.putObject("hashes").put("SHA-256", "00");
        assertThat(Observables.pattern(file)).isEqualTo("[file:hashes.'SHA-256' = '00']");
    }

    private static ObjectNode entity(String kind, String type, String value) {
        return Rows.JSON
                .createObjectNode()
                .put("kind", kind)
                .put("id", "x")
                .put("type", type)
                .put("value", value);
    }
}
