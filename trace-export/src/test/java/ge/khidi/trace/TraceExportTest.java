package ge.khidi.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What really goes over the wire to Zipkin and to an OTLP collector. */
class TraceExportTest {

    private static final String CANARY = "GIORGI-TB123456";

    private final Map<String, String> received = new ConcurrentHashMap<>();
    private HttpServer collector;

    @BeforeEach
    void open() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", this::receive);
        collector.start();
    }

    @AfterEach
    void close() {
        collector.stop(0);
    }

    @Test
    void aSpanReachesBothWithoutWhatWasProcessed() {
        SdkTracerProvider provider = provider(endpoints(Optional.of(at("/zipkin")), Optional.of(at("/otlp"))));
        provider.get("test")
                .spanBuilder("publish border-events")
                .setAttribute("messaging.destination.name", "border-events")
                .setAttribute("url.path", "/v1/events/by-reference/" + CANARY)
                .startSpan()
                .end();

        assertThat(provider.forceFlush().join(1, TimeUnit.MINUTES).isSuccess()).isTrue();

        assertThat(received).containsOnlyKeys("/zipkin", "/otlp");
        assertThat(received.values())
                .allSatisfy(body -> assertThat(body)
                        .contains("publish border-events", "messaging.destination.name")
                        .doesNotContain(CANARY));
    }

    @Test
    void withoutAnEndpointNothingLeaves() {
        SdkTracerProvider provider = provider(endpoints(Optional.empty(), Optional.empty()));
        provider.get("test").spanBuilder("publish border-events").startSpan().end();

        assertThat(provider.forceFlush().join(1, TimeUnit.MINUTES).isSuccess()).isTrue();

        assertThat(received).isEmpty();
    }

    private static SdkTracerProvider provider(TraceExportConfig config) {
        return SdkTracerProvider.builder()
                .addSpanProcessor(new TraceExport().spanProcessor(config))
                .build();
    }

    private URI at(String path) {
        return URI.create("http://localhost:" + collector.getAddress().getPort() + path);
    }

    private void receive(HttpExchange exchange) throws IOException {
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream body = packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
            received.put(exchange.getRequestURI().getPath(), new String(body.readAllBytes(), UTF_8));
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static TraceExportConfig endpoints(Optional<URI> zipkin, Optional<URI> otlp) {
        return new TraceExportConfig() {
            @Override
            public Optional<URI> zipkinEndpoint() {
                return zipkin;
            }

            @Override
            public Optional<URI> otlpEndpoint() {
                return otlp;
            }
        };
    }
}
