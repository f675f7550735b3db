package ge.khidi.analysis.topology;

import ge.khidi.analysis.indicator.Observed;
import ge.khidi.analysis.linking.DecisionFact;
import ge.khidi.analysis.linking.EventFact;
import org.apache.kafka.streams.processor.api.Record;

/** What became of a record that came in; each goes its own way. */
sealed interface Read {

    /** To the value named by the key. */
    record Sighted(EventFact fact) implements Read {}

    /** To the link named by the key. */
    record Decided(DecisionFact decision) implements Read {}

    /** To the section named by the key. */
    record Counted(Observed observed) implements Read {}

    /** To the dead letters, as it was. */
    record Unreadable(Record<byte[], byte[]> asItWas) implements Read {}
}
