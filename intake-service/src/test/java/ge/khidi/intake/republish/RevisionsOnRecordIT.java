package ge.khidi.intake.republish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.EventId;
import ge.khidi.contract.event.EventType;
import ge.khidi.intake.Samples;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.relay.trace.FreshContext;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RevisionsOnRecordIT {

    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final String TOPIC = "border-events";

    @Inject
    Mutiny.SessionFactory sessions;

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Test
    void whoeverErasesAnEventWaitsUntilTheChunkThatTellsItAgainIsInTheOutbox() throws Exception {
        EventId event = accepted();
        long before = position(event) - 1;
        RevisionsOnRecord record = new RevisionsOnRecord(TOPIC);

        Integer free = FreshContext.run(
                        vertx,
                        FreshContext.untraced(),
                        () -> sessions.withTransaction(session -> record.listAfter(session, before, 1)
                                .invoke(read -> assertThat(read).hasSize(1))
                                .chain(read -> free(event))))
                .await()
                .atMost(BOUND);

        assertThat(free).as("held by the chunk").isZero();
        assertThat(free(event).await().atMost(BOUND)).as("and no longer").isEqualTo(1);
    }

    /** Whoever changes an event locks it first: how often that could be done at once. */
    private Uni<Integer> free(EventId event) {
        return pool.preparedQuery("SELECT 1 FROM event WHERE id = $1 FOR UPDATE SKIP LOCKED")
                .execute(Tuple.of(event.value()))
                .map(rows -> rows.size());
    }

    private long position(EventId event) {
        return pool.preparedQuery("SELECT position FROM event_revision WHERE event_id = $1")
                .execute(Tuple.of(event.value()))
                .await()
                .atMost(BOUND)
                .iterator()
                .next()
                .getLong(0);
    }

    private static EventId accepted() throws IOException, InterruptedException {
        URI intake = URI.create(ConfigProvider.getConfig().getValue("test.url", String.class));
        String event = Samples.tree(EventType.ILLEGAL_STAY, Samples.reference()).toString();
        HttpRequest request = HttpRequest.newBuilder(intake.resolve("/v1/events"))
                .header(
                        "Authorization",
                        "Bearer "
                                + TestIssuer.machine("BORDER-POLICE", "event-publisher")
                                        .mint())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(event, UTF_8))
                .build();
        String location = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString(UTF_8))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        return EventId.parse(location.substring(location.lastIndexOf('/') + 1)).orElseThrow();
    }
}
