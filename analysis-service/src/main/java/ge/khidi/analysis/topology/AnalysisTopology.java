package ge.khidi.analysis.topology;

import ge.khidi.analysis.indicator.IndicatorRules;
import ge.khidi.analysis.indicator.Observation;
import ge.khidi.analysis.indicator.Observed;
import ge.khidi.analysis.linking.DecisionFact;
import ge.khidi.analysis.linking.EventFact;
import ge.khidi.analysis.linking.LinkState;
import ge.khidi.analysis.linking.LinkingRules;
import ge.khidi.analysis.linking.Meeting;
import ge.khidi.analysis.linking.Tally;
import ge.khidi.analysis.selector.Selectors;
import ge.khidi.contract.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The way of a record through analysis.
 *
 * <pre>
 *  border-events ─┐                by event id            by value             by link
 *  crime-events ──┼─► Reader ─────── sightings ─► ValueProcessor ── meetings ─► LinkProcessor ─► analysis-products
 *  analyst-       │     │  └──────────────────────────────┼───────── decisions ────▲
 *    decisions ───┘     │  │                              └─► notices ─► analysis-products
 *                       │  └─ observed (by section) ─► SectionProcessor ─ alerts, risk assessments ─► analysis-products
 *                       └─► dead letters
 * </pre>
 *
 * Names of stores and of repartition topics are part of the state: changing one forgets what it holds.
 */
final class AnalysisTopology {

    /** The consumer group, and the prefix of internal topics and of the dead letters. */
    static final String APPLICATION = "analysis";

    static final List<String> SOURCES = List.of(Topics.BORDER_EVENTS, Topics.CRIME_EVENTS, Topics.ANALYST_DECISIONS);

    private final Selectors selectors;
    private final LinkingRules rules;
    private final IndicatorRules indicators;
    private final Duration assessEvery;
    private final Tracing tracing;
    private final Meters meters;

    /** @param assessEvery how long the changes of a count are collected before its products are published */
    AnalysisTopology(
            Selectors selectors,
            LinkingRules rules,
            IndicatorRules indicators,
            Duration assessEvery,
            Tracing tracing,
            Meters meters) {
        this.selectors = selectors;
        this.rules = rules;
        this.indicators = indicators;
        this.assessEvery = assessEvery;
        this.tracing = tracing;
        this.meters = meters;
    }

    /** @param stores makes the store of a name; on disk for the service */
    Topology build(Function<String, KeyValueBytesStoreSupplier> stores) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(store(stores.apply(Reader.EVENTS), EventFact.class));
        builder.addStateStore(store(stores.apply(Reader.DECISIONS), DecisionFact.class));
        builder.addStateStore(store(stores.apply(ValueProcessor.SIGHTINGS), EventFact.class));
        builder.addStateStore(store(stores.apply(ValueProcessor.TALLIES), Tally.class));
        builder.addStateStore(store(stores.apply(LinkProcessor.LINKS), LinkState.class));
        builder.addStateStore(store(stores.apply(Reader.OBSERVATIONS), Observation.class));
        builder.addStateStore(store(stores.apply(SectionProcessor.COUNTED), Observation.class));
        builder.addStateStore(store(stores.apply(SectionProcessor.FIGURES), Figure.class));

        Publishing publishing = new Publishing(tracing, meters);
        Map<String, KStream<String, Read>> read = builder.stream(
                        SOURCES,
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("received"))
                .process(
                        () -> new Reader(selectors, tracing, meters),
                        Named.as("reader"),
                        Reader.EVENTS,
                        Reader.DECISIONS,
                        Reader.OBSERVATIONS)
                .split(Named.as("read-"))
                .branch((key, value) -> value instanceof Read.Sighted, Branched.as("sighted"))
                .branch((key, value) -> value instanceof Read.Decided, Branched.as("decided"))
                .branch((key, value) -> value instanceof Read.Counted, Branched.as("counted"))
                .branch((key, value) -> value instanceof Read.Unreadable, Branched.as("unreadable"))
                .noDefaultBranch();
        deadLetters(branch(read, "read-unreadable"));

        Map<String, KStream<String, Found>> found = repartitioned(
                        branch(read, "read-sighted").mapValues(value -> ((Read.Sighted) value).fact()),
                        "sightings",
                        EventFact.class)
                .process(
                        () -> new ValueProcessor(rules, publishing),
                        Named.as("value"),
                        ValueProcessor.SIGHTINGS,
                        ValueProcessor.TALLIES)
                .split(Named.as("found-"))
                .branch((key, value) -> value instanceof Found.Met, Branched.as("met"))
                .branch((key, value) -> value instanceof Found.Noticed, Branched.as("noticed"))
                .noDefaultBranch();
        branch(found, "found-noticed")
                .mapValues(value -> ((Found.Noticed) value).notice())
                .to(
                        Topics.ANALYSIS_PRODUCTS,
                        Produced.with(Serdes.String(), StateJson.event()).withName("notices-out"));

        KStream<String, LinkMessage> ofValues = repartitioned(
                        branch(found, "found-met").mapValues(value -> ((Found.Met) value).meeting()),
                        "meetings",
                        Meeting.class)
                .mapValues(LinkMessage.OfValue::new);
        KStream<String, LinkMessage> ofAnalysts = repartitioned(
                        branch(read, "read-decided").mapValues(value -> ((Read.Decided) value).decision()),
                        "decisions",
                        DecisionFact.class)
                .mapValues(LinkMessage.OfAnalyst::new);
        ofValues.merge(ofAnalysts)
                .process(() -> new LinkProcessor(publishing), Named.as("link"), LinkProcessor.LINKS)
                .to(
                        Topics.ANALYSIS_PRODUCTS,
                        Produced.with(Serdes.String(), StateJson.event()).withName("links-out"));

        repartitioned(
                        branch(read, "read-counted").mapValues(value -> ((Read.Counted) value).observed()),
                        "observed",
                        Observed.class)
                .process(
                        () -> new SectionProcessor(indicators, assessEvery, publishing),
                        Named.as("section"),
                        SectionProcessor.COUNTED,
                        SectionProcessor.FIGURES)
                .to(
                        Topics.ANALYSIS_PRODUCTS,
                        Produced.with(Serdes.String(), StateJson.event()).withName("assessments-out"));
        return builder.build();
    }

    private static <T> KStream<String, T> branch(Map<String, KStream<String, T>> branches, String name) {
        return Objects.requireNonNull(branches.get(name), name);
    }

    private static void deadLetters(KStream<String, Read> unreadable) {
        unreadable
                .map((key, value) -> asItWas((Read.Unreadable) value), Named.as("as-it-was"))
                .to(
                        (key, value, record) ->
                                Topics.deadLetter(APPLICATION, DeadLetterHeaders.topic(record.headers())),
                        Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("dead-letters"));
    }

    private static KeyValue<byte[], byte[]> asItWas(Read.Unreadable record) {
        return new KeyValue<>(record.asItWas().key(), record.asItWas().value());
    }

    private static <T> KStream<String, T> repartitioned(KStream<String, T> stream, String name, Class<T> type) {
        Serde<T> serde = StateJson.of(type);
        return stream.repartition(
                Repartitioned.with(Serdes.String(), serde).withName(name).withNumberOfPartitions(Topics.PARTITIONS));
    }

    /** Its changelog forgets an overwritten row within the same time as the topics of the platform. */
    private static <T> StoreBuilder<KeyValueStore<String, T>> store(KeyValueBytesStoreSupplier store, Class<T> type) {
        return Stores.keyValueStoreBuilder(store, Serdes.String(), StateJson.of(type))
                .withLoggingEnabled(Map.of(
                        TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(Topics.MAX_COMPACTION_LAG.toMillis())))
                .withCachingDisabled();
    }
}
