package ge.khidi.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * One Kafka node, broker and KRaft controller in one JVM. An acknowledged record survives {@link #kill()} because the
 * operating system has it; it would not survive a power cut, as a node without replicas does not flush per record.
 */
public final class Kafka extends Component {

    private static final Duration ADMIN_BOUND = Duration.ofMinutes(2);
    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx320m", "-Xms64m", "-XX:+UseSerialGC", "-Dlog4j2.configurationFile=kafka-log4j2.properties");

    private final Home home;
    private final Path directory;
    private final int port;
    private final int controllerPort;

    public Kafka(Home home, Path directory, int port, int controllerPort) {
        super("Kafka", new ChildProcess("kafka", directory.toAbsolutePath(), "TERM"));
        this.home = home;
        this.directory = directory.toAbsolutePath();
        this.port = port;
        this.controllerPort = controllerPort;
    }

    public String bootstrapServers() {
        return "localhost:" + port;
    }

    /** Where its topics lie as files. */
    public Path data() {
        return directory.resolve("data");
    }

    @Override
    void launch(Consumer<String> progress) {
        Path properties = directory.resolve("server.properties");
        try {
            Files.createDirectories(directory);
            Files.writeString(properties, serverProperties());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        progress.accept("starting on port " + port);
        process.start(home.java(JVM_OPTIONS, KafkaNode.class, List.of(properties.toString())), Map.of());
    }

    @Override
    public void awaitHealthy(Duration bound) {
        try (Admin admin = admin()) {
            process.awaitHealthy(
                    bound,
                    () -> !admin.describeCluster()
                            .nodes()
                            .get(5, TimeUnit.SECONDS)
                            .isEmpty());
        }
    }

    /**
     * Creates those that are missing; the settings of one that exists are left as they are. Returns when every partition answers: a producer
     * that writes to one whose leader is only about to be can have its first batch refused for good.
     */
    public void createTopics(Collection<Topic> topics) {
        try (Admin admin = admin()) {
            var results = admin.createTopics(topics.stream()
                            .map(topic ->
                                    new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.settings()))
                            .toList())
                    .values();
            for (var result : results.entrySet()) {
                awaited("create topic " + result.getKey(), result.getValue());
            }
            Map<TopicPartition, OffsetSpec> partitions = topics.stream()
                    .flatMap(topic -> IntStream.range(0, topic.partitions())
                            .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                    .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
            awaited("serve all partitions", admin.listOffsets(partitions).all());
        }
    }

    /** What Kafka was asked to do is done, or was already. */
    private void awaited(String what, KafkaFuture<?> result) {
        try {
            result.get(ADMIN_BOUND.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw process.fault("refused to " + what, e);
            }
        } catch (TimeoutException e) {
            throw process.fault("did not " + what + " in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFault("Interrupted while Kafka was to " + what, e);
        }
    }

    private Admin admin() {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers(),
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                200));
    }

    private String serverProperties() {
        return """
                # Written at every start of the local stack; changes here are lost.
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@localhost:%2$d
                controller.listener.names=CONTROLLER
                listeners=CLIENTS://localhost:%1$d,CONTROLLER://localhost:%2$d
                inter.broker.listener.name=CLIENTS
                listener.security.protocol.map=CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT
                log.dirs=%3$s

                # Topics are declared, not guessed from a spelling mistake.
                auto.create.topics.enable=false

                # A single node replicates to nobody.
                offsets.topic.replication.factor=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1

                # Small and quick: fewer internal partitions, a cleaner that fits the heap, what is over its time goes within
                # seconds, no waiting for a first group member, and a killed node may come back after seconds.
                offsets.topic.num.partitions=8
                transaction.state.log.num.partitions=8
                log.cleaner.dedupe.buffer.size=16777216
                log.cleaner.backoff.ms=2000
                log.retention.check.interval.ms=2000
                group.initial.rebalance.delay.ms=0
                broker.heartbeat.interval.ms=1000
                broker.session.timeout.ms=4000
                """.formatted(port, controllerPort, data());
    }
}
