package ge.khidi.relay.consumption;

import ge.khidi.relay.trace.Causes;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Tries again for as long as the database or the broker is away, and not a moment longer than the service lives.
 *
 * <p>It blocks its caller, which must be a worker thread.
 */
@Singleton
class Patience {

    private static final Logger LOG = Logger.getLogger(Patience.class);
    private static final int CONTENTION_IS_AN_OUTAGE = 5;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Outages outages;
    private final ConsumptionConfig config;
    private final Clock clock = Clock.systemUTC();

    Patience(Outages outages, ConsumptionConfig config) {
        this.outages = outages;
        this.config = config;
    }

    /** Before the pools are closed, so that nothing takes their closing for the fault of a record. */
    void stop(@Observes @Priority(1) ShutdownEvent shutdown) {
        stopped.countDown();
    }

    /**
     * Returns when the attempt succeeded; tries again while the fault is not a record's.
     *
     * @throws FaultOfRecordException if it would fail again, with the failure as its cause
     * @throws ConsumptionStoppedException if the service stopped first
     */
    void untilDecided(String consumer, Callable<?> attempt) {
        until(consumer, attempt, Fault::of);
    }

    /**
     * Returns when the attempt succeeded, whatever stands in its way meanwhile.
     *
     * @throws ConsumptionStoppedException if the service stopped first
     */
    void untilDone(String consumer, Callable<?> attempt) {
        until(consumer, attempt, failure -> Fault.UNAVAILABLE);
    }

    private void until(String consumer, Callable<?> attempt, Function<Throwable, Fault> judge) {
        for (int failures = 0; ; failures++) {
            try {
                attempt.call();
                if (outages.ended(consumer)) {
                    LOG.infof("Consumption resumed. consumer=%s", consumer);
                }
                return;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new ConsumptionStoppedException(consumer, interrupted);
            } catch (Throwable failure) {
                goOnOrThrow(consumer, failures, failure, judge);
            }
        }
    }

    private void goOnOrThrow(String consumer, int failures, Throwable failure, Function<Throwable, Fault> judge) {
        if (stopped.getCount() == 0) {
            throw new ConsumptionStoppedException(consumer, failure);
        }
        Fault fault = judge.apply(failure);
        if (fault == Fault.RECORD) {
            throw new FaultOfRecordException(failure);
        }
        boolean outage = fault == Fault.UNAVAILABLE || failures >= CONTENTION_IS_AN_OUTAGE;
        if (outage && outages.began(consumer, clock.instant())) {
            LOG.warnf(
                    "Consumption waits and will resume by itself. consumer=%s cause=%s",
                    consumer, Causes.describe(failure));
        }
        if (pause(failures)) {
            throw new ConsumptionStoppedException(consumer, failure);
        }
    }

    /** Answers whether the service stopped meanwhile. */
    private boolean pause(int failures) {
        Duration pause = config.backOff().multipliedBy(1L << Math.min(failures, 16));
        Duration most = config.backOffLimit();
        try {
            return stopped.await(pause.compareTo(most) > 0 ? most.toMillis() : pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** An attempt failed for a reason that lies in what was attempted. */
    static final class FaultOfRecordException extends RuntimeException {
        private final transient Throwable failure;

        FaultOfRecordException(Throwable failure) {
            super(failure);
            this.failure = failure;
        }

        Throwable failure() {
            return failure;
        }
    }
}
