package ge.khidi.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Keeps processes to cores of their own while something is measured, with what {@code taskset} does on Linux; where there is none, or only one
 * core, everything runs everywhere. Closed, all may run everywhere again.
 */
final class Cores implements AutoCloseable {

    private final List<Long> kept = new ArrayList<>();
    private final int cores = Runtime.getRuntime().availableProcessors();
    private boolean works = cores > 1;

    /** Keeps a process, its threads and its children to these cores; what they begin from now on inherits it. */
    void keep(long pid, int... only) {
        kept.add(pid);
        String list = Arrays.stream(only).mapToObj(Integer::toString).collect(Collectors.joining(","));
        works &= family(pid).allMatch(one -> taskset(one, list));
    }

    /** Whether everybody is where it was sent. */
    boolean work() {
        return works;
    }

    @Override
    public void close() {
        kept.stream().flatMapToLong(Cores::family).forEach(pid -> taskset(pid, "0-" + (cores - 1)));
    }

    private static LongStream family(long pid) {
        LongStream children = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .mapToLong(ProcessHandle::pid);
        return LongStream.concat(LongStream.of(pid), children);
    }

    /** False also where the process has ended meanwhile. */
    private static boolean taskset(long pid, String cores) {
        try {
            Process process = new ProcessBuilder("taskset", "-a", "-c", "-p", cores, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noTaskset) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
