package ge.khidi.sharing.stream;

import java.time.Duration;

/** Server-sent events as they are written (WHATWG HTML, section 9.2 "Server-sent events"). */
final class ServerSentEvents {

    static final String MEDIA_TYPE = "text/event-stream";

    /** A comment, which every client ignores. */
    static final String HEARTBEAT = ": heartbeat\n\n";

    /** How long to wait before coming again, and where to go on from if nothing comes before that. */
    static String opening(Duration retry, String id) {
        return "retry: " + retry.toMillis() + "\nid: " + id + "\n\n";
    }

    static String event(String id, String name, String data) {
        return "id: " + id + "\nevent: " + name + "\n" + data(data);
    }

    /** The last event of a stream that the client should open again, from the last id it has. */
    static String resume(Ending why) {
        return "event: resume\n" + data("{\"reason\":\"" + why.name() + "\"}");
    }

    /** A line of the data is a line of the event; clients put them together again. */
    private static String data(String data) {
        StringBuilder lines = new StringBuilder(data.length() + 8);
        data.lines().forEach(line -> lines.append("data: ").append(line).append('\n'));
        return lines.append('\n').toString();
    }

    private ServerSentEvents() {}
}
