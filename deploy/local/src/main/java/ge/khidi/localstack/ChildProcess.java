package ge.khidi.localstack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A process on a leash. It is known by a file that holds its pid and start time, so any part of this JVM (whatever its class
 * loader) or the next one can find it. It ignores the terminal's Ctrl-C, which is for the one who started it, and ends when
 * the JVM that started it is gone, however that ended: a shell beside it holds the other end of a pipe.
 */
final class ChildProcess {

    private static final Duration STOP_BOUND = Duration.ofSeconds(30);
    private static final Duration KILL_BOUND = Duration.ofSeconds(20);
    private static final Duration REQUEST_BOUND = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int LOG_LINES_SHOWN = 20;

    /** The watching subshell reads until its end of the pipe closes, which only the death of either side brings about. */
    private static final String LEASH = """
            trap '' INT HUP
            signal=$1; shift
            exec 3<&0 </dev/null
            ( read -r _ <&3; kill -$signal $$ && sleep 10 && kill -KILL $$ ) >/dev/null 2>&1 &
            exec 3<&-
            exec "$@"
            """;

    private final String name;
    private final Path directory;
    private final String stopSignal;

    /** @param stopSignal what asks this program to end in good order, for example {@code TERM} */
    ChildProcess(String name, Path directory, String stopSignal) {
        this.name = name;
        this.directory = directory;
        this.stopSignal = stopSignal;
    }

    Path log() {
        return directory.resolve(name + ".log");
    }

    void start(List<String> command, Map<String, String> environment) {
        try {
            Files.createDirectories(directory);
            ProcessBuilder builder = new ProcessBuilder(leashed(name, stopSignal, command))
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            log().toAbsolutePath().toFile()));
            builder.environment().putAll(environment);
            ProcessHandle started = builder.start().toHandle();
            Files.writeString(pidFile(), started.pid() + " " + startTime(started));
        } catch (IOException e) {
            throw new StackFault(name + " could not be started: " + e.getMessage(), e);
        }
    }

    Optional<ProcessHandle> running() {
        if (!Files.exists(pidFile())) {
            return Optional.empty();
        }
        try {
            String[] pidAndStart = Files.readString(pidFile()).strip().split(" ", 2);
            return ProcessHandle.of(Long.parseLong(pidAndStart[0]))
                    .filter(ProcessHandle::isAlive)
                    .filter(handle -> startTime(handle).equals(pidAndStart[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isRunning() {
        return running().isPresent();
    }

    long pid() {
        return running().map(ProcessHandle::pid).orElseThrow(() -> new StackFault(name + " is not running"));
    }

    void stop() {
        running().ifPresent(handle -> {
            signal(handle.pid(), stopSignal);
            if (!hasEnded(handle, STOP_BOUND)) {
                kill();
            }
        });
    }

    void kill() {
        running().ifPresent(handle -> {
            List<ProcessHandle> children = handle.descendants().toList();
            handle.destroyForcibly();
            for (ProcessHandle each : withFirst(handle, children)) {
                if (!hasEnded(each, KILL_BOUND)) {
                    throw new StackFault(name + " (process " + each.pid() + ") survived a SIGKILL for "
                            + KILL_BOUND.toSeconds() + " s");
                }
            }
        });
    }

    /** Polls {@code answers}, whose exceptions mean "not yet", until it returns true. */
    void awaitHealthy(Duration bound, Callable<Boolean> answers) {
        long deadline = System.nanoTime() + bound.toNanos();
        Exception last = null;
        while (System.nanoTime() < deadline) {
            try {
                if (answers.call()) {
                    return;
                }
            } catch (StackFault e) {
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StackFault("Interrupted while waiting for " + name, e);
            } catch (Exception e) {
                last = e;
            }
            if (!isRunning()) {
                throw fault("ended during its start", null);
            }
            pause();
        }
        throw fault("did not answer within " + bound.toSeconds() + " s", last);
    }

    /** Healthy means that a GET of {@code url} is answered with 200. */
    void awaitHealthy(Duration bound, URI url) {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(REQUEST_BOUND).build();
        HttpRequest request = HttpRequest.newBuilder(url).timeout(REQUEST_BOUND).build();
        awaitHealthy(
                bound,
                () -> client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    StackFault fault(String what, @Nullable Exception cause) {
        String reason = cause == null ? "" : " (last: " + cause.getMessage() + ")";
        return new StackFault(
                name + " " + what + reason + ". Log: " + log().toAbsolutePath() + ", its end:\n" + logEnd(), cause);
    }

    private String logEnd() {
        try {
            List<String> lines = new String(Files.readAllBytes(log()), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            return "(the log cannot be read: " + e.getMessage() + ")";
        }
    }

    /**
     * The command as one that ends with this JVM, asked by the signal and killed ten seconds later. Its standard input is empty; the pipe's
     * end in this JVM must stay open.
     */
    static List<String> leashed(String name, String stopSignal, List<String> command) {
        List<String> leashed = new ArrayList<>(List.of("/bin/sh", "-c", LEASH, name, stopSignal));
        leashed.addAll(command);
        return leashed;
    }

    private Path pidFile() {
        return directory.resolve(name + ".pid");
    }

    private static void signal(long pid, String signal) {
        try {
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(new File("/dev/null"))
                    .start();
            kill.waitFor(KILL_BOUND.toSeconds(), TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean hasEnded(ProcessHandle handle, Duration bound) {
        try {
            handle.onExit().get(bound.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !handle.isAlive();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFault("Interrupted while waiting", e);
        }
    }

    private static String startTime(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    private static List<ProcessHandle> withFirst(ProcessHandle first, List<ProcessHandle> others) {
        List<ProcessHandle> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }
}
