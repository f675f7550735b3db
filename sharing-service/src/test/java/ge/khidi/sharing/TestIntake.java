package ge.khidi.sharing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import ge.khidi.contract.codec.ContentDigest;
import ge.khidi.contract.codec.Parsed;
import ge.khidi.contract.codec.SubmissionCodec;
import ge.khidi.contract.event.Submission;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.localstack.test.TestIssuer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * As much of intake as sharing hands anything over to: for an agency, read by the contract's own codec, refused above RESTRICTED; the same content again changes
 * nothing, and a revision needs the tag of the one before. {@code GET} of a reference says what stands under it, in a form of its own.
 */
public final class TestIntake implements QuarkusTestResourceLifecycleManager {

    private static final String SECRET = "of the courier";
    private static final String EVENTS = "/v1/events";
    private static final ObjectMapper JSON = new ObjectMapper();

    // In system properties, since Quarkus loads test classes and test resources with different class loaders.
    private static final String SILENT = "khidi.test-intake.silent";
    private static final String STATUS = "khidi.test-intake.status";
    private static final String SLOW = "khidi.test-intake.slow";
    private static final String ADDRESS = "khidi.test-intake.address";

    private final Map<String, ObjectNode> events = new ConcurrentHashMap<>();

    /** From now on it answers 500 to what has that word in it. */
    public static void silentAbout(String word) {
        hidden(word, 500);
    }

    /** From now on something before it answers with that status to what has that word in its path or body. */
    public static void hidden(String word, int status) {
        System.setProperty(STATUS, Integer.toString(status));
        System.setProperty(SILENT, word);
    }

    /** From now on what has that word in it waits for its answer. */
    public static void slowAbout(String word) {
        System.setProperty(SLOW, word);
    }

    public static void answers() {
        System.clearProperty(SILENT);
        System.clearProperty(SLOW);
    }

    /** Where an agency's event of that reference is described. */
    public static URI of(String agency, String reference) {
        return URI.create(System.getProperty(ADDRESS) + EVENTS + "/" + reference + "?agency=" + agency);
    }

    /** Where an event is revised. */
    public static URI event(String id) {
        return URI.create(System.getProperty(ADDRESS) + EVENTS + "/" + id);
    }

    @Override
    public Map<String, String> start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext(EVENTS, this::serve);
            server.setExecutor(Executors.newCachedThreadPool(work -> {
                Thread one = new Thread(work, "test-intake-answers");
                one.setDaemon(true);
                return one;
            }));
            Thread thread = new Thread(server::start, "test-intake");
            thread.setDaemon(true);
            thread.start();
            System.setProperty(
                    ADDRESS, "http://localhost:" + server.getAddress().getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TestIssuer.knows(TestIssuer.machine("PLATFORM", "event-courier").client("khidi-sharing"), SECRET);
        return Map.of(
                "khidi.sharing.writing.intake",
                System.getProperty(ADDRESS),
                "khidi.sharing.writing.client-secret",
                SECRET,
                "khidi.sharing.writing.every",
                "PT0.5S");
    }

    /** Ends with the JVM, as the issuer does. */
    @Override
    public void stop() {}

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (exchange.getRequestMethod().equals("GET")) {
            String agency = exchange.getRequestURI().getQuery().substring("agency=".length());
            ObjectNode event = events.get(agency + " " + last);
            answer(exchange, event == null ? 404 : 200, event == null ? "{}" : event.toString());
            return;
        }
        String agency = exchange.getRequestHeaders().getFirst("Khidi-On-Behalf-Of");
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String slow = System.getProperty(SLOW);
        while (slow != null && body.contains(slow)) {
            LockSupport.parkNanos(10_000_000);
            slow = System.getProperty(SLOW);
        }
        String silent = System.getProperty(SILENT);
        if (silent != null && (path + body).contains(silent)) {
            answer(exchange, Integer.getInteger(STATUS), "{}");
        } else if (agency == null || token == null || !token.startsWith("Bearer ")) {
            problem(exchange, Problem.of(ProblemType.NOT_PERMITTED));
        } else if (last.equals("withdrawal")) {
            withdraw(exchange, path.split("/", -1)[3]);
        } else {
            keep(exchange, agency, body);
        }
    }

    private void keep(HttpExchange exchange, String agency, String body) throws IOException {
        Parsed<Submission> parsed = SubmissionCodec.parse(body.getBytes(UTF_8), Instant.now());
        if (parsed.toOptional().isEmpty()) {
            problem(exchange, Problem.of(ProblemType.INVALID_EVENT, parsed.faults()));
            return;
        }
        Submission submission = parsed.toOptional().get();
        if (submission.handling().classification().compareTo(Classification.RESTRICTED) > 0) {
            problem(exchange, Problem.of(ProblemType.ABOVE_ACCREDITATION));
            return;
        }
        String name = agency + " " + submission.reference().orElseThrow();
        boolean first = exchange.getRequestMethod().equals("POST");
        String match = exchange.getRequestHeaders().getFirst("If-Match");
        String sha256 = ContentDigest.sha256(submission);
        ObjectNode before = events.get(name);
        if (before != null && before.path("sha256").asText().equals(sha256)) {
            answer(exchange, 200, before.toString());
        } else if (before == null ? !first : first) {
            problem(exchange, Problem.of(first ? ProblemType.CONFLICTING_CONTENT : ProblemType.NOT_FOUND));
        } else if (before != null && before.path("withdrawn").asBoolean()) {
            problem(exchange, Problem.of(ProblemType.WRONG_STATE));
        } else if (before != null && !tag(before).equals(match)) {
            problem(exchange, Problem.of(ProblemType.PRECONDITION_FAILED));
        } else {
            ObjectNode next = JSON.createObjectNode()
                    .put(
                            "eventId",
                            before == null
                                    ? UUID.randomUUID().toString()
                                    : before.path("eventId").asText())
                    .put(
                            "revision",
                            before == null ? 1 : before.path("revision").asInt() + 1)
                    .put("sha256", sha256)
                    .put("unit", exchange.getRequestHeaders().getFirst("Khidi-On-Behalf-Of-Unit"))
                    .put("withdrawn", false);
            next.set("submission", SubmissionCodec.tree(submission));
            events.put(name, next);
            answer(exchange, first ? 201 : 200, next.toString());
        }
    }

    private static String tag(ObjectNode event) {
        return "\"" + event.path("revision").asInt() + "\"";
    }

    private void withdraw(HttpExchange exchange, String id) throws IOException {
        ObjectNode event = events.values().stream()
                .filter(one -> one.path("eventId").asText().equals(id))
                .findFirst()
                .orElse(null);
        if (event == null) {
            problem(exchange, Problem.of(ProblemType.NOT_FOUND));
            return;
        }
        event.put("withdrawn", true).put("revision", event.path("revision").asInt() + 1);
        answer(exchange, 200, event.toString());
    }

    private static void problem(HttpExchange exchange, Problem problem) throws IOException {
        answer(exchange, problem.status(), new String(problem.print(), UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            byte[] body = json.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            if (status < 300) {
                exchange.getResponseHeaders().set("ETag", tag((ObjectNode) JSON.readTree(json)));
            }
            exchange.sendResponseHeaders(status, body.length);
            out.write(body);
        }
    }
}
