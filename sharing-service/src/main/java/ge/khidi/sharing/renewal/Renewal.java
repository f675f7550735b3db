package ge.khidi.sharing.renewal;

import ge.khidi.sharing.installation.Rules;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Takes out of what an earlier release stored to be shown what this one lets leave no more: the words of the handling, and by which decision a
 * link was confirmed. Once in the life of a database, before anything is shown; nothing is added, and nobody is sent anything anew.
 *
 * <p>Some at a time, each time in one transaction with the place it got to: a service that is killed goes on from there, and of several
 * instances that start one works while the others wait. A fault stops the start.
 */
@Singleton
class Renewal {

    private static final Logger LOG = Logger.getLogger(Renewal.class);
    private static final Duration BOUND = Duration.ofMinutes(5);
    private static final String DONE = "without words";

    // Beside the meanings of the profiles: how what is kept under them was copied.
    private static final String BEGIN =
            "INSERT INTO profile_meaning (name, meaning) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    private static final String PLACE = "SELECT meaning FROM profile_meaning WHERE name = $1 FOR UPDATE";
    private static final String MOVE = "UPDATE profile_meaning SET meaning = $2 WHERE name = $1";

    private final Pool pool;
    private final Rules rules;

    Renewal(Pool pool, Rules rules) {
        this.pool = pool;
        this.rules = rules;
    }

    /** After the profiles are known to mean what they meant, and before anything is shown. */
    void start(@Observes @Priority(1) StartupEvent started) {
        renew();
    }

    /** Blocks until everything was looked at. */
    void renew() {
        for (Kept kept : Kept.values()) {
            pool.preparedQuery(BEGIN)
                    .execute(Tuple.of(kept.title(), kept.beginning()))
                    .await()
                    .atMost(BOUND);
            boolean more = true;
            while (more) {
                more = pool.withTransaction(connection -> chunk(connection, kept))
                        .await()
                        .atMost(BOUND);
            }
        }
    }

    private Uni<Boolean> chunk(SqlConnection connection, Kept kept) {
        return connection
                .preparedQuery(PLACE)
                .execute(Tuple.of(kept.title()))
                .map(rows -> rows.iterator().next().getString(0))
                .chain(place -> place.equals(DONE)
                        ? Uni.createFrom().item(false)
                        : connection
                                .preparedQuery(kept.next())
                                .execute(Tuple.of(new JsonArray(place)))
                                .chain(rows -> cut(connection, kept, rows)
                                        .chain(() -> connection
                                                .preparedQuery(MOVE)
                                                .execute(Tuple.of(kept.title(), last(rows)))))
                                .replaceWith(true));
    }

    private static String last(RowSet<Row> rows) {
        String place = DONE;
        for (Row row : rows) {
            place = row.getString(0);
        }
        return place;
    }

    private Uni<Void> cut(SqlConnection connection, Kept kept, RowSet<Row> rows) {
        JsonArray cut = new JsonArray();
        for (Row row : rows) {
            kept.cut(row, rules.redaction()).ifPresent(cut::add);
        }
        if (cut.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        LOG.infof("Words were taken out of what was stored. of=%s number=%d", kept, cut.size());
        return connection.preparedQuery(kept.store()).execute(Tuple.of(cut)).replaceWithVoid();
    }
}
