package ge.khidi.sharing.feed;

import ge.khidi.contract.EventId;
import ge.khidi.sharing.suspension.Suspension;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * What one partner has of single events at this moment, taken from the last row of its feed on each, judged as a page judges it: under the
 * decisions of the current epoch, in one snapshot. An event it was never offered, was recalled or may not have any more is not there.
 */
@Singleton
public class SeenNow {

    private static final String LAST =
            """
            WITH now AS MATERIALIZED (
                SELECT epoch FROM current_epoch WHERE %s
            ), wanted AS (
                SELECT DISTINCT CAST(jsonb_array_elements_text(%s) AS uuid) AS event_id
            ), had AS (
                SELECT r.* FROM wanted w JOIN feed_row r ON r.event_id = w.event_id AND r.feed = :feed AND r.cause = 0
                UNION ALL
                SELECT r.* FROM wanted w JOIN feed_row r ON r.event_id = w.event_id AND r.feed = :feed AND r.cause <> 0
            ), last AS (
                SELECT DISTINCT ON (event_id) seq, kind, cause, event_id, revision, terms, variant FROM had ORDER BY event_id, seq DESC
            ), stored AS (
                SELECT r.seq, r.kind, r.cause, r.event_id, r.revision, r.terms, h.status, v.class_id, v.salt, v.traceparent, n.profile, n.body
                FROM last r
                JOIN event_head h ON h.event_id = r.event_id
                JOIN event_revision v ON v.event_id = r.event_id AND v.revision = r.revision
                LEFT JOIN rendition n ON n.event_id = r.event_id AND n.revision = r.revision AND n.variant = r.variant
            )
            SELECT %s FROM stored s %s
            """.formatted(Suspension.NOT_SUSPENDED, Sql.JSON, PageStore.STORED, PageStore.DECIDED);

    /** Items by event, each with its content, and the epoch that shows them; 0 where none is shown. */
    public record Seen(long epoch, Map<EventId, Page.Item> items) {
        public Seen {
            items = Map.copyOf(items);
        }
    }

    /** By event; each item has its content. */
    public Uni<Map<EventId, Page.Item>> of(Mutiny.Session session, short feed, Collection<EventId> events) {
        return seen(session, feed, events).map(Seen::items);
    }

    /** The same, with the epoch, for the audit log. */
    public Uni<Seen> seen(Mutiny.Session session, short feed, Collection<EventId> events) {
        JsonArray ids = new JsonArray();
        events.forEach(event -> ids.add(event.toString()));
        return session.createNativeQuery(LAST, Object[].class)
                .setParameter("json", ids.encode())
                .setParameter("feed", (int) feed)
                .getResultList()
                .map(rows -> {
                    Map<EventId, Page.Item> seen = new HashMap<>();
                    rows.forEach(row -> PageStore.stored(row)
                            .seen()
                            .filter(item -> item.kind().brings() && item.body().isPresent())
                            .ifPresent(item -> seen.put(item.revision().eventId(), item)));
                    return new Seen(rows.isEmpty() ? 0 : ((Number) rows.get(0)[13]).longValue(), seen);
                });
    }
}
