package ge.khidi.localstack.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One partner's feed, read page by page from where this reader stopped. Not for several threads. */
public final class Feed {

    private static final int PAGE = 500;

    private final Session partner;
    private final URI sharing;
    private Optional<String> next = Optional.empty();

    public Feed(Session partner, URI sharing) {
        this.partner = partner;
        this.sharing = sharing;
    }

    /** The items that came since the last call, in the feed's order. */
    public List<JsonNode> read() throws IOException {
        List<JsonNode> items = new ArrayList<>();
        boolean more = true;
        while (more) {
            Answer answer = page();
            if (!answer.ok()) {
                throw new IOException("the feed of " + partner.name() + " answers with status " + answer.status());
            }
            JsonNode page = answer.json();
            page.path("items").forEach(items::add);
            next = Optional.ofNullable(page.path("next").textValue()).or(() -> next);
            more = page.path("more").asBoolean();
        }
        return items;
    }

    /** One page as it comes, from where this reader stopped; reading on is left to {@link #read()}. */
    public Answer page() throws IOException {
        String after = next.map(cursor -> "&after=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8))
                .orElse("");
        return partner.get(sharing.resolve("/v1/feed?limit=" + PAGE + after));
    }
}
