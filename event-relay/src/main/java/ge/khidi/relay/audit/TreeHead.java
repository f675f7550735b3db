package ge.khidi.relay.audit;

import java.time.Instant;

/** What a checkpoint says: this log, at this time, was this tree ({@code root} in Base64). {@code previous} is the
 * size of the head before it, so that no head can be left out. Its {@link #text()} is what is signed. */
record TreeHead(String log, long previous, long size, String root, Instant at) {

    /** One line of JSON with nothing to escape. */
    String text() {
        return "{\"log\":\"" + log + "\",\"previous\":" + previous + ",\"size\":" + size + ",\"root\":\"" + root
                + "\",\"at\":\"" + at + "\"}";
    }
}
