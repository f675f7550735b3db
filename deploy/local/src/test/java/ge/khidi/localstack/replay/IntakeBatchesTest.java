package ge.khidi.localstack.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import ge.khidi.localstack.client.Platform;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What can go wrong on the way to intake and back, with a server that does each of it when told to. */
@Timeout(60)
class IntakeBatchesTest {

    private static final String RECEIPTS = """
            {"line":1,"status":201,"receipt":{"eventId":"a","revision":1,"acceptedAt":"2026-01-01T00:00:00Z"}}
            {"line":2,"status":200,"receipt":{"eventId":"b","revision":2,"acceptedAt":"2026-01-01T00:00:00Z"}}
            """;

    private final HttpServer server;
    private final Deque<Reply> replies = new ArrayDeque<>();
    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    private final List<String> tokens = Collections.synchronizedList(new ArrayList<>());

    private record Reply(int status, String body, int announced) {}

    IntakeBatchesTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", this::token);
        server.createContext("/v1/events/batch", this::batch);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void everyLineGetsItsVerdictInOrder() {
        reply(200, RECEIPTS + """
                {"line":3,"status":200,"receipt":{"eventId":"c","revision":3,"acceptedAt":"2999-01-01T00:00:00Z"}}
                {"status":422,"problem":{"type":"https://khidi.ge/problems/invalid-event","faults":[{"pointer":"/a","code":"b"}]}}
                {"status":409,"problem":{"type":"https://khidi.ge/problems/conflicting-content"}}
                """);

        List<Verdict> verdicts = intake(Duration.ofSeconds(30)).send(List.of("1", "2", "3", "4", "5"));

        assertThat(verdicts)
                .containsExactly(
                        new Verdict.Accepted("a", 1),
                        new Verdict.AlreadyKnown("b", 2),
                        new Verdict.Accepted("c", 3),
                        new Verdict.Refused(List.of(new Reason("b", "/a"))),
                        new Verdict.Refused(List.of(new Reason("conflicting-content", ""))));
    }

    @Test
    void aChunkIsSentAgainUntilItsAnswerIsComplete() {
        reply(503, "");
        reply(200, RECEIPTS.lines().findFirst().orElseThrow());
        replies.add(new Reply(200, RECEIPTS, RECEIPTS.length() + 10));
        reply(200, RECEIPTS);

        assertThat(intake(Duration.ofSeconds(30)).send(List.of("1", "2"))).hasSize(2);
        assertThat(bodies).containsExactly("1\n2\n", "1\n2\n", "1\n2\n", "1\n2\n");
    }

    @Test
    void aTokenThatIsRefusedIsRenewedOnce() {
        reply(401, "");
        reply(200, RECEIPTS);

        assertThat(intake(Duration.ofSeconds(30)).send(List.of("1", "2"))).hasSize(2);
        assertThat(tokens).containsExactly("Bearer token-1", "Bearer token-2");
    }

    @Test
    void aBatchThatIntakeDoesNotTakeIsNotSentAgain() {
        reply(413, "{\"detail\":\"too large\"}");

        assertThatThrownBy(() -> intake(Duration.ofSeconds(30)).send(List.of("1")))
                .isInstanceOf(ReplayFault.class)
                .hasMessageContaining("413")
                .hasMessageContaining("too large");
        assertThat(bodies).hasSize(1);
    }

    @Test
    void patienceEnds() {
        for (int i = 0; i < 20; i++) {
            reply(503, "");
        }

        assertThatThrownBy(() -> intake(Duration.ofMillis(300)).send(List.of("1")))
                .isInstanceOf(ReplayFault.class)
                .hasMessageContaining("status 503");
    }

    private void reply(int status, String body) {
        replies.add(new Reply(status, body, body.getBytes(StandardCharsets.UTF_8).length));
    }

    private IntakeBatches intake(Duration patience) {
        String url = "http://localhost:" + server.getAddress().getPort();
        JsonNode stack = json("""
                {"services":{"intake":{"url":"%s"}},"keycloak":{"tokenEndpoint":"%s/token"},
                 "clients":[{"id":"somebody","secret":"for-this-test"}]}
                """.formatted(url, url));
        Platform platform = Platform.of(stack);
        return new IntakeBatches(platform.client("somebody"), platform.service("intake"), patience, why -> {});
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void token(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String body = "{\"access_token\":\"token-%d\",\"expires_in\":300}".formatted(tokens.size() + 1);
        answer(exchange, new Reply(200, body, body.length()));
    }

    private void batch(HttpExchange exchange) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
        answer(exchange, replies.remove());
    }

    /** Announces a length, and may close the connection before it has come so far. */
    private static void answer(HttpExchange exchange, Reply reply) throws IOException {
        exchange.sendResponseHeaders(reply.status(), reply.announced() == 0 ? -1 : reply.announced());
        exchange.getResponseBody().write(reply.body().getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        exchange.close();
    }
}
