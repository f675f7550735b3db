package ge.khidi.intake;

import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.localstack.test.TestIssuer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;

/** What every test of this service runs on; the annotations hold for all of them, so that the service starts once. */
@QuarkusTestResource(
        value = KafkaAndPostgres.class,
        initArgs = {
            @ResourceArg(name = KafkaAndPostgres.DATABASE, value = "intake"),
            @ResourceArg(
                    name = KafkaAndPostgres.TOPICS,
                    value = "border-events,crime-events,analyst-decisions,suspensions,intake.suspensions.dead-letter")
        })
@QuarkusTestResource(TestIssuer.class)
final class IntakeStack {
    private IntakeStack() {}
}
