package ge.khidi.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A process that answers {@code /n} with n bytes and does nothing else: what this machine and the load can do at best with answers of that
 * size. It tells its port in its first line.
 */
final class BareEndpoint {

    private static final byte[] BYTES = new byte[8_000_000];

    public static void main(String[] none) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", BareEndpoint::answer);
        server.start();
        System.out.println(server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange) throws IOException {
        int size = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            exchange.sendResponseHeaders(200, size);
            out.write(BYTES, 0, size);
        }
    }

    private BareEndpoint() {}
}
