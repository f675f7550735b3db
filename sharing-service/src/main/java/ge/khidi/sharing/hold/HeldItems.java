package ge.khidi.sharing.hold;

import ge.khidi.contract.EventId;
import ge.khidi.sharing.policy.DisclosureFacts;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** The queue of held items, as the feeds see it. Whoever changes it holds the head of the event. */
@Singleton
public class HeldItems {

    private static final String RELEASED =
            "SELECT event_id, feed FROM release WHERE state = 'APPROVED' AND event_id = ANY($1)";

    private static final String KNOWN = """
            SELECT r.id, CAST(r.event_id AS text), r.feed, r.state, r.profile, r.holds, c.facts
            FROM release r JOIN disclosure_class c ON c.id = r.class_id
            WHERE r.event_id IN (SELECT CAST(jsonb_array_elements_text(CAST(CAST(:json AS text) AS jsonb)) AS uuid))
            AND (r.state = 'PENDING' OR (r.state = 'APPROVED' AND (r.until IS NULL OR r.until > clock_timestamp())))
            """;

    private static final String END = """
            UPDATE release r SET state = x.s, decided_at = clock_timestamp()
            FROM jsonb_to_recordset(CAST(CAST(:json AS text) AS jsonb)) AS x (i bigint, s text) WHERE r.id = x.i
            """;

    private static final String ASK = """
            INSERT INTO release (feed, partner, event_id, revision, class_id, originator, gateway, profile, holds, awaiting, state)
            SELECT feed, partner, event_id, revision, class_id, originator, gateway, profile, holds, awaiting, 'PENDING'
            FROM jsonb_to_recordset(CAST(CAST(:json AS text) AS jsonb)) AS x (feed smallint, partner text, event_id uuid,
                revision integer, class_id bigint, originator text, gateway text, profile text, holds text, awaiting text)
            """;

    private final Pool pool;

    HeldItems(Pool pool) {
        this.pool = pool;
    }

    /** An event and a feed for which something was released. */
    public record Released(EventId event, short feed) {}

    /** An item that waits, or was released and still is. */
    public record Known(long id, EventId event, short feed, boolean approved, Scope scope) {}

    /** Which of these events were released to whom, as it is now; it may change before a transaction begins. */
    public Uni<Set<Released>> released(Collection<EventId> events) {
        return pool.preparedQuery(RELEASED)
                .execute(Tuple.of(events.stream().map(EventId::value).toArray(UUID[]::new)))
                .map(rows -> {
                    Set<Released> released = new HashSet<>();
                    rows.forEach(row -> released.add(new Released(new EventId(row.getUUID(0)), row.getShort(1))));
                    return released;
                });
    }

    /** What waits or is released of these events, for good: the caller holds their heads. */
    public Uni<List<Known>> known(Mutiny.Session session, Collection<EventId> events) {
        JsonArray ids = new JsonArray();
        events.forEach(event -> ids.add(event.toString()));
        return session.createNativeQuery(KNOWN, Object[].class)
                .setParameter("json", ids.encode())
                .getResultList()
                .map(rows -> rows.stream().map(HeldItems::known).toList());
    }

    private static Known known(Object[] row) {
        Scope scope = new Scope(
                DisclosureFacts.parse((String) row[6]), (String) row[4], Scope.words(Holds.parse((String) row[5])));
        return new Known(
                ((Number) row[0]).longValue(),
                EventId.parse((String) row[1]).orElseThrow(),
                ((Number) row[2]).shortValue(),
                row[3].equals("APPROVED"),
                scope);
    }

    /** Ends items: superseded by a later revision, or lapsed. */
    public Uni<Void> end(Mutiny.Session session, Map<Long, String> states) {
        if (states.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        JsonArray json = new JsonArray();
        states.forEach((id, state) -> json.add(new JsonObject().put("i", id).put("s", state)));
        return session.createNativeQuery(END)
                .setParameter("json", json.encode())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Puts items before those whose word is needed first. */
    public Uni<Void> ask(Mutiny.Session session, Collection<HeldItem> items) {
        if (items.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        JsonArray json = new JsonArray();
        items.forEach(item -> json.add(json(item)));
        return session.createNativeQuery(ASK)
                .setParameter("json", json.encode())
                .executeUpdate()
                .replaceWithVoid();
    }

    private static JsonObject json(HeldItem item) {
        return new JsonObject()
                .put("feed", item.feed())
                .put("partner", item.partner().value())
                .put("event_id", item.revision().eventId().toString())
                .put("revision", item.revision().revision())
                .put("class_id", item.classId())
                .put("originator", item.originator().value())
                .put("gateway", item.gateway().value())
                .put("profile", item.profile())
                .put("holds", Holds.print(item.holds()))
                .put("awaiting", item.asked(0).value());
    }
}
