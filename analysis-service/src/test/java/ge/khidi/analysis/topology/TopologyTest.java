package ge.khidi.analysis.topology;

import static ge.khidi.analysis.TestEvents.CRIMINAL;
import static ge.khidi.analysis.TestEvents.NOON;
import static ge.khidi.analysis.TestEvents.decision;
import static ge.khidi.analysis.TestEvents.event;
import static ge.khidi.analysis.TestEvents.id;
import static ge.khidi.analysis.TestEvents.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.analysis.TestEvents;
import ge.khidi.analysis.indicator.IndicatorRules;
import ge.khidi.analysis.linking.LinkingRules;
import ge.khidi.analysis.linking.ProductIds;
import ge.khidi.contract.CloudEventHeaders;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.Topics;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.codec.Schemas;
import ge.khidi.contract.detail.AlertDetail;
import ge.khidi.contract.detail.LinkDecisionDetail.Verdict;
import ge.khidi.contract.detail.LinkDetail;
import ge.khidi.contract.detail.LinkDetail.Standing;
import ge.khidi.contract.entity.Communication;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.State;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.handling.Purpose;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The topology without Kafka: what goes in, what comes out, what is kept. */
class TopologyTest {

    private static final String PHONE = "+995555123456";
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String TRACEPARENT = "00-" + TRACE + "-b7ad6b7169203331-01";
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final String BORDER_DEAD_LETTERS = "analysis.border-events.dead-letter";

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private TopologyTestDriver driver;

    @BeforeEach
    void start(@TempDir Path state) {
        OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .build();
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, AnalysisTopology.APPLICATION);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        driver = new TopologyTestDriver(
                new AnalysisTopology(
                                TestEvents.selectors(),
                                new LinkingRules(20, 100),
                                new IndicatorRules("test", 5, 500, 4, 3, 20, 100, Map.of()),
                                LOOK,
                                new Tracing(telemetry),
                                new Meters(meters))
                        .build(Stores::inMemoryKeyValueStore),
                properties);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void eventsOfTwoAgenciesWithOnePhoneBecomeALinkInCloudEventsForm() {
        send(event(1).phone(PHONE).build());
        send(event(2).by(CRIMINAL).phone(PHONE).build());

        TestRecord<byte[], byte[]> link = products().readRecord();
        Event product = EventCodec.parse(link.value()).toOptional().orElseThrow();
        assertThat(new String(link.key(), UTF_8)).isEqualTo(product.id().toString());
        assertThat(CloudEventHeaders.of(product))
                .allSatisfy((name, value) ->
                        assertThat(header(link.headers(), name)).isEqualTo(value));
        assertThat(product.id()).isEqualTo(ProductIds.link(id(2), id(1)));
        assertThat(products().isEmpty()).isTrue();
    }

    @Test
    void aRepeatedOrOlderRevisionChangesNothing() {
        send(event(1).phone(PHONE).build());
        send(event(2).by(CRIMINAL).revision(2).phone(PHONE).build());
        send(event(2).by(CRIMINAL).revision(2).phone(PHONE).build());
        send(event(2).by(CRIMINAL).plate("AA-123-BB", "GE").build());

        assertThat(readProducts()).hasSize(1);
        assertThat(meters.counter("khidi.analysis.repeated").count()).isEqualTo(2);
    }

    @Test
    void anAnalystsWordReachesTheLinkWhicheverComesFirst() {
        send(decision(9, ProductIds.link(id(1), id(2)), Verdict.CONFIRMED).build());
        send(event(1).phone(PHONE).build());
        send(event(2).by(CRIMINAL).phone(PHONE).build());

        assertThat(readProducts())
                .singleElement()
                .extracting(product -> ((LinkDetail) product.detail().orElseThrow()).standing())
                .isEqualTo(Standing.CONFIRMED);
    }

    @Test
    void aProductBelongsToTheTraceOfWhatBroughtItAbout() {
        send(event(1).phone(PHONE).build());
        send(
                event(2).by(CRIMINAL).phone(PHONE).build(),
                new RecordHeaders().add("traceparent", TRACEPARENT.getBytes(UTF_8)));

        Headers link = products().readRecord().headers();
        List<SpanData> trace = spans.getFinishedSpanItems().stream()
                .filter(span -> span.getTraceId().equals(TRACE))
                .toList();
        assertThat(trace)
                .extracting(SpanData::getName)
                .containsExactly("handle crime-events", "publish analysis-products");
        assertThat(trace.get(0).getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(trace.get(1).getParentSpanId()).isEqualTo(trace.get(0).getSpanId());
        assertThat(header(link, "traceparent"))
                .isEqualTo("00-" + TRACE + "-" + trace.get(1).getSpanId() + "-01");
    }

    @Test
    void anAbnormalCountIsAnAlertOncePerLookAndOneEventMoreIsNoRevision() {
        sendRefusals(1, 8, -4);
        sendRefusals(100, 12, 0);
        assertThat(products().isEmpty()).isTrue();

        List<Event> first = look();
        sendRefusals(200, 2, 0);
        List<Event> second = look();
        sendRefusals(300, 1, 0);
        List<Event> third = look();

        assertThat(alerts(first)).singleElement().satisfies(alert -> {
            AlertDetail detail = (AlertDetail) alert.detail().orElseThrow();
            assertThat(alert.occurred().at()).isEqualTo("2026-11-16T00:00:00Z");
            assertThat(detail.indicator()).isEqualTo("REFUSAL_OF_ENTRY");
            assertThat(detail.borderSection()).contains("SARPI");
            assertThat(detail.periodStart()).isEqualTo("2026-11-16");
            assertThat(detail.observed()).isEqualTo(10);
            assertThat(detail.expected()).isEqualByComparingTo("0");
            assertThat(detail.sources()).hasSize(10);
            assertThat(alert.handling().purposes()).contains(Purpose.STATISTICS);
        });
        assertThat(first)
                .filteredOn(product -> product.type() == EventType.RISK_ASSESSMENT)
                .hasSize(2);
        assertThat(second).isEmpty();
        assertThat(alerts(third)).singleElement().satisfies(alert -> {
            assertThat(alert.revisionId()).hasToString(alerts(first).get(0).id() + "/2");
            assertThat(alert.revisionKind()).isEqualTo(RevisionKind.SUPPLEMENT);
            assertThat(((AlertDetail) alert.detail().orElseThrow()).observed()).isEqualTo(15);
        });
        assertThat(third).hasSize(2);
    }

    @Test
    void anAlertFallsWithItsSourcesAndNamesNoneThen() {
        sendRefusals(1, 4, -4);
        sendRefusals(100, 6, 0);
        assertThat(alerts(look())).hasSize(1);

        for (int number = 100; number < 102; number++) {
            send(refusal(number, NOON, "SARPI")
                    .revision(2)
                    .state(State.withdrawn("mistake"))
                    .build());
        }

        assertThat(alerts(look())).singleElement().satisfies(alert -> {
            assertThat(alert.state().status()).isEqualTo(Status.WITHDRAWN);
            assertThat(((AlertDetail) alert.detail().orElseThrow()).sources()).isEmpty();
        });
    }

    @Test
    void anAlertBelongsToTheTraceOfTheLastEventCounted() {
        sendRefusals(1, 4, -4);
        sendRefusals(100, 4, 0);
        send(
                refusal(104, NOON, "SARPI").revision(2).build(),
                new RecordHeaders().add("traceparent", TRACEPARENT.getBytes(UTF_8)));

        driver.advanceWallClockTime(LOOK);

        assertThat(products().readRecordsToList())
                .filteredOn(record -> new String(record.value(), UTF_8).contains("\"ALERT\""))
                .singleElement()
                .satisfies(record ->
                        assertThat(header(record.headers(), "traceparent")).contains(TRACE));
    }

    @Test
    void spansNameTopicEventAndRevisionAndNothingElse() {
        send(event(1).phone(PHONE).build());
        send(event(2).by(CRIMINAL).phone(PHONE).build(), new RecordHeaders().add("ce_id", PHONE.getBytes(UTF_8)));
        topic(Topics.BORDER_EVENTS).pipeInput("x".getBytes(UTF_8), PHONE.getBytes(UTF_8));

        Set<String> keys = spans.getFinishedSpanItems().stream()
                .flatMap(span -> span.getAttributes().asMap().keySet().stream())
                .map(key -> key.getKey())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(keys)
                .isSubsetOf("messaging.destination.name", "khidi.event.id", "khidi.event.revision", "error.type");
        assertThat(spans.getFinishedSpanItems().toString()).doesNotContain(PHONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not JSON", "{}", "[]", "{\"type\":\"LINK\"}", "\u0000"})
    void whatNobodyCanReadGoesToTheDeadLettersAsItWasAndTheNextPasses(String poison) {
        topic(Topics.BORDER_EVENTS).pipeInput("key".getBytes(UTF_8), poison.getBytes(UTF_8));
        send(event(1).phone(PHONE).build());
        send(event(2).by(CRIMINAL).phone(PHONE).build());

        TestRecord<byte[], byte[]> letter = deadLetters().readRecord();
        assertThat(letter.key()).asString(UTF_8).isEqualTo("key");
        assertThat(letter.value()).asString(UTF_8).isEqualTo(poison);
        assertThat(header(letter.headers(), "dead-letter-reason")).isNotBlank();
        assertThat(header(letter.headers(), "dead-letter-topic")).isEqualTo(Topics.BORDER_EVENTS);
        assertThat(header(letter.headers(), "dead-letter-partition")).isEqualTo("0");
        assertThat(header(letter.headers(), "dead-letter-offset")).isEqualTo("0");
        assertThat(readProducts()).hasSize(1);
    }

    @Test
    void aRecordInTheWrongPlaceIsADeadLetter() {
        byte[] crime = EventCodec.print(event(1).phone(PHONE).build());

        topic(Topics.BORDER_EVENTS).pipeInput(key(id(1).toString()), crime);
        topic(Topics.BORDER_EVENTS).pipeInput(new TestRecord<>(key(id(2).toString()), null));

        assertThat(reasons()).containsExactly("/type does not belong on this topic", "no value");
    }

    @Test
    void aForeignKeyOrAnotherOriginatorIsADeadLetter() {
        send(event(1).phone(PHONE).build());
        send(event(1).by(CRIMINAL).revision(2).phone(PHONE).build());
        topic(Topics.CRIME_EVENTS)
                .pipeInput(
                        key(id(7).toString()),
                        EventCodec.print(event(2).phone(PHONE).build()));

        assertThat(letters("analysis.crime-events.dead-letter"))
                .extracting(letter -> header(letter.headers(), "dead-letter-reason"))
                .containsExactly("/origin/agency is not that of the earlier revision", "the key is not the event id");
    }

    @Test
    void aDeadLetterThatWouldNotFitLeavesItsValueBehind() {
        topic(Topics.BORDER_EVENTS).pipeInput(key("k"), new byte[1_000_000]);

        TestRecord<byte[], byte[]> letter = deadLetters().readRecord();
        assertThat(letter.value()).isEmpty();
        assertThat(letter.headers().lastHeader("dead-letter-value-left-out")).isNotNull();
    }

    @Test
    void noValueIsKeptAnywhere() {
        send(event(1).phone(PHONE).plate("AA-123-BB", "GE").build());
        send(event(2).by(CRIMINAL).phone(PHONE).plate("AA-123-BB", "GE").build());
        send(event(3).by(CRIMINAL).phone("555123457").build());
        RandomEvents random = new RandomEvents(17);
        Set<String> values = new TreeSet<>(Set.of(PHONE, "555123456", "123456", "AA-123-BB", "AA123BB"));
        for (int i = 0; i < 300; i++) {
            Event event = random.event();
            if (!event.type().product()) {
                send(event);
                event.entities().stream()
                        .filter(Communication.class::isInstance)
                        .map(entity -> ((Communication) entity).value())
                        .filter(value -> value.length() > 3)
                        .forEach(values::add);
            }
        }

        assertThat(values).hasSizeGreaterThan(20);
        String kept = Stream.of(
                        Reader.EVENTS,
                        Reader.DECISIONS,
                        ValueProcessor.SIGHTINGS,
                        ValueProcessor.TALLIES,
                        LinkProcessor.LINKS,
                        Reader.OBSERVATIONS,
                        SectionProcessor.COUNTED,
                        SectionProcessor.FIGURES)
                .map(this::content)
                .collect(Collectors.joining());
        assertThat(kept).hasSizeGreaterThan(10_000);
        assertThat(values).noneMatch(kept::contains);
        assertThat(readProducts().stream().map(EventCodec::print).map(bytes -> new String(bytes, UTF_8)))
                .isNotEmpty()
                .allMatch(product -> values.stream().noneMatch(product::contains));
    }

    @Test
    void anErasedEventLeavesNoSelectorBehind() {
        send(event(1).phone(PHONE).build());
        send(event(2).by(CRIMINAL).phone(PHONE).build());
        send(event(1).revision(2)
                .state(new State(Status.ERASED, Optional.of("retention")))
                .build());
        send(event(2).by(CRIMINAL).revision(2).build());

        assertThat(Stream.of(Reader.EVENTS, ValueProcessor.SIGHTINGS, ValueProcessor.TALLIES, LinkProcessor.LINKS)
                        .map(this::content))
                .noneMatch(content -> content.contains("PHONE/"));
        assertThat(readProducts()).last().matches(product -> product.state().status() == Status.ERASED);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyEventPassesAndAnyProductCanBeReadBack(long seed) {
        RandomEvents random = new RandomEvents(seed);
        for (int i = 0; i < 200; i++) {
            Event event = random.event();
            if (!event.type().product()) {
                send(event);
            }
        }
        sendRefusals(1, 4, -4);
        sendRefusals(100, 6, 0);
        driver.advanceWallClockTime(LOOK);

        assertThat(EventType.values())
                .allMatch(type ->
                        letters(Topics.deadLetter("analysis", type.topic())).isEmpty());
        assertThat(readProducts()).allSatisfy(product -> {
            assertThat(product.type().product()).isTrue();
            assertThat(Schemas.faults(product.type().schemaName(), EventCodec.tree(product)))
                    .isEmpty();
        });
    }

    /** So many refusals at Sarpi, so many weeks from now. */
    private void sendRefusals(int number, int count, int weeks) {
        for (int i = 0; i < count; i++) {
            send(refusal(number + i, NOON.plus(Duration.ofDays(7L * weeks)), "SARPI")
                    .build());
        }
    }

    /** What is published at the next look. */
    private List<Event> look() {
        driver.advanceWallClockTime(LOOK);
        return readProducts();
    }

    private static List<Event> alerts(List<Event> products) {
        return products.stream()
                .filter(product -> product.type() == EventType.ALERT)
                .toList();
    }

    private void send(Event event) {
        send(event, new RecordHeaders());
    }

    private void send(Event event, Headers headers) {
        CloudEventHeaders.of(event).forEach((name, value) -> {
            if (headers.lastHeader(name) == null) {
                headers.add(name, value.getBytes(UTF_8));
            }
        });
        topic(event.type().topic())
                .pipeInput(new TestRecord<>(key(event.id().toString()), EventCodec.print(event), headers));
    }

    private TestInputTopic<byte[], byte[]> topic(String name) {
        return driver.createInputTopic(name, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private TestOutputTopic<byte[], byte[]> output(String name) {
        return driver.createOutputTopic(name, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private TestOutputTopic<byte[], byte[]> products() {
        return output(Topics.ANALYSIS_PRODUCTS);
    }

    private List<Event> readProducts() {
        return products().readValuesToList().stream()
                .map(bytes -> EventCodec.parse(bytes).toOptional().orElseThrow())
                .toList();
    }

    private TestOutputTopic<byte[], byte[]> deadLetters() {
        return output(BORDER_DEAD_LETTERS);
    }

    private List<TestRecord<byte[], byte[]>> letters(String topic) {
        return output(topic).readRecordsToList();
    }

    private List<String> reasons() {
        return letters(BORDER_DEAD_LETTERS).stream()
                .map(letter -> header(letter.headers(), "dead-letter-reason"))
                .toList();
    }

    private String content(String store) {
        KeyValueStore<String, Object> rows = driver.getKeyValueStore(store);
        StringBuilder content = new StringBuilder();
        try (KeyValueIterator<String, Object> all = rows.all()) {
            all.forEachRemaining(row -> content.append(row.key).append(new String(bytes(row.value), UTF_8)));
        }
        return content.toString();
    }

    @SuppressWarnings("unchecked")
    private static byte[] bytes(Object value) {
        return StateJson.of((Class<Object>) value.getClass()).serializer().serialize("", value);
    }

    private static byte[] key(String text) {
        return text.getBytes(UTF_8);
    }

    private static String header(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), UTF_8);
    }
}
