package ge.khidi.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The command itself, in a checkout that has no services yet: it brings back what dies, and leaves nothing behind. */
@Execution(ExecutionMode.CONCURRENT)
class UpIT {

    private static final Duration START_BOUND = Duration.ofMinutes(8);
    private static final Duration END_BOUND = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PORTS = 10;

    private final Path checkout;
    private Process up;

    UpIT(@TempDir Path checkout) throws IOException {
        this.checkout = checkout;
        Path built = Home.find().directory();
        Files.createDirectories(checkout.resolve("deploy/local/target"));
        Files.writeString(checkout.resolve("pom.xml"), "<project/>");
        Files.createSymbolicLink(checkout.resolve("deploy/keycloak"), built.resolveSibling("keycloak"));
        for (String name : List.of("classes", "lib", "keycloak", "zipkin")) {
            Files.createSymbolicLink(
                    checkout.resolve("deploy/local/target").resolve(name),
                    built.resolve("target").resolve(name));
        }
        this.up = launch();
    }

    private void waitUntilItIsUp() {
        await().atMost(START_BOUND).until(() -> Files.exists(stackFile()) || !up.isAlive());
        assertThat(up.isAlive()).as(said()).isTrue();
    }

    @AfterEach
    void end() {
        up.destroyForcibly();
    }

    @Test
    void whatDiesComesBackAndWhatEndsLeavesNothingBehind() throws Exception {
        waitUntilItIsUp();
        JsonNode before = stack();
        long kafka = before.at("/kafka/pid").asLong();
        assertThat(Files.getPosixFilePermissions(stackFile())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(pids(before)).hasSize(4).allMatch(UpIT::isAlive);

        kill(kafka);

        await().atMost(START_BOUND).until(() -> stack().at("/kafka/pid").asLong() != kafka);
        JsonNode after = stack();
        assertThat(pids(after)).hasSize(4).allMatch(UpIT::isAlive);

        Process second = launch();
        assertThat(second.waitFor(END_BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(said()).contains("Another stack (process " + up.pid() + ")");

        up.destroy();

        await().atMost(END_BOUND).until(() -> pids(after).stream().noneMatch(UpIT::isAlive) && !up.isAlive());
        assertThat(stackFile()).doesNotExist();
    }

    @Test
    void whatItStartedEndsEvenWhenItIsKilledInTheMiddleOfIt() {
        await().atMost(START_BOUND).until(() -> running("postgres") > 0 && running("java") > 2);
        List<Long> pids = up.descendants().map(ProcessHandle::pid).toList();

        up.destroyForcibly();

        await().atMost(END_BOUND).until(() -> pids.stream().noneMatch(UpIT::isAlive));
    }

    private long running(String program) {
        return up.descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/" + program))
                .count();
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(Home.find()
                .java(
                        List.of("-D" + Home.PROPERTY + "=" + checkout.resolve("deploy/local")),
                        Up.class,
                        List.of("--no-scenario", "--ports", Integer.toString(FreePorts.findBlock(PORTS)))));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
                .start();
    }

    private Path stackFile() {
        return checkout.resolve("deploy/local/target/stack.json");
    }

    private JsonNode stack() throws IOException {
        return JSON.readTree(stackFile().toFile());
    }

    private Path output() {
        return checkout.resolve("up.out");
    }

    private String said() {
        try {
            return Files.readString(output());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Long> pids(JsonNode stack) {
        return List.of(
                stack.at("/kafka/pid").asLong(),
                stack.at("/postgres/pid").asLong(),
                stack.at("/keycloak/pid").asLong(),
                stack.at("/zipkin/pid").asLong());
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }
}
