package ge.khidi.relay.consumption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ge.khidi.contract.Topics;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.relay.CollectedSpans;
import ge.khidi.relay.Letter;
import ge.khidi.relay.LetterBox;
import ge.khidi.relay.TopicReader;
import ge.khidi.relay.trace.TraceContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;

/** What nobody can read or handle is set aside with its reason, and what comes after it passes. */
@QuarkusTest
class DeadLetterIT {

    private static final Duration BOUND = Duration.ofMinutes(2);

    @Inject
    LetterPost post;

    @Inject
    Tracer tracer;

    @Inject
    CollectedSpans spans;

    @Test
    void aRecordNobodyCanReadIsSetAsideAndTheNextOnePasses() {
        String key = Letter.newEventId();
        Letter before = new Letter(key, 1);
        Letter after = new Letter(key, 2);
        ProducerRecord<byte[], byte[]> poison =
                new Letter(key, 99).recordTo(LetterPost.TOPIC, "{ not a".getBytes(UTF_8));

        LetterPost.bringRecords(Stream.of(before.to(LetterPost.TOPIC), poison, after.to(LetterPost.TOPIC)));

        awaitKept(Set.of(before, after));
        ConsumerRecord<byte[], byte[]> dead = deadLetters(key, 1).get(0);
        assertThat(dead.value()).isEqualTo(poison.value());
        assertThat(header(dead, "ce_id")).isEqualTo(key + "/99");
        assertThat(header(dead, "dead-letter-reason")).isEqualTo("not a letter");
        assertThat(header(dead, "dead-letter-topic")).isEqualTo(LetterPost.TOPIC);
        assertThat(header(dead, "dead-letter-partition")).matches("[0-9]+");
        assertThat(header(dead, "dead-letter-offset")).matches("[0-9]+");
    }

    @Test
    void aTombstoneFromElsewhereIsSetAside() {
        String key = Letter.newEventId();
        Letter after = new Letter(key, 1);

        LetterPost.bringRecords(Stream.of(
                new ProducerRecord<>(LetterPost.TOPIC, key.getBytes(UTF_8), null), after.to(LetterPost.TOPIC)));

        awaitKept(Set.of(after));
        assertThat(deadLetters(key, 1).get(0).value()).isNull();
    }

    @Test
    void oneRecordTheDatabaseRefusesIsFoundAmongManyAndTheOthersAreKept() {
        Set<Letter> good = LetterPost.newLetters(300, 1);
        Letter bad = new Letter(Letter.newEventId(), LetterBox.ILL_FORMED);
        Set<Letter> all = new HashSet<>(good);
        all.add(bad);

        LetterPost.bring(all);

        awaitKept(good);
        ConsumerRecord<byte[], byte[]> dead = deadLetters(bad.eventId(), 1).get(0);
        assertThat(header(dead, "dead-letter-reason"))
                .startsWith("handler failed")
                .endsWith("SQLSTATE 23514");
        assertThat(post.kept(Set.of(bad))).isEmpty();
    }

    @Test
    void aBugInTheHandlerCostsOneRecordAndItsReasonQuotesNothing() {
        Set<Letter> good = LetterPost.newLetters(50, 2);
        Letter bug = new Letter(Letter.newEventId(), LetterBox.BUG);
        Set<Letter> all = new HashSet<>(good);
        all.add(bug);

        LetterPost.bring(all);

        awaitKept(good);
        assertThat(header(deadLetters(bug.eventId(), 1).get(0), "dead-letter-reason"))
                .isEqualTo("handler failed: java.lang.IllegalStateException");
    }

    @Test
    void aPoisonThatNoLongerFitsWithItsReasonIsSetAsideWithoutItsValue() throws Exception {
        deadLettersMayHave(Topics.MAX_MESSAGE_BYTES);
        String key = Letter.newEventId();
        Letter after = new Letter(key, 1);
        byte[] large = new byte[Topics.MAX_MESSAGE_BYTES - 100 - key.length()];

        LetterPost.bringRecords(Stream.of(
                new ProducerRecord<>(LetterPost.TOPIC, key.getBytes(UTF_8), large), after.to(LetterPost.TOPIC)));

        awaitKept(Set.of(after));
        ConsumerRecord<byte[], byte[]> dead = deadLetters(key, 1).get(0);
        assertThat(dead.value()).isNull();
        assertThat(dead.headers().lastHeader("dead-letter-value-left-out")).isNotNull();
        assertThat(header(dead, "dead-letter-reason")).isEqualTo("not a letter");
    }

    /** As on a cluster whose dead-letter topic takes no more than the topic itself. */
    private static void deadLettersMayHave(int bytes) throws Exception {
        ConfigEntry limit = new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes));
        try (Admin admin = Admin.create(
                Map.of("bootstrap.servers", KafkaAndPostgres.kafka().bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, LetterPost.DEAD_LETTERS),
                            List.of(new AlterConfigOp(limit, AlterConfigOp.OpType.SET))))
                    .all()
                    .get(BOUND.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void eachRecordOfABatchIsHandledUnderTheTraceItCameWith() {
        Span accepted = tracer.spanBuilder("accept").setNoParent().startSpan();
        accepted.end();
        Letter letter = new Letter(Letter.newEventId(), 3);
        ProducerRecord<byte[], byte[]> traced = letter.to(LetterPost.TOPIC);
        TraceContext.of(Context.root().with(accepted)).orElseThrow().addTo(traced.headers());

        LetterPost.bringRecords(Stream.of(traced));

        String traceId = accepted.getSpanContext().getTraceId();
        await().atMost(BOUND)
                .until(() -> spans.ofTrace(traceId).stream()
                        .anyMatch(span -> span.getName().equals("handle letters")));
        SpanData handling = spans.ofTrace(traceId).stream()
                .filter(span -> span.getName().equals("handle letters"))
                .findFirst()
                .orElseThrow();
        assertThat(handling.getParentSpanId())
                .isEqualTo(accepted.getSpanContext().getSpanId());
        assertThat(handling.getAttributes().asMap())
                .isEqualTo(Map.of(
                        AttributeKey.stringKey("messaging.destination.name"),
                        LetterPost.TOPIC,
                        AttributeKey.stringKey("khidi.event.id"),
                        letter.eventId(),
                        AttributeKey.longKey("khidi.event.revision"),
                        3L));
        assertThat(spans.ofTrace(traceId))
                .as("what it asked of the database belongs to the same trace")
                .anyMatch(span -> span.getParentSpanId().equals(handling.getSpanId()));
    }

    private void awaitKept(Set<Letter> letters) {
        await().atMost(BOUND).until(() -> post.kept(letters).containsAll(letters));
    }

    private static List<ConsumerRecord<byte[], byte[]>> deadLetters(String key, int count) {
        try (TopicReader reader = new TopicReader(LetterPost.DEAD_LETTERS)) {
            return reader.readUntil(all -> withKey(all, key).size() >= count).stream()
                    .filter(dead -> new String(dead.key(), UTF_8).equals(key))
                    .toList();
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> withKey(List<ConsumerRecord<byte[], byte[]>> dead, String key) {
        return dead.stream()
                .filter(one -> new String(one.key(), UTF_8).equals(key))
                .toList();
    }

    private static String header(ConsumerRecord<byte[], byte[]> dead, String name) {
        return new String(dead.headers().lastHeader(name).value(), UTF_8);
    }
}
