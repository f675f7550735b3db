package ge.khidi.intake.register;

import ge.khidi.intake.submission.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** Counts outcomes as {@code khidi.intake.outcomes} by decision. No agency and no type: a count of one would tell about an event. */
@Singleton
class OutcomeMeters {

    private final MeterRegistry registry;

    OutcomeMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(Outcome outcome) {
        registry.counter("khidi.intake.outcomes", "decision", outcome.accept(Decision.NAME))
                .increment();
    }
}
