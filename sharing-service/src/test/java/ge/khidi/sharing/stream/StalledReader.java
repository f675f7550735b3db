package ge.khidi.sharing.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.sharing.StreamClient;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A client that opens a stream and then does not read. Its own buffers are small. */
final class StalledReader implements AutoCloseable {

    private final Socket socket = new Socket();
    private String lastWords = "";

    StalledReader(String agency) throws IOException {
        socket.setReceiveBufferSize(8 * 1024);
        socket.connect(new InetSocketAddress("localhost", RestAssured.port));
        String request = "GET /v1/feed/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + StreamClient.machine(agency).mint() + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(US_ASCII));
    }

    /** Bytes that the system keeps on the service's side, because this client has not taken them (proc(5), {@code tx_queue}). */
    long kept() throws IOException {
        String here = ":%04X".formatted(RestAssured.port);
        String there = ":%04X".formatted(socket.getLocalPort());
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] columns = line.strip().split("\\s+", 6);
                if (columns[1].endsWith(here) && columns[2].endsWith(there)) {
                    return Long.parseLong(columns[4].substring(0, 8), 16);
                }
            }
        }
        return 0;
    }

    /** Reads what there is until the stream ends, and answers the id to come again with. */
    String readToTheEnd() throws IOException {
        String id = "";
        StringBuilder last = new StringBuilder();
        BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        for (String line = lines.readLine(); line != null && !line.equals("0"); line = lines.readLine()) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
                last.setLength(0);
            }
            last.append(line.length() > 100 ? "" : line).append('\n');
        }
        lastWords = last.toString();
        return id;
    }

    /** What came after the last event that had an id. */
    String lastWords() {
        return lastWords;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
