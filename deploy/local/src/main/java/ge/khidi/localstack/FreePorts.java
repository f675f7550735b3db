package ge.khidi.localstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Ports nobody listens on at this moment, for tests; distinct within one call. They lie below those that systems give to outgoing
 * connections, one of which could take a port before its server does.
 */
public final class FreePorts {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 1_000;

    public static List<Integer> find(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int attempt = 0; held.size() < count && attempt < ATTEMPTS; attempt++) {
                open(ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST)).ifPresent(held::add);
            }
            if (held.size() < count) {
                throw new StackFault("No free port between " + LOWEST + " and " + HIGHEST);
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            held.forEach(FreePorts::close);
        }
    }

    /** A port that is free together with the {@code count - 1} behind it. */
    public static int findBlock(int count) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST - count);
            if (IntStream.range(first, first + count).allMatch(FreePorts::isFree)) {
                return first;
            }
        }
        throw new StackFault("No " + count + " free ports in a row between " + LOWEST + " and " + HIGHEST);
    }

    private static boolean isFree(int port) {
        Optional<ServerSocket> socket = open(port);
        socket.ifPresent(FreePorts::close);
        return socket.isPresent();
    }

    private static Optional<ServerSocket> open(int port) {
        try {
            return Optional.of(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        } catch (IOException taken) {
            return Optional.empty();
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new StackFault("A port could not be given back: " + e.getMessage(), e);
        }
    }

    private FreePorts() {}
}
