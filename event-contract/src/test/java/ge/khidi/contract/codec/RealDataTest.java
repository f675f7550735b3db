package ge.khidi.contract.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.LocalId;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.entity.DocumentType;
import ge.khidi.contract.entity.IdentityDocument;
import ge.khidi.contract.entity.Nature;
import ge.khidi.contract.event.Check;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Narrative;
import ge.khidi.contract.event.Submission;
import ge.khidi.contract.rules.CheckDigits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against data nobody here made; with {@code -Pshared-data}, where a checkout has it. */
@Tag("shared-data")
class RealDataTest {

    private static final Path DATA = Path.of(System.getProperty("shared.data", "../../shared/data"));
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void naughtyStringsSurviveAsNarrativesUnlessThereIsNothingToRead() throws IOException {
        JsonNode strings =
                JSON.readTree(DATA.resolve("fuzz_naughty_strings/blns.json").toFile());
        ObjectNode tree = SubmissionCodec.tree(new RandomEvents(1).submission(EventType.CRIME_REPORT));
        int survived = 0;
        List<String> refused = new ArrayList<>();
        for (JsonNode naughty : strings) {
            ArrayNode narratives = tree.putArray("narratives");
            narratives
                    .addObject()
                    .put("text", naughty.asText())
                    .put("language", "und")
                    .put("nature", "FACT");

            Parsed<Submission> read = SubmissionCodec.parse(JSON.writeValueAsBytes(tree), RandomEvents.NOW);

            if (read.toOptional().isPresent()) {
                Submission submission = read.toOptional().orElseThrow();
                assertThat(submission.narratives()).extracting(Narrative::text).containsExactly(naughty.asText());
                assertThat(SubmissionCodec.parse(SubmissionCodec.print(submission), RandomEvents.NOW)
                                .toOptional())
                        .contains(submission);
                survived++;
            } else {
                refused.add(naughty.asText());
                assertThat(read.faults())
                        .extracting(Fault::pointer, Fault::code)
                        .containsExactly(Tuple.tuple("/narratives/0/text", "wrong-form"));
            }
        }

        assertThat(survived + refused.size()).isEqualTo(strings.size());
        assertThat(refused)
                .allMatch(
                        text -> text.codePoints().allMatch(c -> Character.isISOControl(c) || Character.isSpaceChar(c)));
        assertThat(survived).isGreaterThan(500);
    }

    @Test
    void everyByteSequenceIsReadIfAndOnlyIfItIsUtf8() throws IOException {
        int lines = 0;
        for (String line : Files.readAllLines(DATA.resolve("fuzz_utf8/utf8tests.txt"), StandardCharsets.US_ASCII)) {
            String[] parts = line.split(":", -1);
            if (line.startsWith("#") || parts.length < 3) {
                continue;
            }
            byte[] bytes = parts[1].strip().endsWith("hex")
                    ? HexFormat.of().parseHex(parts[2].replace(" ", ""))
                    : parts[2].getBytes(StandardCharsets.US_ASCII);
            lines++;

            List<Fault> faults =
                    SubmissionCodec.parse(quoted(bytes), RandomEvents.NOW).faults();
            EventCodec.parse(bytes);
            SubmissionCodec.parse(bytes, RandomEvents.NOW);

            assertThat(faults.stream().anyMatch(fault -> fault.code().equals("not-utf-8")))
                    .as(line)
                    .isEqualTo(parts[1].strip().startsWith("invalid"));
        }
        assertThat(lines).isGreaterThan(150);
    }

    /** A document with the bytes as a text in it. */
    private static byte[] quoted(byte[] bytes) {
        byte[] before = "{\"reference\":\"".getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(before, before.length + bytes.length + 2);
        System.arraycopy(bytes, 0, all, before.length, bytes.length);
        all[all.length - 2] = '"';
        all[all.length - 1] = '}';
        return all;
    }

    @Test
    void ourVerdictOnSpecimensIsThatOfTheirPublisher() throws IOException {
        int compared = 0;
        for (String line : Files.readAllLines(DATA.resolve("border_mrz/mrz_cheminfo.jsonl"))) {
            JsonNode specimen = JSON.readTree(line);
            if (!specimen.path("valid").isBoolean()) {
                continue;
            }
            List<String> lines = new ArrayList<>();
            specimen.path("mrz").forEach(each -> lines.add(each.asText()));

            Check.Verdict ours = verdict(String.join("\n", lines));

            assertThat(ours).as(line).isEqualTo(expected(specimen, lines.get(0)));
            compared++;
        }
        assertThat(compared).isGreaterThan(20);
    }

    private static Check.Verdict expected(JsonNode specimen, String firstLine) {
        if (specimen.path("format").asText().equals("SWISS_DRIVING_LICENSE")) {
            return Check.Verdict.NOT_CHECKABLE;
        }
        // The publisher refuses Utopia, which is no state; its digits are another matter.
        boolean onlyTheState = firstLine.startsWith("UTO", 2)
                && !specimen.path("test").asText().contains("wrong");
        return specimen.path("valid").asBoolean() || onlyTheState ? Check.Verdict.VALID : Check.Verdict.INVALID;
    }

    private static Check.Verdict verdict(String zone) {
        IdentityDocument document = new IdentityDocument(
                new LocalId("d"),
                Nature.FACT,
                DocumentType.OTHER,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(zone));
        return CheckDigits.judge(List.of(document)).get(0).verdict();
    }
}
