package ge.khidi.localstack;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * {@code deploy/local/up}: the whole platform in the foreground. A component that dies is started again, as an orchestrator would;
 * Ctrl-C, or any other polite end of this process, stops them all in reverse order.
 */
final class Up {

    private static final Duration HEALTHY_BOUND = Duration.ofMinutes(5);
    private static final Duration WATCH_EVERY = Duration.ofSeconds(1);
    private static final int RESTARTS_AT_MOST = 20;

    private final Options options;
    private final DataDirectory data;
    private final Stack stack;
    private final StackFile stackFile;
    private final PrintStream out;
    private final Set<Component> started = new HashSet<>();
    private volatile boolean stopping;

    private Up(Options options, Home home, DataDirectory data, PrintStream out) {
        this.options = options;
        this.data = data;
        this.stack = new Stack(home, data.path(), options.ports());
        this.stackFile = new StackFile(stack, home);
        this.out = out;
    }

    public static void main(String[] arguments) {
        try {
            Options options = Options.parse(List.of(arguments));
            if (options.help()) {
                System.out.print(Options.HELP);
                return;
            }
            Home home = Home.find();
            DataDirectory data =
                    DataDirectory.lock(options.data().orElse(home.target().resolve("run")));
            new Up(options, home, data, System.out).run();
        } catch (StackFault e) {
            System.err.println("\n" + e.getMessage());
            System.exit(1);
        }
    }

    private void run() {
        long begin = System.nanoTime();
        out.println("Khidi, local stack. Data: " + data.path() + ". Ctrl-C stops all of it.\n");
        stack.all().forEach(this::endLeftOver);
        if (options.data().isEmpty()) {
            data.empty();
        }
        options.ports().checkFree();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAll, "stop"));

        startSideBySide(stack.foundations());
        stack.kafka().createTopics(ServiceKind.topics());
        startSideBySide(List.copyOf(stack.services()));
        stackFile.write();

        out.println("\nAll healthy after " + seconds(begin) + ".");
        if (options.scenario()) {
            ServiceLoader.load(Scenario.class).forEach(this::play);
        }
        showWhereToLook();
        watch();
    }

    /** An earlier start that was killed may have left its processes for a moment. */
    private void endLeftOver(Component component) {
        if (component.isRunning()) {
            say(component, "still there from an earlier start, stopping it");
            component.stop();
        }
    }

    private void startSideBySide(List<? extends Component> components) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, components.size()));
        try {
            CompletableFuture.allOf(components.stream()
                            .map(component -> CompletableFuture.runAsync(() -> start(component), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StackFault fault ? fault : e;
        } finally {
            threads.shutdownNow();
        }
    }

    private void start(Component component) {
        long begin = System.nanoTime();
        synchronized (started) {
            if (stopping) {
                return;
            }
            started.add(component);
        }
        component.start(step -> say(component, step));
        component.awaitHealthy(HEALTHY_BOUND);
        say(component, "healthy after " + seconds(begin) + ", process " + component.pid());
    }

    private void play(Scenario scenario) {
        try {
            scenario.play(new ObjectMapper().readTree(stackFile.path().toFile()), out);
        } catch (Exception e) {
            out.println("The scenario did not come to its end: " + e.getMessage());
        }
    }

    private void showWhereToLook() {
        out.println();
        stack.services().forEach(service -> out.printf("  %-12s %s%n", service.name(), service.url()));
        stack.services().stream()
                .filter(service -> service.name().equals(ServiceKind.SHARING.label()))
                .forEach(sharing -> out.printf(
                        "  %-12s %s/pages, as release.ilecc, with the password in stack.json%n",
                        "for officers", sharing.url()));
        out.printf("  %-12s %s%n", "Keycloak", stack.keycloak().url());
        out.printf("  %-12s %s%n", "traces", stack.zipkin().url());
        out.println("\n  Clients, users, passwords and logs: " + stackFile.path());
        out.println("  Stop: Ctrl-C, or: kill " + ProcessHandle.current().pid());
    }

    private void watch() {
        Map<Component, Integer> restarts = new HashMap<>();
        while (!stopping) {
            pause();
            for (Component component : stack.all()) {
                if (!stopping
                        && !component.isRunning()
                        && restarts.merge(component, 1, Integer::sum) <= RESTARTS_AT_MOST) {
                    restart(component);
                }
            }
        }
    }

    private void restart(Component component) {
        say(component, "ended unexpectedly, starting it again. Log: " + component.log());
        try {
            start(component);
            stackFile.write();
        } catch (StackFault e) {
            out.println(e.getMessage());
        }
    }

    private void stopAll() {
        List<Component> inReverse;
        synchronized (started) {
            stopping = true;
            inReverse = stack.all().stream().filter(started::contains).collect(Collectors.toCollection(ArrayList::new));
        }
        Collections.reverse(inReverse);
        out.println();
        for (Component component : inReverse) {
            if (component.isRunning()) {
                long begin = System.nanoTime();
                component.stop();
                say(component, "stopped after " + seconds(begin));
            }
        }
        stackFile.remove();
        data.close();
    }

    private void say(Component component, String what) {
        out.printf("  %-12s %s%n", component.name(), what);
    }

    private static void pause() {
        try {
            Thread.sleep(WATCH_EVERY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String seconds(long begin) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - begin) / 1e9);
    }
}
