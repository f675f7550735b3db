package ge.khidi.relay.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Reads what is left of a request that was answered before its body was read, as a refusal is, and throws it away: otherwise the next request on the
 * connection would wait behind it for ever.
 */
@Singleton
class TheRestIsPassedOver {

    private static final int BEFORE_ANYBODY_ANSWERS = 9_000;

    void register(@Observes Filters filters) {
        filters.register(TheRestIsPassedOver::prepare, BEFORE_ANYBODY_ANSWERS);
    }

    private static void prepare(RoutingContext request) {
        request.addEndHandler(answered -> {
            if (answered.succeeded()) {
                passOver(request.request());
            }
        });
        request.next();
    }

    private static void passOver(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.handler(rest -> {});
            request.resume();
        }
    }
}
