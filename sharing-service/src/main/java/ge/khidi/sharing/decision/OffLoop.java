package ge.khidi.sharing.decision;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;

/** Runs what computes or calls native code away from the event loop, and comes back to where it was asked for. */
public final class OffLoop {

    /** The work is done on a worker thread; what follows the answer runs on the caller's Vert.x context again. */
    public static <T> Uni<T> run(Callable<T> work) {
        return Uni.createFrom().emitter(emitter -> {
            Context context = Vertx.currentContext();
            if (context == null) {
                throw new IllegalStateException("not on a Vert.x context");
            }
            context.executeBlocking(work, false).onSuccess(emitter::complete).onFailure(emitter::fail);
        });
    }

    private OffLoop() {}
}
