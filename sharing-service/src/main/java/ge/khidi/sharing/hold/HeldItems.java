package ge.khidi.sharing.hold;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.sharing.notice.NoticeKind;
import ge.khidi.sharing.notice.Notices;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.Decision.Hold;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.policy.ReleaseMode;
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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/** The queue of held items, as the feeds see it. Whoever changes it holds the head of the event. */
@Singleton
public class HeldItems {

    private static final String RELEASED =
            "SELECT event_id, feed FROM release WHERE state = 'APPROVED' AND event_id = ANY($1)";

    private static final String KNOWN = """
            SELECT r.id, CAST(r.event_id AS text), r.feed, r.state, r.profile, r.holds, c.facts, r.gateway
            FROM release r JOIN disclosure_class c ON c.id = r.class_id
            WHERE r.event_id IN (SELECT CAST(jsonb_array_elements_text(CAST(CAST(:json AS text) AS jsonb)) AS uuid))
            AND (r.state = 'PENDING' OR (r.state = 'APPROVED' AND (r.until IS NULL OR r.until > clock_timestamp())))
            """;

    // What is over by its time is refused from then on, noticed or not, also where the rules had ended it before. What
    // was
    // released may be at a later revision by now than the one that was asked about: one that the partner was brought
    // (kinds 1 to 3) while the release stood. Rows of an event have an index by cause 0 and one by others.
    private static final String REFUSED = """
            SELECT DISTINCT CAST(r.event_id AS text), r.feed
            FROM jsonb_to_recordset(CAST(CAST(:json AS text) AS jsonb)) AS x (e uuid, r integer)
            JOIN release r ON r.event_id = x.e
            WHERE (r.state IN ('REJECTED', 'REVOKED') OR (r.state IN ('LAPSED', 'APPROVED') AND r.until <= clock_timestamp()))
            AND (r.revision = x.r OR EXISTS (
                SELECT 1 FROM feed_row f WHERE f.event_id = x.e AND f.feed = r.feed AND f.revision = x.r AND f.cause = 0
                AND f.kind IN (1, 2, 3) AND (r.state = 'APPROVED' OR f.added <= r.decided_at)
                UNION ALL
                SELECT 1 FROM feed_row f WHERE f.event_id = x.e AND f.feed = r.feed AND f.revision = x.r AND f.cause <> 0
                AND f.kind IN (1, 2, 3) AND (r.state = 'APPROVED' OR f.added <= r.decided_at)
            ))
            """;

    private static final String END = """
            UPDATE release r SET state = x.s, decided_at = clock_timestamp()
            FROM jsonb_to_recordset(CAST(CAST(:json AS text) AS jsonb)) AS x (i bigint, s text) WHERE r.id = x.i
            """;

    private static final String ASK = """
            INSERT INTO release (feed, partner, event_id, revision, class_id, originator, gateway, profile, holds, awaiting, state, deadline)
            SELECT x.feed, partner, x.event_id, x.revision, x.class_id, originator, gateway, profile, holds, awaiting, 'PENDING',
                clock_timestamp() + CASE WHEN CAST(v.body AS jsonb) ->> 'urgency' = 'URGENT'
                    THEN CAST(CAST(:urgent AS text) AS interval) ELSE CAST(CAST(:ordinary AS text) AS interval) END
            FROM jsonb_to_recordset(CAST(CAST(:json AS text) AS jsonb)) AS x (feed smallint, partner text, event_id uuid,
                revision integer, class_id bigint, originator text, gateway text, profile text, holds text, awaiting text)
            JOIN event_revision v ON v.event_id = x.event_id AND v.revision = x.revision
            RETURNING id, CAST(event_id AS text), revision, partner, awaiting, holds, to_json(deadline) #>> '{}'
            """;

    private final Pool pool;
    private final Notices notices;
    private final HoldTimes times;

    HeldItems(Pool pool, Notices notices, HoldTimes times) {
        this.pool = pool;
        this.notices = notices;
        this.times = times;
    }

    /** An event and a feed for which something was released. */
    public record Released(EventId event, short feed) {}

    /** An event of which officers have refused the newest revision to a feed, or their word on it is over. */
    public record Refused(EventId event, short feed) {}

    /** An item that waits, or was released and still is. {@code gateway} is the agency that spoke for the partner's gateway when it was asked. */
    public record Known(long id, EventId event, short feed, boolean approved, AgencyId gateway, Scope scope) {
        /** Whether what was asked, or released, is what the rules of now would ask, of this gateway. */
        public boolean asks(Decision now, AgencyId itsGateway) {
            return scope.covers(scope.facts(), now) && !waitsForAnotherGateway(itsGateway);
        }

        private boolean waitsForAnotherGateway(AgencyId now) {
            return !approved
                    && !gateway.equals(now)
                    && scope.words().stream().anyMatch(word -> word.mode() == ReleaseMode.GATEWAY);
        }
    }

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

    /** For which feeds officers have refused these revisions, taken them back, or let them go until a time that is over: they are not asked again. */
    public Uni<Set<Refused>> refused(Mutiny.Session session, Collection<RevisionId> revisions) {
        if (revisions.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        JsonArray json = new JsonArray();
        revisions.forEach(revision -> json.add(
                new JsonObject().put("e", revision.eventId().toString()).put("r", revision.revision())));
        return session.createNativeQuery(REFUSED, Object[].class)
                .setParameter("json", json.encode())
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Refused(
                                EventId.parse((String) row[0]).orElseThrow(), ((Number) row[1]).shortValue()))
                        .collect(Collectors.toSet()));
    }

    private static Known known(Object[] row) {
        Scope scope = new Scope(
                DisclosureFacts.parse((String) row[6]), (String) row[4], Scope.words(Decision.parseHolds((String)
                        row[5])));
        return new Known(
                ((Number) row[0]).longValue(),
                EventId.parse((String) row[1]).orElseThrow(),
                ((Number) row[2]).shortValue(),
                row[3].equals("APPROVED"),
                new AgencyId((String) row[7]),
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

    /** Puts items before those whose word is needed first; an originator is told that it is asked. After every row of the transaction. */
    public Uni<Void> ask(Mutiny.Session session, Collection<HeldItem> items) {
        if (items.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        JsonArray json = new JsonArray();
        items.forEach(item -> json.add(json(item)));
        return session.createNativeQuery(ASK, Object[].class)
                .setParameter("json", json.encode())
                .setParameter("urgent", times.urgent().toString())
                .setParameter("ordinary", times.ordinary().toString())
                .getResultList()
                .chain(asked -> notices.tell(
                        session, asked.stream().flatMap(HeldItems::request).toList()));
    }

    private static Stream<Notices.Telling> request(Object[] row) {
        Hold first = Decision.parseHolds((String) row[5]).get(0);
        RevisionId about = new RevisionId(EventId.parse((String) row[1]).orElseThrow(), ((Number) row[2]).intValue());
        return request(
                first,
                ((Number) row[0]).longValue(),
                about,
                new AgencyId((String) row[3]),
                new AgencyId((String) row[4]),
                (String) row[6])
                .stream();
    }

    /** What an originator is told when a hold is put before it; a gateway has its queue. */
    public static Optional<Notices.Telling> request(
            Hold hold, long release, RevisionId about, AgencyId partner, AgencyId asked, String deadline) {
        return hold.mode() == ReleaseMode.ORIGINATOR
                ? Optional.of(new Notices.Telling(
                        NoticeKind.CONSENT_REQUEST,
                        Optional.of(asked),
                        about,
                        partner,
                        release,
                        hold.asking().source(),
                        Optional.of(deadline)))
                : Optional.empty();
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
                .put("holds", Decision.print(item.holds()))
                .put("awaiting", item.asked(0).value());
    }
}
