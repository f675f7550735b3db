package ge.khidi.sharing;

import static io.restassured.RestAssured.given;

import ge.khidi.contract.EventId;
import ge.khidi.localstack.test.TestIssuer;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** An agency's machine that reads its feed. */
public final class FeedClient {

    private static final Duration BOUND = Duration.ofMinutes(2);

    /** Where some reader of an agency's feed has come to. */
    private static final Map<String, String> READ = new ConcurrentHashMap<>();

    private final String agency;
    private @Nullable String next;
    private final List<Item> seen = new ArrayList<>();

    /** What a partner got. */
    public record Item(
            String cursor,
            String kind,
            String eventId,
            int revision,
            @Nullable Object event,
            @Nullable Object conditions) {}

    private record Page(List<Item> items, String next, boolean more) {}

    public FeedClient(String agency) {
        this.agency = agency;
    }

    /** Reads what comes from now on, and perhaps some of what came before: not every test reads what all before it have brought. */
    public static FeedClient fromNowOn(String agency) {
        FeedClient client = new FeedClient(agency);
        client.next = READ.get(agency);
        return client;
    }

    public Response page(@Nullable String after, int limit) {
        var request = given().config(Body.unprinted())
                .auth()
                .oauth2(TestIssuer.machine(agency, "feed-reader").mint())
                .queryParam("limit", limit);
        return (after == null ? request : request.queryParam("after", after)).get("/v1/feed");
    }

    /** Everything read so far, once what was read satisfies the condition. */
    public List<Item> readUntil(Predicate<List<Item>> enough) {
        Awaitility.await()
                .atMost(BOUND)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    readOn();
                    return enough.test(seen);
                });
        return List.copyOf(seen);
    }

    /** What it has of one event, once that are so many items. */
    public List<Item> of(EventId event, int atLeast) {
        return of(event, readUntil(all -> of(event, all).size() >= atLeast));
    }

    public static List<Item> of(EventId event, List<Item> all) {
        return all.stream()
                .filter(item -> item.eventId().equals(event.toString()))
                .toList();
    }

    /** Every page from the beginning, as it came. */
    public String everything() {
        StringBuilder bytes = new StringBuilder();
        @Nullable String after = null;
        boolean more = true;
        while (more) {
            Response response = page(after, 1000);
            response.then().statusCode(200);
            bytes.append(response.asString()).append('\n');
            Page page = Body.of(response, Page.class);
            after = page.next();
            more = page.more();
        }
        return bytes.toString();
    }

    /** Where it would go on from; nothing before it has read anything. */
    public @Nullable String place() {
        return next;
    }

    /** Reads to the end. */
    public List<Item> readOn() {
        boolean more = true;
        while (more) {
            Response response = page(next, 1000);
            response.then().statusCode(200);
            Page page = Body.of(response, Page.class);
            seen.addAll(page.items());
            next = page.next();
            READ.put(agency, page.next());
            more = page.more();
        }
        return List.copyOf(seen);
    }
}
