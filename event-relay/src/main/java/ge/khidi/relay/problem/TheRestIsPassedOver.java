package ge.khidi.relay.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads what is left of a request that was answered before its body was read, as a refusal is, and throws it away: otherwise the next request on the
 * connection would wait behind it for ever. Whoever goes on sending is cut off: nobody had to say who they are to be read, and what flows keeps a
 * connection from being idle.
 */
@Singleton
public class TheRestIsPassedOver {

    private static final int BEFORE_ANYBODY_ANSWERS = 9_000;
    private static final long MOST_BYTES = 16_000_000;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    void register(@Observes Filters filters) {
        filters.register(TheRestIsPassedOver::prepare, BEFORE_ANYBODY_ANSWERS);
    }

    private static void prepare(RoutingContext request) {
        request.addEndHandler(answered -> {
            if (answered.succeeded()) {
                of(request.vertx(), request.request());
            }
        });
        request.next();
    }

    /** What is left of a request that was answered; for a listener that answers before Quarkus. Called on the request's event loop. */
    public static void of(Vertx vertx, HttpServerRequest request) {
        passOver(vertx, request, MOST_BYTES, LONGEST);
    }

    static void passOver(Vertx vertx, HttpServerRequest request, long mostBytes, Duration longest) {
        if (request.isEnded()) {
            return;
        }
        AtomicLong read = new AtomicLong();
        request.handler(rest -> {
            if (read.addAndGet(rest.length()) > mostBytes) {
                cutOff(request);
            }
        });
        long timer = vertx.setTimer(longest.toMillis(), over -> cutOff(request));
        request.endHandler(ended -> vertx.cancelTimer(timer));
        request.resume();
    }

    /** By HTTP/2 others may use the connection. */
    private static void cutOff(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }
}
