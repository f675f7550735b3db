package ge.khidi.relay.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.localstack.Database;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.relay.Stack;
import ge.khidi.relay.trace.EventSpans;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The relay of another instance, in a process of its own that can be killed in mid-send. It ends by itself when its standard input
 * is closed, that is, at the latest with the test.
 */
final class RelayProcess implements AutoCloseable {

    private final Process process;
    private final Path progress;

    private RelayProcess(Process process, Path progress) {
        this.process = process;
        this.progress = progress;
    }

    static RelayProcess start(String name) {
        Database database = KafkaAndPostgres.postgres().database(Stack.DATABASE);
        Path directory = Path.of("target", "relay-processes").toAbsolutePath();
        Path progress = directory.resolve(name + ".sent");
        try {
            Files.createDirectories(directory);
            Files.deleteIfExists(progress);
            ProcessBuilder builder = new ProcessBuilder(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-Xmx128m",
                    "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                    RelayProcess.class.getName(),
                    progress.toString());
            Map<String, String> environment = builder.environment();
            environment.put("CLASSPATH", System.getProperty("java.class.path"));
            environment.put("DATABASE_URL", database.reactiveUrl());
            environment.put("DATABASE_USER", database.username());
            environment.put("DATABASE_PASSWORD", database.password());
            environment.put("KAFKA_BOOTSTRAP", Stack.bootstrapServers());
            builder.redirectErrorStream(true)
                    .redirectOutput(directory.resolve(name + ".log").toFile());
            return new RelayProcess(builder.start(), progress);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether its senders look for rows: otherwise a slow start would leave all the work to the other. */
    boolean isReady() {
        return Files.exists(progress);
    }

    /** How many records it saw acknowledged, as of a moment ago. */
    long sent() {
        try {
            String text = Files.exists(progress) ? Files.readString(progress).strip() : "";
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().orTimeout(1, TimeUnit.MINUTES).join();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
        kill();
    }

    public static void main(String[] arguments) throws IOException {
        Vertx vertx = Vertx.vertx();
        PgConnectOptions options = PgConnectOptions.fromUri(System.getenv("DATABASE_URL"))
                .setUser(System.getenv("DATABASE_USER"))
                .setPassword(System.getenv("DATABASE_PASSWORD"));
        Pool pool = Pool.newInstance(
                PgBuilder.pool().connectingTo(options).using(vertx).build());
        OutboxConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(OutboxConfig.class)
                .build()
                .getConfigMapping(OutboxConfig.class);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        OutboxRelay relay = new OutboxRelay(
                vertx,
                pool,
                Map.of("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP")),
                config,
                new EventSpans(OpenTelemetry.noop()),
                new OutboxMeters(meters, vertx, pool, config),
                new Bell());
        relay.start(new StartupEvent());
        Path progress = Path.of(arguments[0]);
        vertx.setPeriodic(
                20,
                tick -> report(
                        progress, (long) meters.counter("khidi.outbox.sent").count()));
        awaitEnd(System.in);
        System.exit(0);
    }

    private static void report(Path progress, long sent) {
        try {
            Files.write(progress, Long.toString(sent).getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitEnd(InputStream input) throws IOException {
        input.transferTo(OutputStream.nullOutputStream());
    }
}
