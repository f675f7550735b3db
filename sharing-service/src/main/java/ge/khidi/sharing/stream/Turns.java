package ge.khidi.sharing.stream;

import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Lets so many readings go on at a time and the others wait in a row, so that a thousand streams that resume leave connections for everybody else. */
final class Turns {

    private final int most;
    private final Deque<Supplier<Uni<?>>> waiting = new ArrayDeque<>();
    private int taken;

    Turns(int most) {
        this.most = most;
    }

    /** Begins it when it is its turn. Called, and what is begun ends, on one context. */
    void take(Supplier<Uni<?>> work) {
        waiting.add(work);
        next();
    }

    private void next() {
        while (taken < most && !waiting.isEmpty()) {
            taken++;
            waiting.remove()
                    .get()
                    .onTermination()
                    .invoke(this::done)
                    .subscribe()
                    .with(ended -> {}, failed -> {});
        }
    }

    private void done() {
        taken--;
        next();
    }
}
