package ge.khidi.relay.housekeeping;

import ge.khidi.relay.trace.FreshContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * One piece of work, done every so often from one interval after its beginning on, and never twice at a time in this process: a round that
 * takes longer than the interval is waited for. A round that fails is tried again with the next; the first failure of a row of them is
 * logged, with its class and nothing else, and so is their end.
 */
public final class Rounds {

    private final Vertx vertx;
    private final Duration every;
    private final Supplier<? extends Uni<?>> round;
    private final Logger log;
    private final String work;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean rung = new AtomicBoolean();
    private final long timer;
    private volatile boolean failing;

    private Rounds(Vertx vertx, Duration every, Supplier<? extends Uni<?>> round, Logger log, String work) {
        this.vertx = vertx;
        this.every = every;
        this.round = round;
        this.log = log;
        this.work = work;
        this.timer = vertx.setPeriodic(every.toMillis(), tick -> go());
    }

    /** Begins; {@code work} names it in the log, such as "Sealing of the audit log". */
    public static Rounds begin(Vertx vertx, Duration every, Supplier<? extends Uni<?>> round, Logger log, String work) {
        return new Rounds(vertx, every, round, log, work);
    }

    /** A round now, unless one is under way. */
    public void go() {
        if (busy.compareAndSet(false, true)) {
            rung.set(false);
            FreshContext.run(vertx, FreshContext.untraced(), () -> round.get().replaceWithVoid())
                    .onTermination()
                    .invoke(this::over)
                    .subscribe()
                    .with(done -> worked(), this::failed);
        }
    }

    /** A round now; if one is under way, which may have looked already, another right after it. */
    public void ring() {
        rung.set(true);
        go();
    }

    private void over() {
        busy.set(false);
        if (rung.get()) {
            go();
        }
    }

    /** No round begins any more; one that is under way is not cut off. */
    public void end() {
        vertx.cancelTimer(timer);
    }

    private void worked() {
        if (failing) {
            failing = false;
            log.infof("%s works again", work);
        }
    }

    private void failed(Throwable failure) {
        if (!failing) {
            failing = true;
            log.warnf(
                    "%s is not possible at present, next try in %s. cause=%s",
                    work, every, failure.getClass().getName());
        }
    }
}
