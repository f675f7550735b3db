package ge.khidi.relay.consumption;

import ge.khidi.relay.trace.Causes;
import ge.khidi.relay.trace.EventSpans;
import ge.khidi.relay.trace.FreshContext;
import ge.khidi.relay.trace.TraceContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * The rules by which every service consumes (design section 6).
 *
 * <p>Each record is parsed once; what cannot be read goes to the dead letter. The others go to the handler in the order of their
 * partitions, at most {@code khidi.consumption.batch-size} at a time. The batch is acknowledged when every record of it is
 * either handled or in the dead letter, and it is never nacked:
 *
 * <ul>
 *   <li>While database or broker are away the same records are tried again with growing pauses, readiness is red, and
 *       consumption resumes by itself.
 *   <li>A group that fails for another reason is halved until the record that fails alone, and twice, is found; that one goes
 *       to the dead letter, the others pass.
 *   <li>When the service stops, the batch is left unacknowledged and comes again.
 * </ul>
 *
 * <p>Use it from a method that takes the whole message:
 *
 * <pre>{@code
 * @Incoming("border-events")
 * Uni<Void> consume(Message<ConsumerRecords<byte[], byte[]>> batch) {
 *     return consumption.consume(batch);
 * }
 * }</pre>
 */
public final class BatchConsumption<T> {

    private static final Logger LOG = Logger.getLogger(BatchConsumption.class);

    private final String consumer;
    private final RecordParser<T> parser;
    private final BatchHandler<T> handler;
    private final Means means;

    /** What every consumer of a service shares. */
    record Means(
            Vertx vertx,
            EventSpans spans,
            MeterRegistry meters,
            ConsumptionConfig config,
            Patience patience,
            DeadLetters deadLetters) {}

    /** A record on its way through, with the span that ends when it is done. */
    private record InHand<T>(ConsumerRecord<byte[], byte[]> raw, Received<T> received, Span span) {}

    BatchConsumption(String consumer, RecordParser<T> parser, BatchHandler<T> handler, Means means) {
        this.consumer = consumer;
        this.parser = parser;
        this.handler = handler;
        this.means = means;
    }

    /** Completes when the batch is done and acknowledged; fails only when the service stops. */
    public Uni<Void> consume(Message<ConsumerRecords<byte[], byte[]>> batch) {
        return Uni.createFrom()
                .voidItem()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(() -> take(batch.getPayload()))
                .chain(() -> Uni.createFrom().completionStage(batch::ack));
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        List<InHand<T>> group = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> raw : records) {
            Span span = means.spans.handling(raw.topic(), raw.headers());
            read(raw).fold(value -> group.add(inHand(raw, value, span)), reasons -> {
                setAside(raw, span, String.join("; ", reasons));
                return false;
            });
            if (group.size() == means.config.batchSize()) {
                deliver(List.copyOf(group));
                group.clear();
            }
        }
        if (!group.isEmpty()) {
            deliver(List.copyOf(group));
        }
    }

    private Reading<T> read(ConsumerRecord<byte[], byte[]> raw) {
        try {
            return parser.parse(raw);
        } catch (RuntimeException | StackOverflowError fault) {
            return Reading.unreadable(List.of("parser failed: " + Causes.describe(fault)));
        }
    }

    private InHand<T> inHand(ConsumerRecord<byte[], byte[]> raw, T value, Span span) {
        Origin origin = new Origin(raw.topic(), raw.partition(), raw.offset());
        Context context = Context.root().with(span);
        return new InHand<>(
                raw, new Received<>(value, origin, TraceContext.of(context).orElse(null)), span);
    }

    private void deliver(List<InHand<T>> group) {
        Optional<Throwable> fault = attempt(group);
        if (fault.isEmpty()) {
            return;
        }
        if (group.size() > 1) {
            int half = group.size() / 2;
            deliver(group.subList(0, half));
            deliver(group.subList(half, group.size()));
            return;
        }
        // Once more: a connection that broke in an unheard-of way shows as a missing database the second time.
        InHand<T> alone = group.get(0);
        attempt(group).ifPresent(again -> setAside(alone.raw, alone.span, "handler failed: " + Causes.describe(again)));
    }

    /** Answers the fault that lies in the group; empty when the group is handled. */
    private Optional<Throwable> attempt(List<InHand<T>> group) {
        try {
            means.patience.untilDecided(consumer, () -> handle(group));
        } catch (ConsumptionStoppedException stopped) {
            group.forEach(one -> end(one.span, stopped.getClass().getName()));
            throw stopped;
        } catch (Patience.FaultOfRecordException fault) {
            return Optional.of(fault.failure());
        }
        group.forEach(one -> {
            one.span.end();
            count("khidi.consumption.handled", one.raw.topic());
        });
        return Optional.empty();
    }

    /** One attempt, awaited. A single record is handled under its own span, several under one that links to theirs. */
    private Void handle(List<InHand<T>> group) {
        List<Span> spans = group.stream().map(InHand::span).toList();
        boolean alone = group.size() == 1;
        Span current = alone ? spans.get(0) : means.spans.handlingTogether(consumer, spans);
        List<Received<T>> received = group.stream().map(InHand::received).toList();
        try {
            return FreshContext.run(means.vertx, Context.root().with(current), () -> handler.handle(received))
                    .ifNoItem()
                    .after(means.config.attemptTimeout())
                    .fail()
                    .await()
                    .indefinitely();
        } catch (RuntimeException failure) {
            if (!alone) {
                EventSpans.failed(current, failure.getClass().getName());
            }
            throw failure;
        } finally {
            if (!alone) {
                current.end();
            }
        }
    }

    private void setAside(ConsumerRecord<byte[], byte[]> raw, Span span, String reason) {
        LOG.warnf(
                "A record goes to the dead letter. consumer=%s topic=%s partition=%d offset=%d reason=%s",
                consumer, raw.topic(), raw.partition(), raw.offset(), reason);
        try {
            means.patience.untilDone(consumer, () -> {
                means.deadLetters.bury(consumer, raw, reason);
                return null;
            });
        } catch (ConsumptionStoppedException stopped) {
            end(span, stopped.getClass().getName());
            throw stopped;
        }
        count("khidi.consumption.dead.lettered", raw.topic());
        end(span, "dead-letter");
    }

    private static void end(Span span, String errorType) {
        EventSpans.failed(span, errorType);
        span.end();
    }

    private void count(String meter, String topic) {
        means.meters.counter(meter, "consumer", consumer, "topic", topic).increment();
    }
}
