package ge.khidi.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * What came of asking a server from several connections that stay open, each asking again as soon as it is answered. Answers are counted and
 * thrown away, so that asking costs little beside answering; one that is not 200 ends the test.
 */
final class Load {

    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
    private static final String LENGTH = "content-length: ";

    private final Duration time;
    private final long bytes;

    /** How long each took, the fastest first. */
    private final long[] nanos;

    private Load(Duration time, long bytes, long[] nanos) {
        this.time = time;
        this.bytes = bytes;
        this.nanos = nanos;
    }

    /** Asks for every path once at least, and again and again until the time is over; each path with these header lines. */
    static Load on(URI server, List<String> paths, String headers, int connections, Duration time) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            long begin = System.nanoTime();
            List<Future<Load>> asking = new ArrayList<>();
            for (int first = 0; first < connections; first++) {
                int mine = first;
                asking.add(
                        threads.submit(() -> ask(server, paths, headers, mine, connections, begin + time.toNanos())));
            }
            long bytes = 0;
            List<long[]> nanos = new ArrayList<>();
            for (Future<Load> one : asking) {
                bytes += one.get().bytes;
                nanos.add(one.get().nanos);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            return new Load(
                    took,
                    bytes,
                    nanos.stream().flatMapToLong(Arrays::stream).sorted().toArray());
        } finally {
            threads.shutdown();
        }
    }

    Duration time() {
        return time;
    }

    long bytes() {
        return bytes;
    }

    int answers() {
        return nanos.length;
    }

    double perSecond() {
        return answers() * 1e9 / time.toNanos();
    }

    double medianMillis() {
        return nanos[nanos.length / 2] / 1e6;
    }

    double p99Millis() {
        return nanos[(int) (nanos.length * 0.99)] / 1e6;
    }

    private static Load ask(URI server, List<String> paths, String headers, int first, int step, long until)
            throws IOException {
        LongStream.Builder nanos = LongStream.builder();
        long bytes = 0;
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[1 << 17];
            for (int n = first; n < paths.size() || System.nanoTime() < until; n += step) {
                String request = "GET " + paths.get(n % paths.size()) + " HTTP/1.1\r\nHost: " + server.getAuthority()
                        + "\r\n" + headers + "\r\n";
                long begin = System.nanoTime();
                out.write(request.getBytes(US_ASCII));
                bytes += answer(in, buffer);
                nanos.add(System.nanoTime() - begin);
            }
        }
        return new Load(Duration.ZERO, bytes, nanos.build().toArray());
    }

    /** Reads one answer, and says how long its body was. */
    private static long answer(InputStream in, byte[] buffer) throws IOException {
        int read = 0;
        int head;
        do {
            int more = in.read(buffer, read, buffer.length - read);
            if (more < 0) {
                throw new EOFException("The connection ended before the answer did");
            }
            head = endOfHead(buffer, Math.max(0, read - END_OF_HEAD.length), read + more);
            read += more;
        } while (head < 0);
        String said = new String(buffer, 0, head, ISO_8859_1).toLowerCase(Locale.ROOT);
        if (!said.startsWith("http/1.1 200 ")) {
            throw new IOException("Answered with " + said.lines().findFirst().orElse(""));
        }
        int length = said.indexOf(LENGTH) + LENGTH.length();
        long body = Long.parseLong(said.substring(length, said.indexOf('\r', length)));
        for (long rest = body - (read - head); rest > 0; ) {
            int more = in.read(buffer);
            if (more < 0) {
                throw new EOFException("The connection ended before the answer did");
            }
            rest -= more;
        }
        return body;
    }

    private static int endOfHead(byte[] buffer, int from, int to) {
        for (int i = from; i + END_OF_HEAD.length <= to; i++) {
            if (Arrays.equals(buffer, i, i + END_OF_HEAD.length, END_OF_HEAD, 0, END_OF_HEAD.length)) {
                return i + END_OF_HEAD.length;
            }
        }
        return -1;
    }
}
