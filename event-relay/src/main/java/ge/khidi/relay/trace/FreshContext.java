package ge.khidi.relay.trace;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.ContextStorage;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * Runs a piece of work on a Vert.x context of its own, as Hibernate Reactive wants it: nothing is left over from an earlier one
 * whose connection died, and what it asks of the database belongs to the trace it was given.
 */
public final class FreshContext {

    /** The parent of what belongs to no event: it is not sampled, so nothing beneath it is recorded. */
    private static final SpanContext NOTHING = SpanContext.create(
            "00000000000000000000000000000001", "0000000000000001", TraceFlags.getDefault(), TraceState.getDefault());

    private FreshContext() {}

    /** A trace in which nothing is recorded: for housekeeping that belongs to no event. */
    public static io.opentelemetry.context.Context untraced() {
        return io.opentelemetry.context.Context.root().with(Span.wrap(NOTHING));
    }

    static boolean isUntraced(SpanContext place) {
        return place.getTraceId().equals(NOTHING.getTraceId());
    }

    public static <T> Uni<T> run(Vertx vertx, io.opentelemetry.context.Context trace, Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> {
            Context context = requireNonNull(VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()));
            VertxContextSafetyToggle.setContextSafe(context, true);
            context.runOnContext(started -> start(trace, work, emitter));
        });
    }

    private static <T> void start(
            io.opentelemetry.context.Context trace, Supplier<Uni<T>> work, UniEmitter<? super T> emitter) {
        // Never detached: it is attached to this work's context and ends with it.
        ContextStorage.get().attach(trace);
        Uni.createFrom().deferred(work::get).subscribe().with(emitter::complete, emitter::fail);
    }
}
