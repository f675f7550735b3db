package ge.khidi.sharing.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How many streams are open, why they ended, and how much waits for slow readers. Nothing of whose they are. */
@Singleton
class StreamMeters {

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong unsent = new AtomicLong();
    private final Counter told;
    private final Map<Ending, Counter> ended = new EnumMap<>(Ending.class);

    StreamMeters(MeterRegistry meters) {
        meters.gauge("khidi.stream.open", open);
        meters.gauge("khidi.stream.unsent.bytes", unsent);
        told = meters.counter("khidi.stream.events");
        for (Ending ending : Ending.values()) {
            ended.put(ending, meters.counter("khidi.stream.ended", "reason", ending.name()));
        }
    }

    int open() {
        return open.get();
    }

    void opened() {
        open.incrementAndGet();
    }

    void ended(Ending why) {
        open.decrementAndGet();
        Objects.requireNonNull(ended.get(why)).increment();
    }

    void told(int events) {
        told.increment(events);
    }

    void wrote(int bytes) {
        unsent.addAndGet(bytes);
    }

    void taken(int bytes) {
        unsent.addAndGet(-bytes);
    }
}
