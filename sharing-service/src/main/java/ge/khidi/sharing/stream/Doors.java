package ge.khidi.sharing.stream;

import ge.khidi.relay.caller.Caller;
import ge.khidi.sharing.feed.Reader;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Where a request becomes a stream: from which place, and until when its token is good. */
@Singleton
class Doors {

    private final Streams streams;
    private final SecurityIdentity identity;

    Doors(Streams streams, SecurityIdentity identity) {
        this.streams = streams;
        this.identity = identity;
    }

    /** What a client says of where it is, as the framework has it, to which an empty parameter is none. */
    record From(@Nullable String lastEventId, @Nullable String after) {

        /**
         * The cursor it is at; empty for the beginning, null for the end. The header of one that comes again counts more than the query it
         * still has from the first time.
         */
        @Nullable
        String cursor(HttpServerRequest request) {
            if (lastEventId != null && !lastEventId.isEmpty()) {
                return lastEventId;
            }
            return after == null ? request.getParam("after") : after;
        }
    }

    /** Completes when the stream has ended. */
    Uni<Void> open(Reader reader, Carried carried, From from, HttpServerRequest request) {
        Instant until = until();
        Uni<Long> place = place(reader.caller(), carried, from.cursor(request));
        Outlet outlet = new Outlet(request);
        if (request.method().equals(HttpMethod.HEAD)) {
            return place.invoke(found -> outlet.onlyHead()).replaceWithVoid();
        }
        return place.chain(found -> streams.open(reader, carried, found, until, outlet));
    }

    private static Uni<Long> place(Caller caller, Carried carried, @Nullable String cursor) {
        return cursor == null
                ? carried.end(caller)
                : Uni.createFrom()
                        .item(carried.cursors()
                                .from(cursor.isEmpty() ? null : cursor, caller)
                                .seq());
    }

    /** Whoever is revoked goes on reading no longer than with pages. */
    private Instant until() {
        if (identity.getPrincipal() instanceof JsonWebToken token && token.getExpirationTime() > 0) {
            return Instant.ofEpochSecond(token.getExpirationTime());
        }
        throw new ForbiddenException();
    }
}
