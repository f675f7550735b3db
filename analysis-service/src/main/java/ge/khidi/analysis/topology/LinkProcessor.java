package ge.khidi.analysis.topology;

import ge.khidi.analysis.linking.LinkState;
import ge.khidi.contract.event.Event;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Third step: a link hears from a value or from an analyst, and its next revision leaves. */
final class LinkProcessor extends ContextualProcessor<String, LinkMessage, String, Event> {

    static final String LINKS = "links";

    private final Publishing publishing;

    LinkProcessor(Publishing publishing) {
        this.publishing = publishing;
    }

    @Override
    public void process(Record<String, LinkMessage> record) {
        KeyValueStore<String, LinkState> links = context().getStateStore(LINKS);
        @Nullable LinkState stored = links.get(record.key());
        LinkState before = stored == null ? LinkState.NOTHING : stored;
        LinkState.Step step = record.value().to(before);
        if (step.state().holdsNothing()) {
            links.delete(record.key());
        } else if (!step.state().equals(before)) {
            links.put(record.key(), step.state());
        }
        step.product()
                .map(product -> publishing.record(product, record.headers(), record.timestamp()))
                .ifPresent(context()::forward);
    }
}
