package ge.khidi.sharing.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.codec.Fault;
import ge.khidi.sharing.pages.EventWords;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {

    private static final String EVENT = """
            {"type":"CRIME_REPORT","occurred":{"at":"2026-11-20T05:42:00Z","precision":"MINUTE"},
             "detail":{"crimeAreas":["TRAFFICKING_IN_HUMAN_BEINGS"]},
             "entities":[{"kind":"LOCATION","borderSection":"GE-TR-1"},{"kind":"LOCATION","crossingPoint":"GESRP"}]}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "domain=CRIME",
                "domain=BORDER,CRIME",
                "type=MOVEMENT_OF_INTEREST,CRIME_REPORT",
                "crimeArea=TRAFFICKING_IN_HUMAN_BEINGS",
                "section=GE-TR-1",
                "section=GESRP",
                "product=false",
                "from=2026-11-20T05:42:00Z",
                "to=2026-11-20T05:42:01Z",
                "domain=CRIME section=GE-TR-1 from=2026-11-20T00:00:00Z to=2026-11-21T00:00:00Z"
            })
    void whatIsAskedForPasses(String query) {
        assertThat(wants(query, EVENT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "domain=BORDER",
                "type=LINK",
                "crimeArea=TERRORISM",
                "section=GE-TR-2",
                "product=true",
                "from=2026-11-20T05:42:01Z",
                "to=2026-11-20T05:42:00Z",
                "domain=CRIME section=GE-TR-2"
            })
    void whatIsNotDoesNot(String query) {
        assertThat(wants(query, EVENT)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "domain=CRIME",
                "type=CRIME_REPORT",
                "crimeArea=TERRORISM",
                "section=GE-TR-1",
                "product=false",
                "from=1970-01-01T00:00:00Z",
                "to=9999-01-01T00:00:00Z"
            })
    void whatDoesNotLeaveIsNotAskedAbout(String query) {
        assertThat(wants(query, "{\"revision\":1}")).isFalse();
        assertThat(filter(query).wants(RowKind.NEW, Optional.empty())).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = RowKind.class,
            names = {"CORRECTION", "RESTRICTION", "WITHDRAWAL", "ERASURE", "NO_LONGER_OFFERED"})
    void whatConcernsSomethingAlreadyGivenAlwaysPasses(RowKind kind) {
        assertThat(filter("domain=BORDER").wants(kind, Optional.empty())).isTrue();
        assertThat(filter("domain=BORDER").wants(kind, Optional.of(EventWords.read(EVENT))))
                .isTrue();
    }

    @Test
    void withoutAFilterEverythingPasses() {
        assertThat(Filter.NONE.wants(RowKind.NEW, Optional.empty())).isTrue();
        assertThat(Filter.NONE.said()).isEmpty();
    }

    @Test
    void everyFaultIsNamedAndNoValueIs() {
        List<Fault> faults = Filter.parse(query(
                        "domain=NOWHERE type=link crimeArea= section=a;b product=maybe from=yesterday to=2026-11-20"))
                .faults();

        assertThat(faults)
                .extracting(Fault::pointer)
                .containsExactly("/domain", "/type", "/crimeArea", "/section", "/product", "/from", "/to");
        assertThat(faults.toString()).doesNotContain("NOWHERE", "a;b", "maybe", "yesterday");
        assertThat(Filter.parse(query("from=2026-11-20T05:42:00Z to=2026-11-20T05:42:00Z"))
                        .faults())
                .extracting(Fault::pointer)
                .containsExactly("/to");
    }

    @Test
    void itIsWrittenDownTheSameHoweverItWasAsked() {
        assertThat(filter("to=2027-01-01T00:00:00Z type=LINK,ALERT domain=CRIME,BORDER")
                        .said())
                .isEqualTo(filter("domain=BORDER,CRIME type=ALERT,LINK to=2027-01-01T00:00:00Z")
                        .said())
                .contains("domain=BORDER,CRIME type=ALERT,LINK to=2027-01-01T00:00:00Z");
    }

    private static boolean wants(String query, String event) {
        JsonNode shown = EventWords.read(event);
        return filter(query).wants(RowKind.NEW, Optional.of(shown));
    }

    private static Filter filter(String query) {
        return Filter.parse(query(query)).toOptional().orElseThrow();
    }

    private static Map<String, List<String>> query(String text) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        Arrays.stream(text.split(" ", -1))
                .forEach(part -> query.put(
                        part.substring(0, part.indexOf('=')), List.of(part.substring(part.indexOf('=') + 1))));
        return query;
    }
}
