package ge.khidi.relay.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Tells browsers and proxies to keep no answer of the interface, nor of the formats that partners' tools fetch: problem documents and streams as well, whoever answers. An
 * answer that says something else about it has the last word.
 */
@Singleton
class NothingIsKept {

    private static final List<String> FOLDERS = List.of("/v1/", "/taxii2/", "/misp/");
    private static final int BEFORE_ANYBODY_ANSWERS = 9_000;

    void register(@Observes Filters filters) {
        filters.register(NothingIsKept::say, BEFORE_ANYBODY_ANSWERS);
    }

    private static void say(RoutingContext request) {
        String folder = request.normalizedPath() + "/";
        if (FOLDERS.stream().anyMatch(folder::startsWith)) {
            request.addHeadersEndHandler(
                    ready -> sayUnlessSaid(request.response().headers()));
        }
        request.next();
    }

    /** Just before they are sent, when everybody else has said what they had to say. */
    private static void sayUnlessSaid(MultiMap headers) {
        if (!headers.contains(HttpHeaders.CACHE_CONTROL)) {
            headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }
}
