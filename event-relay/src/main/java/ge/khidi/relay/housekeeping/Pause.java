package ge.khidi.relay.housekeeping;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;

/** A wait between two steps. It keeps no thread, and what follows it is still on the Vert.x context of what was before. */
public final class Pause {

    public static Uni<Void> of(Vertx vertx, Duration length) {
        return Uni.createFrom().emitter(waiting -> vertx.setTimer(length.toMillis(), over -> waiting.complete(null)));
    }

    private Pause() {}
}
