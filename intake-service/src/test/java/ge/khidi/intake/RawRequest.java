package ge.khidi.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;

/** A request written by hand, chunk by chunk, to decide who speaks when. */
final class RawRequest implements AutoCloseable {
    private final Socket socket;
    private final OutputStream out;
    private final BufferedReader in;
    private final Agency agency;

    private RawRequest(URI base, Agency agency, String path, String contentType) throws IOException {
        this.agency = agency;
        socket = new Socket(base.getHost(), base.getPort());
        socket.setSoTimeout(60_000);
        out = socket.getOutputStream();
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        write("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + agency.token()
                + "\r\nContent-Type: " + contentType + "\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    static RawRequest batch(Agency agency, URI base) throws IOException {
        return new RawRequest(base, agency, "/v1/events/batch", "application/x-ndjson");
    }

    static RawRequest event(Agency agency, URI base) throws IOException {
        return new RawRequest(base, agency, "/v1/events", "application/json");
    }

    void send(String text) throws IOException {
        write(Integer.toHexString(text.getBytes(UTF_8).length) + "\r\n" + text + "\r\n");
    }

    void end() throws IOException {
        write("0\r\n\r\n");
    }

    /** Another request behind the first one. */
    void askAgain(String path) throws IOException {
        write("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + agency.token() + "\r\n\r\n");
    }

    /** The first line of the next answer. */
    String readStatus() throws IOException {
        String line = in.readLine();
        while (line != null && !line.contains("HTTP/1.1 ")) {
            line = in.readLine();
        }
        return line == null ? "" : line.substring(line.indexOf("HTTP/1.1 "));
    }

    /** The next line of the body, past headers and sizes of chunks. */
    String readLine() throws IOException {
        String line = in.readLine();
        while (line != null && !line.startsWith("{")) {
            line = in.readLine();
        }
        return String.valueOf(line);
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
