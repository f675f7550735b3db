package ge.khidi.sharing.oversight;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.relay.audit.Verify;
import ge.khidi.sharing.FeedClient;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real log is exported, and checked by a process that has nothing but the export and the public key. */
@QuarkusTest
class TamperedLogIT {

    private static final int MANIPULATIONS = 200;
    private static final int CHECKPOINTS = 30;

    private final Path directory;

    TamperedLogIT() throws IOException {
        directory = Files.createTempDirectory(Path.of("target"), "log");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 20261122)
    void eachOfTwoHundredManipulationsIsFound(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<PublicKey> keys = Verify.publicKeys(Log.keys());
        List<String> whole = grown();
        assertThat(check(whole, keys, Optional.empty()).fault()).isEmpty();
        List<String> log = begin(whole);
        Optional<String> kept = Optional.of(log.get(log.size() - 1));
        assertThat(check(log, keys, kept).fault()).isEmpty();

        int found = 0;
        while (found < MANIPULATIONS) {
            List<String> manipulated = manipulated(log, random);
            if (!manipulated.equals(log)) {
                assertThat(check(manipulated, keys, kept).intact())
                        .as("manipulation %d", found)
                        .isFalse();
                found++;
            }
        }
    }

    @Test
    void theVerifierStandsAlone() throws IOException, InterruptedException {
        List<String> log = begin(grown());
        Path export = file("export.jsonl", log);
        Path keys = file("keys.pem", List.of(Log.keys()));
        Path kept = file("kept.jsonl", log.subList(log.size() - 1, log.size()));
        List<String> changed = new ArrayList<>(log);
        changed.set(5, log.get(6));
        changed.set(6, log.get(5));

        assertThat(verify(export, keys, kept)).isEqualTo("0 INTACT");
        assertThat(verify(file("changed.jsonl", changed), keys)).isEqualTo("1 NOT INTACT");
        assertThat(verify(keys, export)).isEqualTo("2 ");
    }

    @Test
    void oneEntryIsProvedWithoutTheLog() throws IOException, InterruptedException {
        grown();
        String kept = Log.text("/v1/audit/checkpoints/latest", Map.of());
        List<String> log = grown();
        List<Long> sizes = log.stream()
                .filter(line -> line.startsWith(Log.CHECKPOINT))
                .map(TamperedLogIT::size)
                .toList();
        List<String> entries =
                log.stream().filter(line -> line.startsWith("{\"at\"")).toList();
        List<PublicKey> keys = Verify.publicKeys(Log.keys());

        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 40; i++) {
            long size = sizes.get(random.nextInt(sizes.size()));
            int leaf = random.nextInt((int) size);
            String proof = Log.text("/v1/audit/proofs/inclusion", Map.of("leaf", leaf, "size", size));

            assertThat(proof.lines().findFirst()).contains(entries.get(leaf));
            assertThat(Verify.checkEntry(proof, keys)).isEmpty();
            assertThat(Verify.checkEntry(proof.replaceFirst("\"agency\" ?: ?\"", "$0X"), keys))
                    .isPresent();
        }

        long newest = sizes.get(sizes.size() - 1);
        String entry = Log.text("/v1/audit/proofs/inclusion", Map.of("leaf", 0, "size", newest));
        String growth = Log.text("/v1/audit/proofs/consistency", Map.of("from", size(kept), "to", newest));
        assertThat(verify(
                        Path.of("--entry"),
                        file("entry.jsonl", List.of(entry.strip())),
                        file("keys.pem", List.of(Log.keys())),
                        file("growth.jsonl", List.of(growth.strip())),
                        file("kept.jsonl", List.of(kept.strip()))))
                .isEqualTo("0 INTACT");
        Log.ask("/v1/audit/proofs/inclusion", Map.of("leaf", newest, "size", newest))
                .then()
                .statusCode(400);
        Log.ask("/v1/audit/proofs/inclusion", Map.of("leaf", "first")).then().statusCode(400);
        Log.ask("/v1/audit/proofs/consistency", Map.of("from", 0, "to", newest))
                .then()
                .statusCode(400);
    }

    /** The log after this test has caused a few more checkpoints, so that there are subtrees that proofs take from the store. */
    private static List<String> grown() {
        List<String> before = Log.export();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    IntStream.range(0, 8).forEach(look -> new FeedClient("IAD").page(null, 10));
                    Log.text("/v1/audit", Map.of());
                    List<String> now = Log.export();
                    return now.size() > before.size() && checkpoints(now) >= 8 && now.size() > 150;
                });
        return Log.export();
    }

    private static long checkpoints(List<String> log) {
        return log.stream().filter(line -> line.startsWith(Log.CHECKPOINT)).count();
    }

    private static long size(String checkpoint) {
        return Long.parseLong(checkpoint.replaceFirst("(?s).*\"size\":([0-9]+),.*", "$1"));
    }

    /** What an export would have been earlier: the checks of two hundred whole logs would take minutes. */
    private static List<String> begin(List<String> log) {
        int seen = 0;
        for (int i = 0; i < log.size(); i++) {
            seen += log.get(i).startsWith(Log.CHECKPOINT) ? 1 : 0;
            if (seen == CHECKPOINTS) {
                return log.subList(0, i + 1);
            }
        }
        return log;
    }

    private static List<String> manipulated(List<String> log, SplittableRandom random) {
        List<String> lines = new ArrayList<>(log);
        int at = random.nextInt(lines.size());
        int other = random.nextInt(lines.size());
        switch (random.nextInt(8)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, lines.get(other));
            case 2 -> Collections.swap(lines, at, other);
            case 3 -> lines.set(at, changed(lines.get(at), random));
            case 4 -> lines.set(at, lines.get(at).replaceFirst("\"IAD\"", "\"ILECC\""));
            case 5 -> lines.subList(at, lines.size()).clear();
            case 6 -> Collections.reverse(lines.subList(Math.min(at, other), Math.max(at, other) + 1));
            default ->
                lines.subList(Math.min(at, other), Math.max(at, other) + 1).clear();
        }
        return lines;
    }

    private static String changed(String line, SplittableRandom random) {
        int at = random.nextInt(line.length());
        return line.substring(0, at) + (char) ('0' + random.nextInt(75)) + line.substring(at + 1);
    }

    private static Verify.Finding check(List<String> lines, List<PublicKey> keys, Optional<String> kept)
            throws IOException {
        String export = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
        return Verify.check(new ByteArrayInputStream(export.getBytes(UTF_8)), keys, kept);
    }

    private Path file(String name, List<String> lines) throws IOException {
        return Files.write(directory.resolve(name), lines);
    }

    /** Its exit status, and the words it begins with: a process of its own that has one jar. */
    private static String verify(Path... arguments) throws IOException, InterruptedException {
        String relay = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("event-relay"))
                .findFirst()
                .orElseThrow();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", relay));
        command.add(Verify.class.getName());
        Arrays.stream(arguments).map(Path::toString).forEach(command::add);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        return process.waitFor() + " " + said.split(":", 2)[0].strip();
    }
}
