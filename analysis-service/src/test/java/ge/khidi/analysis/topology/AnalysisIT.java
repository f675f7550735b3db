package ge.khidi.analysis.topology;

import static ge.khidi.analysis.TestEvents.CRIMINAL;
import static ge.khidi.analysis.TestEvents.NOON;
import static ge.khidi.analysis.TestEvents.PATROL;
import static ge.khidi.analysis.TestEvents.event;
import static ge.khidi.analysis.TestEvents.id;
import static ge.khidi.analysis.TestEvents.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.analysis.TestEvents;
import ge.khidi.analysis.linking.ProductIds;
import ge.khidi.contract.CloudEventHeaders;
import ge.khidi.contract.EventId;
import ge.khidi.contract.Topics;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.detail.AlertDetail;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.State;
import ge.khidi.contract.event.Status;
import ge.khidi.localstack.FreePorts;
import ge.khidi.localstack.Home;
import ge.khidi.localstack.Kafka;
import ge.khidi.localstack.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service with a real Kafka: what it publishes, and that neither poison nor a kill changes the result. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AnalysisIT {

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final String KEY = "0123456789abcdef".repeat(4);
    private static final int PAIRS = 300;
    private static final int MOST_MEGABYTES = 400;

    private static Path directory;
    private static Kafka kafka;
    private static AnalysisProcess analysis;
    private static KafkaProducer<String, byte[]> producer;
    private static KafkaConsumer<String, byte[]> consumer;

    /** All products there were so far, as a reader of committed records sees them. */
    private static final List<Event> PRODUCTS = new ArrayList<>();

    private static final List<Future<RecordMetadata>> SENT = new ArrayList<>();

    private static final List<ConsumerRecord<String, byte[]>> LETTERS = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path temporary) {
        directory = temporary;
        List<Integer> ports = FreePorts.find(3);
        kafka = new Kafka(Home.find(), directory.resolve("kafka"), ports.get(0), ports.get(1));
        kafka.start(progress -> {});
        kafka.awaitHealthy(BOUND);
        kafka.createTopics(Stream.concat(
                        Topics.ALL.stream()
                                .map(name -> Topic.compacted(
                                        name, Topics.PARTITIONS, Topics.MIN_COMPACTION_LAG, Topics.MAX_COMPACTION_LAG)),
                        AnalysisTopology.SOURCES.stream()
                                .map(name -> Topic.kept(
                                        Topics.deadLetter(AnalysisTopology.APPLICATION, name),
                                        Topics.PARTITIONS,
                                        Topics.DEAD_LETTER_RETENTION)))
                .toList());
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka.bootstrapServers(),
                        ProducerConfig.ACKS_CONFIG,
                        "all"),
                new StringSerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        List.of(Topics.ANALYSIS_PRODUCTS, "analysis.border-events.dead-letter").forEach(topic -> {
            for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
                partitions.add(new TopicPartition(topic, partition));
            }
        });
        consumer.assign(partitions);
        analysis = new AnalysisProcess(
                kafka.bootstrapServers(),
                ports.get(2),
                directory,
                Map.of("KHIDI_ANALYSIS_SELECTOR_KEY", KEY, "KHIDI_ANALYSIS_RISK_EVERY", "PT0.5S"));
        analysis.start();
        analysis.awaitReady();
    }

    @AfterAll
    static void stop() {
        analysis.close();
        producer.close(Duration.ofSeconds(1));
        consumer.close();
        kafka.kill();
    }

    @Test
    @Order(1)
    void aLinkAppearsAndIsWithdrawnWithItsSource() {
        EventId link = ProductIds.link(id(1), id(2));

        send(event(1).phone("+995555000001").build());
        send(event(2).by(CRIMINAL).phone("555 00 00 01").build());
        awaitProduct(link, 1);
        send(event(1).phone("+995555000001")
                .revision(2)
                .state(State.withdrawn("mistake"))
                .build());
        awaitProduct(link, 2);

        assertThat(newest(link).state().status()).isEqualTo(Status.WITHDRAWN);
        assertThat(analysis.get("/q/metrics").body()).contains("khidi_analysis_products_total");
    }

    @Test
    @Order(2)
    void poisonGoesToTheDeadLettersAndTheNextGoodEventPasses() {
        send(new ProducerRecord<>(Topics.BORDER_EVENTS, 0, "poison", "not an event".getBytes(UTF_8)));
        send(event(3).phone("+995555000003").build());
        send(event(4).by(CRIMINAL).phone("+995555000003").build());

        awaitProduct(ProductIds.link(id(3), id(4)), 1);
        await(() -> LETTERS.size() == 1);
        ConsumerRecord<String, byte[]> letter = LETTERS.get(0);
        assertThat(letter.value()).asString(UTF_8).isEqualTo("not an event");
        assertThat(new String(letter.headers().lastHeader("dead-letter-reason").value(), UTF_8))
                .isNotBlank();
    }

    @Test
    @Order(2)
    void anAbnormalCountIsAnAlertAndFollowsItsSources() {
        sendRefusals("SARPI", 10_000, 8, -4);
        sendRefusals("SARPI", 10_100, 37, 0);
        awaitAlert("SARPI", said(Status.OPEN, 35));

        for (int number = 10_100; number < 10_134; number++) {
            send(refusal(number, NOON, "SARPI")
                    .revision(2)
                    .state(State.withdrawn("mistake"))
                    .build());
        }

        awaitAlert("SARPI", alert -> alert.state().status() == Status.WITHDRAWN);
        assertThat(PRODUCTS).anyMatch(product -> product.type() == EventType.RISK_ASSESSMENT);
    }

    @Test
    @Order(3)
    void killedInTheMiddleItComesToTheSameProductsEachOnce() {
        List<Event> records = manyRecords();
        Set<EventId> standing = new TreeSet<>();
        Set<EventId> withdrawn = new TreeSet<>();
        for (int pair = 0; pair < PAIRS; pair++) {
            EventId link = ProductIds.link(id(1_000 + 2 * pair), id(1_001 + 2 * pair));
            (pair % 4 == 0 ? withdrawn : standing).add(link);
        }
        int third = records.size() / 3;

        sendRefusals("VALE", 20_000, 40, -4);
        records.subList(0, third).forEach(AnalysisIT::send);
        sendRefusals("VALE", 20_100, 43, 0);
        await(() -> PRODUCTS.size() > 50);
        records.subList(third, 2 * third).forEach(AnalysisIT::send);
        sendRefusals("VALE", 20_200, 43, 0);
        analysis.kill();
        sendRefusals("VALE", 20_300, 43, 0);
        records.subList(2 * third, records.size()).forEach(AnalysisIT::send);
        analysis.start();

        await(() -> standing.stream().allMatch(AnalysisIT::isOpen)
                && withdrawn.stream().noneMatch(AnalysisIT::isOpen));
        awaitAlert("VALE", said(Status.OPEN, 125));
        assertThatEachRevisionIsThereOnceAndInOrder();
    }

    @Test
    @Order(4)
    void kafkaMayBeKilledToo() {
        kafka.kill();
        kafka.start(progress -> {});
        kafka.awaitHealthy(BOUND);

        send(event(5).phone("+995555000005").build());
        send(event(6).by(CRIMINAL).phone("+995555000005").build());

        awaitProduct(ProductIds.link(id(5), id(6)), 1);
        analysis.awaitReady();
        assertThatEachRevisionIsThereOnceAndInOrder();
    }

    @Test
    @Order(5)
    void memoryIsBoundedAndNoValueIsLogged() {
        assertThat(analysis.residentMegabytes()).isLessThan(MOST_MEGABYTES);
        assertThat(analysis.log()).doesNotContain("555000", "not an event", KEY);
    }

    @Test
    @Order(6)
    void withoutASelectorKeyItDoesNotStart() {
        try (AnalysisProcess without = new AnalysisProcess(
                kafka.bootstrapServers(), FreePorts.find(1).get(0), directory.resolve("without"), Map.of())) {
            without.start();

            assertThat(without.awaitEnd()).isNotZero();
            assertThat(without.log()).contains("khidi.analysis.selector-key");
        }
    }

    /** Pairs over one plate each, in two topics' worth of revisions; of every fourth pair one event is withdrawn. */
    private static List<Event> manyRecords() {
        List<Event> first = new ArrayList<>();
        List<Event> later = new ArrayList<>();
        for (int pair = 0; pair < PAIRS; pair++) {
            String plate = "ZZ-" + (1_000 + pair) + "-ZZ";
            TestEvents patrols = event(1_000 + 2 * pair).by(PATROL).plate(plate, "GE");
            first.add(patrols.build());
            first.add(event(1_001 + 2 * pair).by(CRIMINAL).plate(plate, "GE").build());
            if (pair % 4 == 0) {
                later.add(patrols.revision(2).state(State.withdrawn("mistake")).build());
            }
        }
        first.addAll(later);
        return first;
    }

    private static void assertThatEachRevisionIsThereOnceAndInOrder() {
        Map<EventId, Integer> revisions = new TreeMap<>();
        for (Event product : PRODUCTS) {
            assertThat(product.revision()).isEqualTo(revisions.merge(product.id(), 1, Integer::sum));
        }
        assertThat(PRODUCTS).allMatch(product -> product.type().product());
    }

    /** So many refusals on one section, so many weeks from now. */
    private static void sendRefusals(String section, int number, int count, int weeks) {
        for (int i = 0; i < count; i++) {
            send(refusal(number + i, NOON.plus(Duration.ofDays(7L * weeks)), section)
                    .build());
        }
    }

    private static Predicate<Event> said(Status status, int observed) {
        return alert -> alert.state().status() == status
                && ((AlertDetail) alert.detail().orElseThrow()).observed() == observed;
    }

    /** Waits until the newest revision of the alert about a section is like this; how many there are before depends on the looks. */
    private static void awaitAlert(String section, Predicate<Event> wanted) {
        await(() -> PRODUCTS.stream()
                .filter(product -> product.detail().orElseThrow() instanceof AlertDetail alert
                        && alert.borderSection().equals(Optional.of(section)))
                .reduce((earlier, later) -> later)
                .filter(wanted)
                .isPresent());
    }

    private static void send(Event event) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(event.type().topic(), event.id().toString(), EventCodec.print(event));
        CloudEventHeaders.of(event).forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        send(record);
    }

    private static void send(ProducerRecord<String, byte[]> record) {
        SENT.add(producer.send(record));
    }

    private static void awaitSent() throws Exception {
        for (Future<RecordMetadata> sent : SENT) {
            sent.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        }
        SENT.clear();
    }

    /** A link whose source was withdrawn before the other came, because partitions are read as they come, never was. */
    private static boolean isOpen(EventId id) {
        return find(id).filter(product -> product.state().status() == Status.OPEN)
                .isPresent();
    }

    private static void awaitProduct(EventId id, int revision) {
        await(() -> find(id).filter(product -> product.revision() >= revision).isPresent());
    }

    private static Event newest(EventId id) {
        return find(id).orElseThrow();
    }

    private static Optional<Event> find(EventId id) {
        return PRODUCTS.stream().filter(product -> product.id().equals(id)).reduce((earlier, later) -> later);
    }

    private static void await(Callable<Boolean> reached) {
        Awaitility.await("products; see " + directory)
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    awaitSent();
                    consumer.poll(Duration.ofMillis(100)).forEach(AnalysisIT::take);
                    return reached.call();
                });
    }

    private static void take(ConsumerRecord<String, byte[]> record) {
        if (record.topic().equals(Topics.ANALYSIS_PRODUCTS)) {
            PRODUCTS.add(EventCodec.parse(record.value()).toOptional().orElseThrow());
        } else {
            LETTERS.add(record);
        }
    }
}
