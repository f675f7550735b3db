package ge.khidi.intake.register;

import ge.khidi.contract.Topics;
import ge.khidi.contract.rules.CheckDigits;
import ge.khidi.intake.submission.Admission;
import ge.khidi.relay.outbox.OutboxConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes the decision from the configuration of this installation. */
final class AdmissionProvider {

    /** What Kafka counts beside the event itself: key, topic and CloudEvents headers, amply. */
    private static final int AROUND_THE_EVENT = 4096;

    @Produces
    @Singleton
    Admission admission(IntakeConfig config, OutboxConfig outbox) {
        return new Admission(
                config.accreditation(),
                Math.min(Topics.MAX_EVENT_BYTES, outbox.recordBytes() - AROUND_THE_EVENT),
                submission -> CheckDigits.judge(submission.entities()));
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
