package ge.khidi.localstack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One process of the platform. It keeps its ports and its data directory for life, so after {@link #kill()} a
 * {@link #start(Consumer)} brings the same component back with whatever it had made durable.
 *
 * <pre>
 *            start            awaitHealthy
 *  stopped ─────────► started ────────────► healthy
 *     ▲                  │                     │
 *     └──────────────────┴─── stop, kill ──────┘
 * </pre>
 */
public abstract sealed class Component permits Kafka, Keycloak, Postgres, Service, Zipkin {

    private final String name;
    final ChildProcess process;

    Component(String name, ChildProcess process) {
        this.name = name;
        this.process = process;
    }

    /** What is missing to run is made, then the process starts. Called only while it does not run. */
    abstract void launch(Consumer<String> progress);

    /** Returns once the component answers. A {@link StackFault} with the end of the log when it dies or the bound passes. */
    public abstract void awaitHealthy(Duration bound);

    /** Returns once the process exists; a component that is already running is left alone. */
    public final void start(Consumer<String> progress) {
        if (!isRunning()) {
            launch(progress);
        }
    }

    public final String name() {
        return name;
    }

    /** Where the process writes; the file of an earlier start is continued, not replaced. */
    public final Path log() {
        return process.log();
    }

    public final boolean isRunning() {
        return process.isRunning();
    }

    /** The operating system's number of the running process; a {@link StackFault} when there is none. */
    public final long pid() {
        return process.pid();
    }

    /** Asks the process to end in good order, and returns when it has; after 30 seconds it is killed. */
    public final void stop() {
        process.stop();
    }

    /** SIGKILL: no farewell, nothing flushed. Returns when the process and its children are gone. */
    public final void kill() {
        process.kill();
    }
}
