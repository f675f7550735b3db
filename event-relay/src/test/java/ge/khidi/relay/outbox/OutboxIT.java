package ge.khidi.relay.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.relay.CollectedSpans;
import ge.khidi.relay.Letter;
import ge.khidi.relay.Stack;
import ge.khidi.relay.TopicReader;
import ge.khidi.relay.trace.TraceContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** From a transaction to a topic, with a relay that would look by itself only once an hour. */
@QuarkusTest
@TestProfile(OutboxIT.OnlyWhenWoken.class)
@QuarkusTestResource(
        value = KafkaAndPostgres.class,
        initArgs = {
            @ResourceArg(name = KafkaAndPostgres.DATABASE, value = Stack.DATABASE),
            @ResourceArg(name = KafkaAndPostgres.TOPICS, value = Stack.TOPICS)
        })
class OutboxIT {

    private static final String TOPIC = "outbox";

    @Inject
    Sender sender;

    @Inject
    Outbox outbox;

    @Inject
    Tracer tracer;

    @Inject
    CollectedSpans spans;

    @Inject
    MeterRegistry meters;

    public static class OnlyWhenWoken implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("khidi.outbox.poll-interval", "1h");
        }
    }

    @Test
    void aCommitWakesTheRelayAndTheRecordArrivesAsItWasGiven() {
        Letter letter = new Letter(Letter.newEventId(), 1);

        sender.send(Context.root(), Sender.to(TOPIC, letter));

        ConsumerRecord<byte[], byte[]> arrived = read(letter);
        assertThat(arrived.key()).asString().isEqualTo(letter.eventId());
        assertThat(arrived.value()).isEqualTo(letter.bytes());
        letter.headers()
                .forEach((name, value) -> assertThat(
                                arrived.headers().lastHeader(name).value())
                        .as(name)
                        .asString(UTF_8)
                        .isEqualTo(value));
        await().until(() -> sender.waiting() == 0);
    }

    @Test
    void theSendingIsAChildOfTheMomentOfAcceptanceAndTellsNothingElse() {
        Letter letter = new Letter(Letter.newEventId(), 7);
        Span accepted = tracer.spanBuilder("accept").setNoParent().startSpan();

        sender.send(Context.root().with(accepted), Sender.to(TOPIC, letter));
        accepted.end();

        TraceContext arrived = TraceContext.from(read(letter).headers()).orElseThrow();
        String traceId = accepted.getSpanContext().getTraceId();
        await().until(() -> spans.ofTrace(traceId).stream().anyMatch(span -> isPublishing(span)));
        SpanData publishing = spans.ofTrace(traceId).stream()
                .filter(OutboxIT::isPublishing)
                .findFirst()
                .orElseThrow();
        assertThat(publishing.getParentSpanId())
                .isEqualTo(accepted.getSpanContext().getSpanId());
        assertThat(arrived.traceparent()).isEqualTo("00-" + traceId + "-" + publishing.getSpanId() + "-01");
        assertThat(publishing.getAttributes().asMap())
                .isEqualTo(Map.of(
                        AttributeKey.stringKey("messaging.destination.name"),
                        TOPIC,
                        AttributeKey.stringKey("khidi.event.id"),
                        letter.eventId(),
                        AttributeKey.longKey("khidi.event.revision"),
                        7L));
    }

    @Test
    void aRecordWithAPlaceOfItsOwnKeepsIt() {
        Letter letter = new Letter(Letter.newEventId(), 1);
        Span line = tracer.spanBuilder("line").setNoParent().startSpan();
        line.end();
        TraceContext place = TraceContext.of(Context.root().with(line)).orElseThrow();
        Span request = tracer.spanBuilder("request").setNoParent().startSpan();
        request.end();

        sender.send(Context.root().with(request), Sender.to(TOPIC, letter).tracedAs(place));

        assertThat(TraceContext.from(read(letter).headers()).orElseThrow().traceparent())
                .contains(line.getSpanContext().getTraceId());
    }

    @Test
    void lookingForWorkLeavesNoTrace() {
        Letter letter = new Letter(Letter.newEventId(), 1);
        Span accepted = tracer.spanBuilder("accept").setNoParent().startSpan();

        sender.send(Context.root().with(accepted), Sender.to(TOPIC, letter));
        read(letter);
        await().until(() -> sender.waiting() == 0);
        accepted.end();

        assertThat(spans.all())
                .extracting(SpanData::getName)
                .as("the service's own statement, but none of the relay's")
                .contains("INSERT outbox")
                .noneMatch(name -> name.startsWith("SELECT") || name.startsWith("DELETE"));
    }

    @Test
    void aRolledBackRecordIsNeverPublished() {
        String eventId = Letter.newEventId();
        Letter taken = new Letter(eventId, 1);
        Letter published = new Letter(eventId, 2);

        assertThatThrownBy(() -> sender.inTransaction(
                        Context.root(),
                        session -> outbox.add(session, List.of(Sender.to(TOPIC, taken)))
                                .chain(() -> Uni.createFrom().failure(new IllegalStateException("changed its mind")))))
                .hasMessageContaining("changed its mind");
        sender.send(Context.root(), Sender.to(TOPIC, published));

        try (TopicReader reader = new TopicReader(TOPIC)) {
            reader.readUntilAllOf(Set.of(published));
            assertThat(reader.of(eventId)).hasSize(1);
        }
    }

    @Test
    void aRecordTheBrokerCouldNeverTakeFailsTheTransaction() {
        Letter letter = new Letter(Letter.newEventId(), 1);
        OutboxRecord tooLarge = OutboxRecord.of(TOPIC, letter.eventId(), letter.headers(), letter.bytes(1_000_000));

        assertThatThrownBy(() -> sender.send(Context.root(), tooLarge))
                .isInstanceOf(RecordTooLargeException.class)
                .hasMessageNotContaining("xxx");
    }

    @Test
    void theLargestRecordTheOutboxTakesIsPublished() {
        Letter letter = new Letter(Letter.newEventId(), 1);
        byte[] large = letter.bytes(899_000);

        sender.send(Context.root(), OutboxRecord.of(TOPIC, letter.eventId(), letter.headers(), large));

        assertThat(read(letter).value()).isEqualTo(large);
    }

    @Test
    void itsMetersTellHowItIsDoing() {
        Letter letter = new Letter(Letter.newEventId(), 1);
        double before = meters.counter("khidi.outbox.sent").count();

        sender.send(Context.root(), Sender.to(TOPIC, letter));

        await().until(() -> meters.counter("khidi.outbox.sent").count() > before);
        await().until(() -> meters.get("khidi.outbox.waiting").gauge().value() == 0);
        await().until(() -> meters.get("khidi.outbox.oldest.age").timeGauge().value() == 0);
    }

    private static boolean isPublishing(SpanData span) {
        return span.getName().equals("publish " + TOPIC);
    }

    private static ConsumerRecord<byte[], byte[]> read(Letter letter) {
        try (TopicReader reader = new TopicReader(TOPIC)) {
            reader.readUntilAllOf(Set.of(letter));
            return reader.of(letter.eventId()).get(0);
        }
    }
}
