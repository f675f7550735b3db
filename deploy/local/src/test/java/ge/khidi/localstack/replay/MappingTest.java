package ge.khidi.localstack.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingTest {

    private final Path folder;
    private final Mapping mapping;

    MappingTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("colours.yaml"), "red: \"R\"\ngreen: \"G\"\n");
        this.mapping = read(folder, """
                dataset: TEST
                client: somebody
                submission:
                  reference: {$text: "TEST/{#row}"}
                  ids: [{$column: id}, {$column: parts, separator: ","}]
                  first: {$column: parts, separator: ",", first: true}
                  occurred: {at: {$column: month, as: date, format: uuuu-MM}, precision: MONTH}
                  count: {$column: count, as: integer}
                  height: {$column: height, as: decimal, decimals: 3}
                  name: {$column: name, as: line, longest: 9}
                  place: {$column: place, unknown: [Unknown, "n/a"]}
                  colour: {$column: colour, values: colours.yaml, others: absent}
                  size: {$column: size, values: {big: "L"}, others: refuse}
                  notes:
                    - $when-any: [cause, source]
                      text: {$text: ["Cause: {cause}", "Source: {source} ({id})"]}
                """);
    }

    @Test
    void everyColumnGoesWhereTheMappingSays() {
        Row row = row(Map.of(
                "id", "a",
                "parts", "a, b ,c",
                "month", "2024-05",
                "count", "12.0",
                "height", "1.2500",
                "place", "Telavi",
                "colour", "red",
                "size", "big",
                "cause", "none"));

        assertThat(said(row).toString())
                .isEqualTo("{\"reference\":\"TEST/7\",\"ids\":[\"a\",\"b\",\"c\"],\"first\":\"a\","
                        + "\"occurred\":{\"at\":\"2024-05-01T00:00:00Z\",\"precision\":\"MONTH\"},"
                        + "\"count\":12,\"height\":1.250,\"place\":\"Telavi\",\"colour\":\"R\",\"size\":\"L\","
                        + "\"notes\":[{\"text\":\"Cause: none\"}]}");
    }

    @Test
    void whatIsNotInTheRowIsNotInTheSubmission() {
        Row row = row(Map.of("place", "Unknown", "colour", "mauve", "parts", " , "));

        assertThat(said(row).toString())
                .isEqualTo("{\"reference\":\"TEST/7\",\"ids\":[],\"occurred\":{\"precision\":\"MONTH\"},\"notes\":[]}");
    }

    @Test
    void aNameIsOneLineWithoutInvisibleCharactersAndALongTextIsNoName() {
        assertThat(said(row(Map.of("name", "\u200bKos\n \u200eand")))
                        .get("name")
                        .textValue())
                .isEqualTo("Kos and");
        assertThat(said(row(Map.of("name", "Kos and so on"))).has("name")).isFalse();
    }

    @Test
    void digitsBeyondTheAskedOnesAreRoundedAway() {
        assertThat(said(row(Map.of("height", "7.96697399999"))).get("height").decimalValue())
                .isEqualTo("7.967");
    }

    @Test
    void aNegativeCountIsSaidAsItIs() {
        assertThat(said(row(Map.of("count", "-2.0"))).get("count").intValue()).isEqualTo(-2);
    }

    @Test
    void aRowIsRefusedForAllItsUnreadableValuesAtOnceWithoutQuotingThem() {
        Row row = row(Map.of("count", "1.5", "height", "tall", "month", "2024-13", "size", "huge"));

        Mapping.Outcome outcome = mapping.say(row);

        assertThat(outcome)
                .isEqualTo(new Mapping.Outcome.Unsayable(List.of(
                        new Reason("not-a-date", "/occurred/at"),
                        new Reason("not-a-whole-number", "/count"),
                        new Reason("not-a-number", "/height"),
                        new Reason("not-in-the-table", "/size"))));
    }

    @Test
    void theSameRowIsAlwaysSaidInTheSameBytes() {
        Row row = row(Map.of("id", "a", "month", "2024-05", "cause", "none", "source", "me"));

        assertThat(said(row).toString()).isEqualTo(said(row).toString());
    }

    @Test
    void aMappingOfAnotherTableIsNoticedBeforeTheFirstRow() {
        assertThat(mapping.missingFrom(List.of("id", "parts", "month", "count", "height", "place", "colour")))
                .containsExactly("cause", "name", "size", "source");
    }

    @Test
    void allFaultsOfAMappingAreToldTogether() {
        assertThatThrownBy(() -> read(folder, """
                dataset: TEST
                colour: red
                submission:
                  a: {$column: x, as: number}
                  b: {$column: x, format: uuuu}
                  c: {$column: x, values: {a: 1}}
                  d: {$colum: x}
                  e: {$column: x, first: true}
                  f: {$column: x, as: date, format: "bad {"}
                """))
                .isInstanceOf(ReplayFault.class)
                .message()
                .contains("/colour", "/submission/a/as", "/submission/b/format", "/submission/c/values/a")
                .contains(
                        "/submission/c/others", "/submission/d/$colum", "/submission/e/first", "/submission/f/format");
    }

    @Test
    void aKeyWrittenTwiceIsAFault() {
        assertThatThrownBy(() -> read(folder, "dataset: A\ndataset: B\nsubmission: {}\n"))
                .isInstanceOf(ReplayFault.class);
    }

    @Test
    void aRowNeverPrintsItsContent() {
        assertThat(row(Map.of("place", "Telavi"))).hasToString("Row[7]");
    }

    private static Mapping read(Path folder, String yaml) throws IOException {
        return MappingReader.read(Files.writeString(folder.resolve("mapping.yaml"), yaml));
    }

    private ObjectNode said(Row row) {
        Mapping.Outcome outcome = mapping.say(row);
        assertThat(outcome).isInstanceOf(Mapping.Outcome.Said.class);
        return ((Mapping.Outcome.Said) outcome).submission();
    }

    private static Row row(Map<String, String> values) {
        return new Row(7, new LinkedHashMap<>(values));
    }
}
