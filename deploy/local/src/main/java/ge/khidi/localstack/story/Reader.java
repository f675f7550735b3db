package ge.khidi.localstack.story;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.localstack.client.Answer;
import ge.khidi.localstack.client.Feed;
import ge.khidi.localstack.client.Platform;
import ge.khidi.localstack.client.Session;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Somebody who reads a feed, and everything that has come to them so far. */
final class Reader {

    private final String label;
    private final String agency;
    private final Session session;
    private final URI sharing;
    private final Feed feed;
    private final List<JsonNode> items = new ArrayList<>();

    Reader(String label, String agency, String client, Platform platform) {
        this.label = label;
        this.agency = agency;
        this.session = platform.client(client);
        this.sharing = platform.service("sharing");
        this.feed = new Feed(session, sharing);
    }

    String label() {
        return label;
    }

    String agency() {
        return agency;
    }

    Session session() {
        return session;
    }

    /** Reads on, and gives everything since the beginning. */
    List<JsonNode> items() throws IOException {
        items.addAll(feed.read());
        return List.copyOf(items);
    }

    /** Looks at one of the items that have come once more, and at nothing else. */
    void lookAgainAt(JsonNode item) throws IOException {
        int place = items.indexOf(item);
        String after = place == 0
                ? ""
                : "&after="
                        + URLEncoder.encode(items.get(place - 1).path("cursor").asText(), StandardCharsets.UTF_8);
        Answer answer = session.get(sharing.resolve("/v1/feed?limit=1" + after));
        if (!answer.ok()) {
            throw new IOException("the feed of " + label + " answers with status " + answer.status());
        }
    }
}
