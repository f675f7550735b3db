package ge.khidi.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A partner's system that reads one feed on and on, in pages of any size, at whichever instance it finds; where one does not answer it
 * asks again from the cursor it kept. It never waits in a thread, so there can be a thousand of them.
 */
final class RestlessReader {

    private static final List<Integer> LIMITS = List.of(10, 50, 100, 100, 300, 1000);
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(4);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SharingInstances sharing;
    private final String agency;
    private final String client;
    private final int longestPauseMillis;
    private final SplittableRandom random;
    private final List<String> seen = new ArrayList<>();
    private String next = "";
    private String token = "";
    private Instant renewAt = Instant.MIN;
    private int pages;
    private int unanswered;

    /** @param longestPauseMillis between two looks where there was nothing more */
    RestlessReader(SharingInstances sharing, String agency, int number, int longestPauseMillis) {
        this.sharing = sharing;
        this.agency = agency;
        this.client = "restless-reader-" + number;
        this.longestPauseMillis = longestPauseMillis;
        this.random = new SplittableRandom(number);
    }

    /** Every item so far, as event id and revision, in the order in which it came. */
    List<String> seen() {
        return seen;
    }

    int pages() {
        return pages;
    }

    /** Questions that were not answered, because the instance was away. */
    int unanswered() {
        return unanswered;
    }

    /** Reads until a page that was asked for when all was {@code over} says that there is no more. */
    CompletableFuture<Void> readUntil(BooleanSupplier over) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        step(over, done);
        return done;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // done tells
    private void step(BooleanSupplier over, CompletableFuture<Void> done) {
        boolean last = over.getAsBoolean();
        int where = random.nextInt(sharing.many());
        int limit = LIMITS.get(random.nextInt(LIMITS.size()));
        sharing.page(where, next, limit, token()).whenComplete((answer, away) -> {
            try {
                if (away == null && answer.statusCode() != 503) {
                    boolean more = take(answer);
                    goOn(more, last && !more, over, done);
                } else {
                    unanswered++;
                    goOn(false, false, over, done);
                }
            } catch (RuntimeException broken) {
                done.completeExceptionally(broken);
            }
        });
    }

    private void goOn(boolean more, boolean end, BooleanSupplier over, CompletableFuture<Void> done) {
        if (end) {
            done.complete(null);
        } else if (more) {
            step(over, done);
        } else {
            CompletableFuture.delayedExecutor(1 + random.nextInt(longestPauseMillis), TimeUnit.MILLISECONDS)
                    .execute(() -> step(over, done));
        }
    }

    private boolean take(HttpResponse<byte[]> answer) {
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("the feed is answered with " + answer.statusCode());
        }
        pages++;
        try {
            JsonNode page = JSON.readTree(answer.body());
            page.path("items")
                    .forEach(item -> seen.add(item.path("eventId").asText() + "/"
                            + item.path("revision").asInt()));
            next = page.path("next").asText(next);
            return page.path("more").asBoolean();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private String token() {
        if (Instant.now().isAfter(renewAt)) {
            token = SharingInstances.reader(agency, client).mint();
            renewAt = Instant.now().plus(TOKEN_LIFE);
        }
        return token;
    }
}
