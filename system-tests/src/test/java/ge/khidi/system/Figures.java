package ge.khidi.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** What the README may quote: measured in this run, written to {@code target/figures.md}. Nothing is asserted by it. */
final class Figures {

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern MOST = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final List<String> OTHERS = new ArrayList<>();

    /** Megabytes of a process in memory: now, and the most there ever were. */
    record Resident(long now, long most) {
        static Resident of(long pid) {
            return new Resident(status(pid, RESIDENT) / 1024, status(pid, MOST) / 1024);
        }
    }

    private final RunningPlatform platform;
    private final Path file;
    private final Map<String, Long> atRest;

    private Figures(RunningPlatform platform, Path file, Map<String, Long> atRest) {
        this.platform = platform;
        this.file = file;
        this.atRest = atRest;
    }

    static Figures atRest(RunningPlatform platform, Path file) {
        return new Figures(platform, file, megabytes(platform));
    }

    /** A figure of a test, as a sentence. */
    static synchronized void note(String sentence) {
        OTHERS.add(sentence);
    }

    void write() {
        settle();
        Map<String, Long> afterwards = megabytes(platform);
        StringBuilder text = new StringBuilder(
                "| process | MB resident when healthy | MB resident after the tests |\n| --- | ---: | ---: |\n");
        atRest.forEach((name, size) -> text.append(row(name, size, afterwards.getOrDefault(name, 0L))));
        text.append(row("**all**", sum(atRest), sum(afterwards)));
        text.append(String.format(
                "%nFrom built artifacts to healthy: %.1f s.%n",
                platform.untilHealthy().toMillis() / 1e3));
        synchronized (Figures.class) {
            OTHERS.forEach(sentence -> text.append('\n').append(sentence).append('\n'));
        }
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Half a minute at full size: what a process still holds then, it holds. */
    private static void settle() {
        Duration pause = Duration.ofSeconds(Integer.getInteger("khidi.figures.settle-seconds", 0));
        Awaitility.await().pollDelay(pause).atMost(pause.plusSeconds(10)).until(() -> true);
    }

    private static String row(String name, long first, long second) {
        return String.format("| %s | %,d | %,d |%n", name, first, second);
    }

    private static long sum(Map<String, Long> sizes) {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** With their children; what PostgreSQL's processes share is counted in each of them, so the sum is an upper bound. */
    private static Map<String, Long> megabytes(RunningPlatform platform) {
        Map<String, Long> sizes = new TreeMap<>();
        platform.processes()
                .forEach((name, pid) -> ProcessHandle.of(pid).ifPresent(process -> {
                    long kilobytes = resident(pid)
                            + process.descendants()
                                    .mapToLong(child -> resident(child.pid()))
                                    .sum();
                    sizes.put(name, kilobytes / 1024);
                }));
        return sizes;
    }

    private static long resident(long pid) {
        return status(pid, RESIDENT);
    }

    private static long status(long pid, Pattern wanted) {
        try {
            Matcher found = wanted.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
            return found.find() ? Long.parseLong(found.group(1)) : 0;
        } catch (IOException gone) {
            return 0;
        }
    }
}
