package ge.khidi.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.localstack.replay.Replay;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Replays of {@code deploy/local/replay}, and what their reports say. */
final class Replays {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Replays() {}

    /** Lines for the batch endpoint: new events, supplements of a fifth of them and withdrawals of a tenth, none of both. */
    static List<String> lines(String purpose, int count) {
        String prefix = Submissions.freshReference(purpose);
        List<String> lines = new ArrayList<>();
        for (int n = 0; lines.size() < count; n++) {
            String reference = prefix + "/" + n;
            ObjectNode create = JSON.createObjectNode().put("op", "create");
            create.set("event", Submissions.movement(reference, plate(n)));
            lines.add(create.toString());
            if (n % 5 == 0) {
                ObjectNode put = JSON.createObjectNode().put("op", "put");
                put.put("reference", reference).put("kind", "SUPPLEMENT");
                put.set("event", supplemented(reference, n));
                lines.add(put.toString());
            } else if (n % 10 == 3) {
                lines.add(JSON.createObjectNode()
                        .put("op", "withdraw")
                        .put("reference", reference)
                        .put("reason", "seen twice")
                        .toString());
            }
        }
        return lines.subList(0, count);
    }

    private static ObjectNode supplemented(String reference, int n) {
        ObjectNode event = Submissions.movement(reference, plate(n));
        ((ObjectNode) event.at("/entities/0")).put("colour", "blue");
        return event;
    }

    private static String plate(int n) {
        return "R%c-%03d-%c%c".formatted('A' + n / 676_000 % 26, n % 1000, 'A' + n / 1000 % 26, 'A' + n / 26_000 % 26);
    }

    /** Runs one to its end, which must be a good one. */
    static String run(RunningPlatform platform, Path file, String... options) {
        List<String> arguments = new ArrayList<>(List.of(file.toString()));
        arguments.addAll(List.of("--stack", platform.stackFile().toString()));
        arguments.addAll(List.of("--report", report(file).toString()));
        arguments.addAll(List.of(options));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status = Replay.replay(arguments, new PrintStream(said, true, StandardCharsets.UTF_8));
        String text = said.toString(StandardCharsets.UTF_8);
        assertThat(status).as(text).isZero();
        return text;
    }

    static Path report(Path file) {
        return file.resolveSibling(file.getFileName() + ".report.ndjson");
    }

    /** How many rows are reported so far; 0 before there is a report. */
    static long reported(Path file) {
        if (!Files.exists(report(file))) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(report(file))) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows by outcome. */
    static Map<String, Long> outcomes(Path file) {
        Map<String, Long> outcomes = new TreeMap<>();
        rows(file).forEach(row -> outcomes.merge(row.path("outcome").asText(), 1L, Long::sum));
        return outcomes;
    }

    /** The distinct revisions for which there are receipts. */
    static Set<RevisionId> kept(Path file) {
        Set<RevisionId> kept = new TreeSet<>();
        for (JsonNode row : rows(file)) {
            if (row.has("eventId")) {
                kept.add(revision(row));
            }
        }
        return kept;
    }

    static RevisionId revision(JsonNode item) {
        EventId event = EventId.parse(item.path("eventId").asText()).orElseThrow();
        return new RevisionId(event, item.path("revision").asInt());
    }

    private static List<JsonNode> rows(Path file) {
        List<JsonNode> rows = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(report(file))) {
                rows.add(JSON.readTree(line));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
