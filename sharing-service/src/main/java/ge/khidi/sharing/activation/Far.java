package ge.khidi.sharing.activation;

import ge.khidi.sharing.activation.Simulated.State;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;

/** How far a simulation is that this instance carries out: told by whoever does, read by whoever writes it down. */
final class Far {

    private volatile State stage = State.DECIDING;
    private volatile long looked;
    private final AtomicLong walked = new AtomicLong();
    private volatile long events;
    private volatile boolean stopped;

    /** Every class up to this one is decided. */
    void decided(long last) {
        goOn();
        stage = State.DECIDING;
        looked = last;
    }

    /** So many events are to be walked through. */
    void walks(long all) {
        goOn();
        events = all;
        walked.set(0);
        stage = State.WALKING;
    }

    void walked(int more) {
        goOn();
        walked.addAndGet(more);
    }

    /** At its next step it ends. */
    void stop() {
        stopped = true;
    }

    boolean stopped() {
        return stopped;
    }

    private void goOn() {
        if (stopped) {
            throw new CancellationException("somebody else carries it out, or nobody any more");
        }
    }

    JsonObject json(UUID simulation) {
        return new JsonObject()
                .put("id", simulation.toString())
                .put("stage", stage.name())
                .put("looked", looked)
                .put("walked", walked.get())
                .put("events", events);
    }
}
