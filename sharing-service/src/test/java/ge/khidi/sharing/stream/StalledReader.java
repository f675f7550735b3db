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
