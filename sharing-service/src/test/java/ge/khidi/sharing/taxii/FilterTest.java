package ge.khidi.sharing.taxii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ge.khidi.relay.problem.ProblemException;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {

    @Test
    void nothingAskedMeansTheLastVersions() {
        Filter filter = filter();

        assertThat(filter.versions().lastOnly()).isTrue();
        assertThat(filter.stix21()).isTrue();
        assertThat(filter.after()).isZero();
    }

    @Test
    void commasMeanAnyOfThem() {
        Filter filter = filter("match[type]", "incident,note", "match[version]", "first,2026-01-02T03:04:05.678901Z");

        assertThat(filter.types()).containsExactly("incident", "note");
        assertThat(filter.versions().first()).isTrue();
        assertThat(filter.versions().last()).isFalse();
        assertThat(filter.versions().at()).containsExactly(Moment.micros(Instant.parse("2026-01-02T03:04:05.678901Z")));
    }

    @Test
    void aTimeFarAheadIsATimeToo() {
        assertThat(filter("added_after", "2999-01-01T00:00:00Z").said())
                .hasValue("added_after=2999-01-01T00:00:00.000000Z");
    }

    @Test
    void theSameQuestionPutDifferentlyIsBoundToTheSameNext() {
        assertThat(filter("match[type]", "note,incident"))
                .hasToString(filter("match[type]", "incident, note").toString());
        assertThat(filter("match[type]", "note")).isNotEqualTo(filter());
    }

    @Test
    void onlyStix21IsHere() {
        assertThat(filter("match[spec_version]", "2.0").stix21()).isFalse();
        assertThat(filter("match[spec_version]", "2.0,2.1").stix21()).isTrue();
    }

    @Test
    void whatWasAskedForIsSaidInTheSameWordsAndWhatCannotBeInStixIsNot() {
        String id = "note--00000000-0000-4000-8000-000000000001";

        assertThat(filter("match[version]", "last").said()).isEmpty();
        assertThat(filter("match[id]", "Maia Svanidze," + id, "match[type]", "note, incident", "match[type]", "Gori 7")
                        .said())
                .hasValue("match[id]=" + id + " match[type]=incident,note");
        assertThat(filter("match[version]", "2026-01-02T03:04:05Z,first", "added_after", "2026-01-01T00:00:00Z")
                        .said())
                .hasValue("added_after=2026-01-01T00:00:00.000000Z match[version]=first,2026-01-02T03:04:05.000Z");
        assertThat(filter().withId(id).said()).hasValue("match[id]=" + id);
    }

    @ParameterizedTest
    @CsvSource({"added_after,yesterday", "added_after,2026-01-02", "match[version],newest"})
    void whatIsNoTimeIsRefused(String name, String value) {
        assertThatThrownBy(() -> filter(name, value)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/taxii+json;version=2.1|true",
                "application/taxii+json; version=2.1|true",
                "application/taxii+json|true",
                "text/html, */*;q=0.1|true",
                "application/*|true",
                "application/taxii+json;version=2.0|false",
                "application/taxii+json;version=2.1;q=0|false",
                "application/json|false",
                "application/stix+json;version=2.1|false"
            })
    void oneMediaTypeIsOffered(String accept, boolean offered) {
        assertThat(TaxiiAnswers.accepts(accept)).isEqualTo(offered);
    }

    private static Filter filter(String... namesAndValues) {
        MultivaluedHashMap<String, String> query = new MultivaluedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            query.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Filter.of(query);
    }
}
