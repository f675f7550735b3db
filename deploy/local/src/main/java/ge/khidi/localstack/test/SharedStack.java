package ge.khidi.localstack.test;

import ge.khidi.localstack.Component;
import ge.khidi.localstack.FreePorts;
import ge.khidi.localstack.Home;
import ge.khidi.localstack.Kafka;
import ge.khidi.localstack.Postgres;
import ge.khidi.localstack.StackFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The one Kafka and the one PostgreSQL of this test JVM, started on first use and killed when the JVM ends. Both accessors return
 * handles on running processes; a fault test may {@code kill()} and {@code start} them, and leaves them running. The coordinates are
 * kept in system properties because Quarkus loads test classes and test resources with different class loaders.
 *
 * <p>Logs and data are in {@code target/local-stack/<pid of the test JVM>}; folders of test JVMs that are gone are removed.
 */
public final class SharedStack {

    private static final String DIRECTORY = "khidi.local-stack.shared.directory";
    private static final String PORTS = "khidi.local-stack.shared.ports";
    private static final Duration START_BOUND = Duration.ofMinutes(3);

    public static Kafka kafka() {
        start();
        return kafkaHandle();
    }

    public static Postgres postgres() {
        start();
        return postgresHandle();
    }

    /** Brings back whatever was killed, and waits until both answer; for the end of a fault test. */
    public static void restore() {
        start();
        List.of(kafkaHandle(), postgresHandle()).forEach(SharedStack::bringUp);
    }

    private static void start() {
        synchronized (Runtime.getRuntime()) {
            if (System.getProperty(DIRECTORY) != null) {
                return;
            }
            List<Integer> ports = FreePorts.find(3);
            System.setProperty(PORTS, ports.get(0) + "," + ports.get(1) + "," + ports.get(2));
            System.setProperty(DIRECTORY, newDirectory().toString());
            List<Component> both = List.of(kafkaHandle(), postgresHandle());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> both.forEach(Component::kill), "local-stack-end"));
            both.forEach(component -> component.start(progress -> {}));
            both.forEach(component -> component.awaitHealthy(START_BOUND));
        }
    }

    private static void bringUp(Component component) {
        component.start(progress -> {});
        component.awaitHealthy(START_BOUND);
    }

    private static Kafka kafkaHandle() {
        return new Kafka(Home.find(), directory().resolve("kafka"), port(0), port(1));
    }

    private static Postgres postgresHandle() {
        return new Postgres(Home.find(), directory().resolve("postgres"), port(2));
    }

    private static Path directory() {
        return Path.of(property(DIRECTORY));
    }

    private static int port(int index) {
        return Integer.parseInt(property(PORTS).split(",", -1)[index]);
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new StackFault("The shared stack has not been started in this JVM");
        }
        return value;
    }

    private static Path newDirectory() {
        Path all = Path.of("target", "local-stack").toAbsolutePath();
        try {
            Files.createDirectories(all);
            try (Stream<Path> earlier = Files.list(all)) {
                earlier.filter(SharedStack::isAbandoned).forEach(SharedStack::delete);
            }
            Path own = all.resolve(Long.toString(ProcessHandle.current().pid()));
            delete(own);
            return Files.createDirectories(own);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isAbandoned(Path directory) {
        String name = directory.getFileName().toString();
        return name.chars().allMatch(Character::isDigit)
                && ProcessHandle.of(Long.parseLong(name)).isEmpty();
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SharedStack() {}
}
