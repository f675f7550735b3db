package ge.khidi.analysis.topology;

import ge.khidi.analysis.linking.EventFact;
import ge.khidi.analysis.linking.LinkingRules;
import ge.khidi.analysis.linking.Tally;
import ge.khidi.analysis.linking.Value;
import ge.khidi.analysis.selector.Selector;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Second step: a fact comes to one of its values. */
final class ValueProcessor extends ContextualProcessor<String, EventFact, String, Found> {

    static final String SIGHTINGS = "sightings";
    static final String TALLIES = "tallies";

    private final LinkingRules rules;
    private final Publishing publishing;

    ValueProcessor(LinkingRules rules, Publishing publishing) {
        this.rules = rules;
        this.publishing = publishing;
    }

    @Override
    public void process(Record<String, EventFact> record) {
        KeyValueStore<String, EventFact> rows = context().getStateStore(SIGHTINGS);
        KeyValueStore<String, Tally> tallies = context().getStateStore(TALLIES);
        Selector selector =
                Selector.parse(record.key()).orElseThrow(() -> new IllegalStateException("the key is no selector"));
        @Nullable Tally stored = tallies.get(record.key());
        Tally before = stored == null ? Tally.NOTHING : stored;
        Value.Step step = new Value(selector, rules, new StoredSightings(rows, selector)).take(before, record.value());
        if (step.tally().holdsNothing()) {
            tallies.delete(record.key());
        } else if (!step.tally().equals(before)) {
            tallies.put(record.key(), step.tally());
        }
        step.meetings()
                .forEach(meeting -> context()
                        .forward(new Record<>(
                                meeting.link().toString(),
                                new Found.Met(meeting),
                                record.timestamp(),
                                Tracing.headers(record.headers()))));
        step.notice()
                .map(notice -> publishing.record(notice, record.headers(), record.timestamp()))
                .ifPresent(out -> context().forward(out.withValue(new Found.Noticed(out.value()))));
    }
}
