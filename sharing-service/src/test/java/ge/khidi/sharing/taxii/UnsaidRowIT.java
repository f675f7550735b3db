package ge.khidi.sharing.taxii;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.relay.trace.FreshContext;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.stix.StixProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In a list that nobody else reads: what is kept of one event is not what the export knows. */
@QuarkusTest
class UnsaidRowIT {

    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final String BREAK = "UPDATE rendition SET body = '{\"was\":' || body || '}' WHERE event_id = $1";
    private static final String MEND =
            "UPDATE rendition SET body = substr(body, 8, length(body) - 8) WHERE event_id = $1";
    private static final String LIST = "(SELECT l.id FROM stix_list l JOIN feed f ON f.id = l.feed"
            + " WHERE f.partner = 'IAD' AND l.profile = 2)";
    private static final String UNSAID =
            "SELECT count(*) FROM stix_unsaid u WHERE u.list = " + LIST + " AND u.event_id = $1";
    private static final String SAID = "SELECT count(*) FROM stix_object o WHERE o.list = " + LIST
            + " AND o.event_id = $1 AND o.type = 'incident' AND NOT o.revoked";

    private final Bus bus = new Bus();
    private final FeedClient iad = FeedClient.fromNowOn("IAD");

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Inject
    Lists lists;

    @Inject
    DecisionTable decisions;

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void itStopsNoListAndIsSaidByTheReleaseThatCan() {
        Events broken = Events.movement();
        Events behind = Events.movement();
        bus.publish(broken);
        iad.of(broken.id(), 1);
        query(BREAK, broken.id());
        bus.publish(behind);
        iad.of(behind.id(), 1);

        Feed feed = decisions.find(new AgencyId("IAD")).orElseThrow();
        Awaitility.await()
                .atMost(BOUND)
                .until(() -> lists.of(feed, StixProfile.FULL)
                        .await()
                        .atMost(BOUND)
                        .list()
                        .isPresent());
        assertThat(count(SAID, behind.id())).isEqualTo(1);
        assertThat(count(SAID, broken.id())).isZero();
        assertThat(count(UNSAID, broken.id())).isEqualTo(1);
        again();
        assertThat(count(UNSAID, broken.id())).as("it still cannot be said").isEqualTo(1);

        query(MEND, broken.id());
        again();

        assertThat(count(SAID, broken.id())).isEqualTo(1);
        assertThat(count(UNSAID, broken.id())).isZero();
    }

    private void again() {
        FreshContext.run(vertx, FreshContext.untraced(), lists::sayAgain)
                .await()
                .atMost(BOUND);
    }

    private long count(String query, EventId event) {
        return query(query, event).iterator().next().getLong(0);
    }

    private RowSet<Row> query(String query, EventId event) {
        return pool.preparedQuery(query)
                .execute(Tuple.of(event.value()))
                .await()
                .atMost(BOUND);
    }
}
