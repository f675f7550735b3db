package ge.khidi.contract.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Submission;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostileBytesTest {

    private static final int MUTATIONS = 5_000;
    private static final String SENTINEL = "Zx9-sentinel-Zx9";

    static Stream<byte[]> hostile() {
        return Stream.concat(
                Stream.of(
                                "",
                                " ",
                                "\n\t",
                                "null",
                                "true",
                                "\"text\"",
                                "[]",
                                "{}",
                                "1",
                                "{",
                                "}",
                                "{]",
                                "{\"a\"",
                                "{\"a\":",
                                "{\"a\":1,}",
                                "{\"a\":1}{\"b\":2}",
                                "{\"a\":1} x",
                                "{'a':1}",
                                "{a:1}",
                                "{\"a\":NaN}",
                                "{\"a\":Infinity}",
                                "{\"a\":-Infinity}",
                                "{\"a\":+1}",
                                "{\"a\":01}",
                                "{\"a\":.5}",
                                "{\"a\":1.}",
                                "{\"a\":0x10}",
                                "{\"a\":1e999999999}",
                                "{\"a\":-1e-999999999}",
                                "{\"a\":1e99999999999999999999}",
                                "{\"a\":123456789012345678901234567890}",
                                "{\"a\":" + "9".repeat(100_000) + "}",
                                "{\"a\":0." + "9".repeat(100_000) + "}",
                                "{\"a\":1,\"a\":2}",
                                "{\"type\":\"LINK\",\"type\":\"ALERT\"}",
                                "{\"\\u0061\":1,\"a\":2}",
                                "{\"a\":\"\\ud800\"}",
                                "{\"a\":\"\\udc00\\ud800\"}",
                                "{\"\\ud800\":1}",
                                "{\"a\":\"\\u0000\"}",
                                "{\"\\u0000\":1}",
                                "{\"a\":\"\u0001\"}",
                                "{\"a\":\"\\x\"}",
                                "{\"a\":\"\\u12\"}",
                                "{\"a\":\"unterminated}",
                                "{/* comment */}",
                                "{\"a\":1}//",
                                "\uFEFF{}",
                                "{\"__proto__\":{\"x\":1},\"constructor\":{}}",
                                "{\"\":{\"\":{\"~/\":1}}}",
                                "{\"" + "n".repeat(100_000) + "\":1}",
                                "{\"a\":\"" + "x".repeat(100_000) + "\"}",
                                "[".repeat(100_000),
                                "{\"a\":".repeat(100_000),
                                "{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}",
                                "{\"detail\":".repeat(30) + "{}" + "}".repeat(30),
                                "{\"type\":[\"LINK\"],\"entities\":{\"0\":1},\"connections\":\"x\",\"narratives\":[[],null,1]}",
                                "{\"type\":null,\"regime\":null,\"occurred\":null,\"handling\":null,\"entities\":[null]}",
                                "{\"entities\":[{\"kind\":7},{\"kind\":null},{\"kind\":\"person\"},{\"id\":\"a\"}]}",
                                "{\"handling\":{\"releasableTo\":{}}}",
                                "{\"handling\":{\"releasableTo\":7,\"codes\":{\"H3\":1},\"purposes\":\"ALL\"}}")
                        .map(text -> text.getBytes(StandardCharsets.UTF_8)),
                Stream.of(
                        new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
                        new byte[] {(byte) 0xFF, (byte) 0xFE, '{', 0, '}', 0},
                        new byte[] {0, '{', 0, '}'},
                        "{\"a\":1}".getBytes(StandardCharsets.UTF_16BE),
                        new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'},
                        new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'},
                        new byte[] {'{', '"', (byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80, '"', ':', '1', '}'},
                        new byte[1 << 20],
                        new byte[(1 << 21) + 1]));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostileBytesAreFaultsWithPlacesAndNeverExceptions(byte[] bytes) {
        assertWellFormed(SubmissionCodec.parse(bytes, RandomEvents.NOW).faults());
        assertWellFormed(EventCodec.parse(bytes).faults());
    }

    @Test
    void mutatedSubmissionsAreReadOrRefusedAndNeverThrow() {
        int read = 0;
        for (int seed = 0; seed < MUTATIONS; seed++) {
            byte[] mutated = mutated(SubmissionCodec.print(new RandomEvents(seed % 50).submission()), seed);

            Parsed<Submission> parsed = SubmissionCodec.parse(mutated, RandomEvents.NOW);

            parsed.toOptional()
                    .ifPresentOrElse(
                            submission -> assertThat(
                                            SubmissionCodec.parse(SubmissionCodec.print(submission), RandomEvents.NOW)
                                                    .toOptional())
                                    .contains(submission),
                            () -> assertWellFormed(parsed.faults()));
            read += parsed.toOptional().isPresent() ? 1 : 0;
        }

        assertThat(read).as("some mutations are harmless, most are not").isBetween(MUTATIONS / 100, MUTATIONS / 2);
    }

    @Test
    void mutatedEventsAreReadOrRefusedAndNeverThrow() {
        for (int seed = 0; seed < MUTATIONS; seed++) {
            byte[] mutated = mutated(EventCodec.print(new RandomEvents(seed % 50).event()), seed);

            Parsed<Event> parsed = EventCodec.parse(mutated);

            parsed.toOptional()
                    .ifPresentOrElse(
                            event -> assertThat(EventCodec.parse(EventCodec.print(event))
                                            .toOptional())
                                    .contains(event),
                            () -> assertWellFormed(parsed.faults()));
        }
    }

    @Test
    void anEventThatContradictsItselfIsUnreadable() {
        ObjectNode tree = EventCodec.tree(new RandomEvents(1).event(EventType.ALERT));

        assertThat(EventCodec.parse(JsonText.print(tree.put("revision", 0))).faults())
                .containsExactly(new Fault("", "contradiction", "its fields do not fit together"));
    }

    @Test
    void noFaultEverRepeatsTheOffendingValue() {
        for (EventType type : RandomEvents.SUBMITTABLE) {
            ObjectNode tree = SubmissionCodec.tree(RandomEvents.full(3).submission(type));

            List<Fault> faults = allFaults(tree, tree);

            assertThat(faults).hasSizeGreaterThan(60);
            assertThat(faults).allSatisfy(fault -> assertThat(fault.message()).doesNotContain(SENTINEL, "987654321"));
        }
    }

    /** The faults for every value replaced by something that does not belong there, one at a time. */
    private static List<Fault> allFaults(ObjectNode root, JsonNode node) {
        List<Fault> faults = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                JsonNode value = object.get(name);
                object.put(name, SENTINEL + "\t");
                faults.addAll(read(root));
                object.put(name, 987654321987L);
                faults.addAll(read(root));
                object.set(name, value);
                faults.addAll(allFaults(root, value));
            }
        } else if (node instanceof ArrayNode array) {
            array.forEach(each -> faults.addAll(allFaults(root, each)));
        }
        return faults;
    }

    private static List<Fault> read(ObjectNode tree) {
        return SubmissionCodec.parse(JsonText.print(tree), RandomEvents.NOW).faults();
    }

    private static void assertWellFormed(List<Fault> faults) {
        assertThat(faults).isNotEmpty().allSatisfy(fault -> {
            assertThat(JsonPointer.compile(fault.pointer())).hasToString(fault.pointer());
            assertThat(fault.code()).matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
            assertThat(fault.message()).isNotBlank();
        });
    }

    /** Flips, cuts, doubles, or puts a hostile token somewhere. */
    private static byte[] mutated(byte[] bytes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] result = bytes;
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            int from = random.nextInt(result.length);
            int to = Math.min(result.length, from + random.nextInt(1, 20));
            List<String> tokens = List.of(
                    "\"", "{", "}", "[", "]", ",", ":", "null", "1e400", "\\ud800", "\\u0000", "-0", "\u10D0", "true",
                    "0.10");
            result = switch (random.nextInt(5)) {
                case 0 -> {
                    byte[] flipped = result.clone();
                    flipped[from] = (byte) (flipped[from] ^ (1 << random.nextInt(8)));
                    yield flipped;
                }
                case 1 -> joined(Arrays.copyOf(result, from), Arrays.copyOfRange(result, to, result.length));
                case 2 -> joined(Arrays.copyOf(result, to), Arrays.copyOfRange(result, from, result.length));
                case 3 ->
                    joined(
                            Arrays.copyOf(result, from),
                            tokens.get(random.nextInt(tokens.size())).getBytes(StandardCharsets.UTF_8),
                            Arrays.copyOfRange(result, from, result.length));
                default -> {
                    byte[] replaced = result.clone();
                    replaced[from] = (byte) ('0' + random.nextInt(70));
                    yield replaced;
                }
            };
        }
        return result;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
