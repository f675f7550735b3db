package ge.khidi.analysis.topology;

import ge.khidi.contract.event.Event;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts for the operator, without any content. They count work done, so a transaction that is repeated after a failure counts twice;
 * the topics themselves hold each result once.
 */
final class Meters {

    private final MeterRegistry registry;

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    void product(Event product) {
        registry.counter(
                        "khidi.analysis.products",
                        "type",
                        product.type().name(),
                        "state",
                        product.state().status().name())
                .increment();
    }

    /** A revision that was known already. */
    void repeated() {
        registry.counter("khidi.analysis.repeated").increment();
    }

    void deadLetter(String topic) {
        registry.counter("khidi.analysis.dead.letters", "topic", topic).increment();
    }
}
