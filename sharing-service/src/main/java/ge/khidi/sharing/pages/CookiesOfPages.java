package ge.khidi.sharing.pages;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Takes the cookies off every request that is not for a page, before anybody looks at them. Otherwise a session would count wherever it is
 * sent: Quarkus finds the tenant by the cookie's name before it looks at the path. So the API stays with its tokens, and no other site can
 * make a browser act on it.
 */
@Singleton
class CookiesOfPages {

    private static final int BEFORE_ALL_OTHERS = 10_000;

    void register(@Observes Filters filters) {
        filters.register(CookiesOfPages::drop, BEFORE_ALL_OTHERS);
    }

    private static void drop(RoutingContext request) {
        if (!Frame.isPage(request)) {
            request.request().headers().remove(HttpHeaders.COOKIE);
        }
        request.next();
    }
}
