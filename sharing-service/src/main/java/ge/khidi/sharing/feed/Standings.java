package ge.khidi.sharing.feed;

import ge.khidi.contract.EventId;
import ge.khidi.sharing.decision.Feed;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** Who has what, read from the last row of each feed on an event. The caller holds the heads of the events. */
@Singleton
public class Standings {

    private static final String LAST = """
            WITH wanted AS (
                SELECT CAST(jsonb_array_elements_text(%s) AS uuid) AS event_id
            ), had AS (
                SELECT r.event_id, r.feed, r.seq, r.kind, r.cause FROM wanted w JOIN feed_row r ON r.event_id = w.event_id AND r.cause = 0
                UNION ALL
                SELECT r.event_id, r.feed, r.seq, r.kind, r.cause FROM wanted w JOIN feed_row r ON r.event_id = w.event_id AND r.cause <> 0
            )
            SELECT DISTINCT ON (event_id, feed) CAST(event_id AS text), feed, kind, cause FROM had ORDER BY event_id, feed, seq DESC
            """.formatted(Sql.JSON);

    /** Which of these events the partner is being offered, as its feed says at this moment. */
    public Uni<Set<EventId>> offered(Mutiny.Session session, Feed partner, Collection<EventId> events) {
        return of(session, events)
                .map(standings -> standings.entrySet().stream()
                        .filter(one -> one.getKey().feed() == partner.id()
                                && one.getValue().offered())
                        .map(one -> one.getKey().event())
                        .collect(Collectors.toSet()));
    }

    Uni<Map<Plan.Key, Standing>> of(Mutiny.Session session, Collection<EventId> events) {
        JsonArray ids = new JsonArray();
        events.forEach(event -> ids.add(event.toString()));
        return Sql.rows(session, LAST, ids).map(rows -> {
            Map<Plan.Key, Standing> standings = new HashMap<>();
            for (Object[] row : rows) {
                EventId event = EventId.parse((String) row[0]).orElseThrow();
                standings.put(new Plan.Key(event, ((Number) row[1]).shortValue()), Standing.after(row[2], row[3]));
            }
            return standings;
        });
    }
}
