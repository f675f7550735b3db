package ge.khidi.sharing;

import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.localstack.test.TestIssuer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;

/** What every *IT of this module runs on; naming it once is enough. */
@QuarkusTestResource(
        value = KafkaAndPostgres.class,
        initArgs = {
            @ResourceArg(name = KafkaAndPostgres.DATABASE, value = "sharing"),
            @ResourceArg(
                    name = KafkaAndPostgres.TOPICS,
                    value = "border-events,crime-events,analyst-decisions,analysis-products,suspensions,"
                            + "sharing.border-events.dead-letter,sharing.crime-events.dead-letter,"
                            + "sharing.analyst-decisions.dead-letter,sharing.analysis-products.dead-letter")
        })
@QuarkusTestResource(TestIssuer.class)
@QuarkusTestResource(TestCertificates.class)
@QuarkusTestResource(TestIntake.class)
final class Stack {
    private Stack() {}
}
