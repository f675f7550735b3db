package ge.khidi.sharing.writing;

import static ge.khidi.contract.entity.ObservableType.DOMAIN_NAME;
import static ge.khidi.contract.entity.ObservableType.FILE_MD5;
import static ge.khidi.contract.entity.ObservableType.FILE_SHA256;
import static ge.khidi.contract.entity.ObservableType.URL;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndicatorPatternTest {

    @Test
    void valuesJoinedByOrAreTheValuesInTheirOrder() {
        assertThat(IndicatorPattern.values(
                                " [domain-name:value = 'a.example' OR url:value='https://b.example/?q=\\'x\\\\'] OR [file:hashes.MD5 = 'ab'] OR"
                                        + " [file:hashes.'SHA-256' = 'cd' OR domain-name:value = 'a.example']")
                        .orElseThrow())
                .containsExactly(
                        new IndicatorPattern.Value(DOMAIN_NAME, "a.example"),
                        new IndicatorPattern.Value(URL, "https://b.example/?q='x\\"),
                        new IndicatorPattern.Value(FILE_MD5, "ab"),
                        new IndicatorPattern.Value(FILE_SHA256, "cd"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "domain-name:value = 'a.example'",
                "[domain-name:value = 'a.example'",
                "[domain-name:value = 'a.example'] trailing",
                "[domain-name:value = 'a.example' AND url:value = 'https://a.example/']",
                "[domain-name:value = 'a.example'] AND [url:value = 'https://a.example/']",
                "[domain-name:value = 'a.example'] FOLLOWEDBY [url:value = 'https://a.example/']",
                "[domain-name:value = 'a.example'] REPEATS 3 TIMES",
                "[domain-name:value != 'a.example']",
                "[NOT domain-name:value = 'a.example']",
                "[domain-name:value LIKE '%.example']",
                "[ipv4-addr:value ISSUBSET '198.51.100.0/24']",
                "[(domain-name:value = 'a.example')]",
                "[process:name = 'x']",
                "[domain-name:value = 'a.example' OR]",
                "[domain-name:value = 'a.example'] OR"
            })
    void whatMeansAnythingElseIsNotRead(String pattern) {
        assertThat(IndicatorPattern.values(pattern)).isEmpty();
    }
}
