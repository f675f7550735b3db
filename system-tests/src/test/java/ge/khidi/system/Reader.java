package ge.khidi.system;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.localstack.client.Feed;
import ge.khidi.localstack.client.Platform;
import ge.khidi.localstack.client.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A partner's system that reads its feed and keeps what it got. */
final class Reader {

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(10);

    private final Session session;
    private final Feed feed;
    private final List<JsonNode> items = new ArrayList<>();

    Reader(Platform platform, String client) {
        this.session = platform.client(client);
        this.feed = new Feed(session, platform.service("sharing"));
    }

    Session session() {
        return session;
    }

    /** Everything since this reader began. */
    List<JsonNode> items() {
        try {
            items.addAll(feed.read());
            return List.copyOf(items);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until an item like this has come. */
    JsonNode await(Predicate<JsonNode> wanted) {
        return org.awaitility.Awaitility.await()
                .atMost(BOUND)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .ignoreExceptionsMatching(fault -> fault instanceof UncheckedIOException)
                .until(() -> items().stream().filter(wanted).findFirst(), java.util.Optional::isPresent)
                .orElseThrow();
    }

    static Predicate<JsonNode> revision(String eventId, int revision) {
        return item -> item.path("eventId").asText().equals(eventId)
                && item.path("revision").asInt() == revision;
    }
}
