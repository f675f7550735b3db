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
public interface Component {

    String name();

    /** Where the process writes; the file of an earlier start is continued, not replaced. */
    Path log();

    /** Returns once the process exists; a component that is already running is left alone. */
    void start(Consumer<String> progress);

    /** Returns once the component answers. A {@link StackFault} with the end of the log when it dies or the bound passes. */
    void awaitHealthy(Duration bound);

    boolean isRunning();

    /** The operating system's number of the running process; a {@link StackFault} when there is none. */
    long pid();

    /** Asks the process to end in good order, and returns when it has; after 30 seconds it is killed. */
    void stop();

    /** SIGKILL: no farewell, nothing flushed. Returns when the process and its children are gone. */
    void kill();
}
