package ge.khidi.analysis.topology;

import ge.khidi.analysis.indicator.Assessment;
import ge.khidi.analysis.indicator.IndicatorRules;
import ge.khidi.analysis.indicator.Observed;
import ge.khidi.analysis.indicator.Subject;
import ge.khidi.contract.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A section hears of an event, counts it and marks what must be assessed again; from time to time all that is marked is assessed. The
 * marks are state like the counts, so a kill between the two forgets nothing, and a thousand events bring one revision.
 */
final class SectionProcessor extends ContextualProcessor<String, Observed, String, Event> {

    static final String COUNTED = "counted";
    static final String FIGURES = "figures";

    private static final String DUE = "due/";
    private static final String PRODUCT = "product/";

    /** So many at once, or the transaction might take longer than it may; the rest comes with the next look. */
    private static final int MOST_AT_ONCE = 200;

    private final IndicatorRules rules;
    private final Duration every;
    private final Publishing publishing;

    SectionProcessor(IndicatorRules rules, Duration every, Publishing publishing) {
        this.rules = rules;
        this.every = every;
        this.publishing = publishing;
    }

    @Override
    public void init(ProcessorContext<String, Event> context) {
        super.init(context);
        context.schedule(every, PunctuationType.WALL_CLOCK_TIME, this::assess);
    }

    @Override
    public void process(Record<String, Observed> record) {
        Instant acceptedAt = record.value().observation().acceptedAt();
        for (Subject subject : assessment().take(record.value())) {
            mark(DUE + subject.key(), new Figure.Due(acceptedAt, Tracing.remembered(record.headers())));
        }
    }

    private void mark(String key, Figure.Due due) {
        @Nullable Figure marked = figures().get(key);
        boolean later = marked == null
                || marked.due()
                        .filter(known -> !known.acceptedAt().isBefore(due.acceptedAt()))
                        .isEmpty();
        if (later) {
            figures().put(key, Figure.of(due));
        }
    }

    private void assess(long timestamp) {
        List<KeyValue<String, Figure>> marked = new ArrayList<>();
        try (KeyValueIterator<String, Figure> due = figures().range(DUE, DUE + "~")) {
            while (marked.size() < MOST_AT_ONCE && due.hasNext()) {
                marked.add(due.next());
            }
        }
        for (KeyValue<String, Figure> mark : marked) {
            assess(
                    Subject.parse(mark.key.substring(DUE.length())),
                    mark.value.due().orElseThrow(),
                    timestamp);
            figures().delete(mark.key);
        }
    }

    private void assess(Subject subject, Figure.Due due, long timestamp) {
        @Nullable Figure published = figures().get(PRODUCT + subject.key());
        Optional<Event> last = published == null ? Optional.empty() : published.product();
        assessment().next(subject, last, due.acceptedAt()).ifPresent(product -> {
            figures().put(PRODUCT + subject.key(), Figure.of(product));
            context().forward(publishing.record(product, Tracing.recalled(due.traceparent()), timestamp));
        });
    }

    private Assessment assessment() {
        return new Assessment(rules, new StoredCounts(context().getStateStore(COUNTED), figures()));
    }

    private KeyValueStore<String, Figure> figures() {
        return context().getStateStore(FIGURES);
    }
}
