package ge.khidi.analysis.topology;

import static java.util.stream.Collectors.joining;

import ge.khidi.analysis.indicator.Observation;
import ge.khidi.analysis.indicator.Observed;
import ge.khidi.analysis.linking.Arrival;
import ge.khidi.analysis.linking.DecisionFact;
import ge.khidi.analysis.linking.EventFact;
import ge.khidi.analysis.selector.Selector;
import ge.khidi.analysis.selector.Selectors;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import io.opentelemetry.api.trace.Span;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * First step: a record becomes facts, or a dead letter. Revisions that are known already go no further. From here on no record holds
 * anything of the content of an event.
 */
final class Reader extends ContextualProcessor<byte[], byte[], String, Read> {

    static final String EVENTS = "events";
    static final String DECISIONS = "decisions";
    static final String OBSERVATIONS = "observations";

    /** A broker takes records of 1 MiB unless told otherwise; what is larger with its reason loses its value. */
    private static final int LARGEST_DEAD_LETTER = 900_000;

    private static final byte[] NO_VALUE = new byte[0];
    private static final int LONGEST_REASON = 1_000;

    private final Selectors selectors;
    private final Tracing tracing;
    private final Meters meters;

    Reader(Selectors selectors, Tracing tracing, Meters meters) {
        this.selectors = selectors;
        this.tracing = tracing;
        this.meters = meters;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata origin = context().recordMetadata().orElseThrow();
        Span span = tracing.handling(origin.topic(), record.headers());
        try {
            Optional<String> fault = read(record, origin.topic(), Tracing.headers(span));
            fault.ifPresent(reason -> {
                Tracing.failed(span, "unreadable");
                setAside(record, origin, reason);
            });
        } finally {
            span.end();
        }
    }

    /** Answers why the record could not be read; nothing if it could. */
    private Optional<String> read(Record<byte[], byte[]> record, String topic, Headers headers) {
        byte @Nullable [] value = record.value();
        if (value == null) {
            return Optional.of("no value");
        }
        return EventCodec.parse(value)
                .fold(
                        event -> misplaced(event, record.key(), topic)
                                .or(() -> take(event, record.timestamp(), headers)),
                        faults -> Optional.of(faults.stream()
                                .map(fault -> fault.pointer() + " " + fault.code())
                                .collect(joining("; "))));
    }

    private static Optional<String> misplaced(Event event, byte @Nullable [] key, String topic) {
        if (!event.type().topic().equals(topic)) {
            return Optional.of("/type does not belong on this topic");
        }
        if (key == null
                || !new String(key, StandardCharsets.UTF_8).equals(event.id().toString())) {
            return Optional.of("the key is not the event id");
        }
        return Optional.empty();
    }

    private Optional<String> take(Event event, long timestamp, Headers headers) {
        return event.type() == EventType.LINK_DECISION
                ? takeDecision(DecisionFact.of(event), timestamp, headers)
                : takeFact(event, timestamp, headers);
    }

    private Optional<String> takeFact(Event event, long timestamp, Headers headers) {
        EventFact fact = EventFact.of(event, selectors);
        KeyValueStore<String, EventFact> events = context().getStateStore(EVENTS);
        Optional<EventFact> known = Optional.ofNullable(events.get(fact.id().toString()));
        if (known.filter(before -> !before.originator().equals(fact.originator()))
                .isPresent()) {
            return Optional.of("/origin/agency is not that of the earlier revision");
        }
        Optional<Arrival> arrival = Arrival.of(known, fact);
        if (arrival.isEmpty()) {
            meters.repeated();
        }
        arrival.ifPresent(news -> {
            events.put(fact.id().toString(), fact);
            for (Selector selector : news.concerned()) {
                context().forward(new Record<>(selector.toString(), new Read.Sighted(fact), timestamp, headers));
            }
            count(event, timestamp, headers);
        });
        return Optional.empty();
    }

    private void count(Event event, long timestamp, Headers headers) {
        KeyValueStore<String, Observation> observations = context().getStateStore(OBSERVATIONS);
        String id = event.id().toString();
        Optional<Observation> before = Optional.ofNullable(observations.get(id));
        Optional<Observation> now = Observation.of(event);
        now.ifPresentOrElse(is -> observations.put(id, is), () -> before.ifPresent(was -> observations.delete(id)));
        for (Observed told : Observed.between(before, now)) {
            String section = told.observation().indicator().section().key();
            context().forward(new Record<>(section, new Read.Counted(told), timestamp, headers));
        }
    }

    private Optional<String> takeDecision(DecisionFact decision, long timestamp, Headers headers) {
        KeyValueStore<String, DecisionFact> decisions = context().getStateStore(DECISIONS);
        String id = decision.revision().eventId().toString();
        Optional<DecisionFact> known = Optional.ofNullable(decisions.get(id));
        if (decision.isNews(known)) {
            decisions.put(id, decision);
            decision.tell(known)
                    .forEach(told -> context()
                            .forward(new Record<>(
                                    told.link().orElseThrow().toString(), new Read.Decided(told), timestamp, headers)));
        } else {
            meters.repeated();
        }
        return Optional.empty();
    }

    private void setAside(Record<byte[], byte[]> record, RecordMetadata origin, String reason) {
        String shown = reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
        Headers headers = DeadLetterHeaders.of(record.headers(), origin, shown);
        Record<byte[], byte[]> letter = record;
        byte @Nullable [] value = record.value();
        if (value != null && value.length > LARGEST_DEAD_LETTER) {
            headers.add(DeadLetterHeaders.VALUE_LEFT_OUT, new byte[0]);
            letter = record.withValue(NO_VALUE);
        }
        meters.deadLetter(origin.topic());
        context().forward(new Record<>("", new Read.Unreadable(letter), record.timestamp(), headers));
    }
}
