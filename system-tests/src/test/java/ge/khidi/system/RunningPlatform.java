package ge.khidi.system;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ge.khidi.localstack.Database;
import ge.khidi.localstack.FreePorts;
import ge.khidi.localstack.Home;
import ge.khidi.localstack.client.Platform;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The whole platform as {@code deploy/local/up --no-scenario} starts it, on free ports with an empty data directory. It starts again
 * whatever dies, as an orchestrator would; {@link #kill} is {@code kill -9} from outside.
 */
final class RunningPlatform implements AutoCloseable {

    private static final Duration START_BOUND = Duration.ofMinutes(8);
    private static final Duration RESTART_BOUND = Duration.ofMinutes(4);
    private static final Duration STOP_BOUND = Duration.ofMinutes(2);
    private static final int PORTS = 10;

    /** The shell ends what it started when this JVM is gone, however it ended: it holds the other end of a pipe. */
    private static final String LEASH = """
            exec 3<&0 </dev/null
            ( read -r _ <&3; kill -TERM $$ ) >/dev/null 2>&1 &
            exec 3<&-
            exec "$@"
            """;

    private final Process process;
    private final Path stackFile;
    private final Path log;
    private final Duration untilHealthy;

    private RunningPlatform(Process process, Path stackFile, Path log, Duration untilHealthy) {
        this.process = process;
        this.stackFile = stackFile;
        this.log = log;
        this.untilHealthy = untilHealthy;
    }

    /** @param directory emptied; the logs stay there afterwards */
    static RunningPlatform start(Path directory) {
        try {
            delete(directory);
            Files.createDirectories(directory);
            Path log = directory.resolve("up.log");
            long begin = System.nanoTime();
            ProcessBuilder up = new ProcessBuilder(command(directory.resolve("data")))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            up.environment().put("JAVA_TOOL_OPTIONS", SharingInstances.JAVA_OPTIONS);
            Process process = up.start();
            await().atMost(START_BOUND)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> said(log, "All healthy after") || !process.isAlive());
            if (!process.isAlive()) {
                throw new IllegalStateException("The platform did not start:\n" + Files.readString(log));
            }
            Duration untilHealthy = Duration.ofNanos(System.nanoTime() - begin);
            return new RunningPlatform(process, directory.resolve("data/stack.json"), log, untilHealthy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From built artifacts to every component healthy. */
    Duration untilHealthy() {
        return untilHealthy;
    }

    Platform client() {
        return Platform.read(stackFile);
    }

    Path stackFile() {
        return stackFile;
    }

    JsonNode stack() {
        try {
            return new ObjectMapper().readTree(stackFile.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A service's database, as the service itself reaches it. */
    Database database(String name) {
        JsonNode database = stack().at("/postgres/databases/" + name);
        String url = database.path("jdbcUrl").asText();
        return new Database(
                name,
                URI.create(url.substring("jdbc:".length())).getPort(),
                database.path("username").asText(),
                database.path("password").asText());
    }

    /** The processes of the platform by name, without the one that watches them. */
    Map<String, Long> processes() {
        JsonNode stack = stack();
        Map<String, Long> processes = new LinkedHashMap<>();
        stack.path("services")
                .properties()
                .forEach(service -> processes.put(
                        service.getKey(), service.getValue().path("pid").asLong()));
        stack.properties().stream()
                .filter(part -> part.getValue().path("pid").isNumber())
                .forEach(part ->
                        processes.put(part.getKey(), part.getValue().path("pid").asLong()));
        return processes;
    }

    /** SIGKILL to the process and its children. Returns when it is gone and another one has taken its place. */
    void kill(String name) {
        long pid = Objects.requireNonNull(processes().get(name), name);
        ProcessHandle handle = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> children = handle.descendants().toList();
        handle.destroyForcibly();
        await().atMost(RESTART_BOUND).until(() -> !handle.isAlive());
        await().atMost(RESTART_BOUND).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        await().atMost(RESTART_BOUND).ignoreExceptions().until(() -> isAnother(name, pid));
    }

    private boolean isAnother(String name, long before) {
        long now = Objects.requireNonNull(processes().get(name), name);
        return now != before && ProcessHandle.of(now).isPresent();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_BOUND.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "The platform did not stop within " + STOP_BOUND.toSeconds() + " s; see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    /** What to put before a command that shall not outlive this JVM. */
    static List<String> leashed(String name) {
        return List.of("/bin/sh", "-c", LEASH, name);
    }

    private static List<String> command(Path data) {
        Home home = Home.find();
        Path target = home.directory().resolve("target");
        List<String> command = new ArrayList<>(leashed("platform"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-D" + Home.PROPERTY + "=" + home.directory(),
                "-D" + Home.REPORTS_PROPERTY + "=" + home.reports(),
                "-cp",
                target.resolve("classes") + File.pathSeparator + target.resolve("lib") + "/*",
                "ge.khidi.localstack.Up",
                "--no-scenario",
                "--data",
                data.toString(),
                "--ports",
                Integer.toString(FreePorts.findBlock(PORTS))));
        return command;
    }

    private static boolean said(Path log, String words) throws IOException {
        return Files.exists(log) && Files.readString(log).contains(words);
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
