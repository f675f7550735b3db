package ge.khidi.sharing.link;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.suspension.Suspension;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Links that are in use, with their sources and what is decided of them for one feed in the current epoch; none on rights that have ended. */
@Singleton
class LinkStore {

    private static final String STORED = """
            SELECT CAST(p.event_id AS text), CAST(s.source AS text), s.revision,
                coalesce(h.revision = s.revision AND h.status IN ('OPEN', 'CLOSED'), false), h.originator, d.decision
            FROM (%s) l JOIN event_head p ON p.event_id = l.id AND p.status IN ('OPEN', 'CLOSED')
            JOIN event_revision v ON v.event_id = p.event_id AND v.revision = p.revision
            JOIN disclosure_class c ON c.id = v.class_id AND CAST(c.facts AS jsonb) ->> 'type' IN ('LINK', 'LINK_NOTICE')
            JOIN product_source s ON s.product = p.event_id
            LEFT JOIN event_head h ON h.event_id = s.source
            LEFT JOIN decision d ON d.epoch = (SELECT epoch FROM current_epoch) AND d.class_id = v.class_id AND d.feed = :feed
            WHERE %s
            ORDER BY 1, 2
            """;
    private static final String OFFERED = """
            (EXISTS (SELECT 1 FROM feed_row r WHERE r.event_id = %1$s AND r.feed = :feed AND r.cause = 0)
                OR EXISTS (SELECT 1 FROM feed_row r WHERE r.event_id = %1$s AND r.feed = :feed AND r.cause <> 0))
            """;

    // What the caller can know nothing of is left out here and not later: no more is done for it than for what does
    // not exist.
    private static final String NAMED = STORED.formatted(
            """
            SELECT asked.id FROM (SELECT CAST(CAST(:id AS text) AS uuid) AS id) asked WHERE %s
            UNION
            SELECT x.link FROM hit_reference x WHERE x.reference = CAST(CAST(:id AS text) AS uuid) AND (x.feed = :feed OR %s)
            """.formatted(OFFERED.formatted("asked.id"), OFFERED.formatted("x.link")), Suspension.NOT_SUSPENDED);
    private static final String OF_EVENT =
            STORED.formatted("""
            SELECT DISTINCT s.product AS id FROM product_source s
            WHERE s.source = CAST(CAST(:id AS text) AS uuid) AND (%s
                OR EXISTS (SELECT 1 FROM event_head o JOIN feed f ON f.partner = o.originator
                    WHERE o.event_id = s.source AND f.id = :feed))
            ORDER BY s.product LIMIT 200
            """.formatted(OFFERED.formatted("s.source")), Suspension.NOT_SUSPENDED);

    /** The link of that id, or of which an agency speaks by that reference. */
    Uni<List<LinkView.Stored>> named(Mutiny.Session session, short feed, EventId id) {
        return stored(session, NAMED, feed, id);
    }

    /** The links of an event, at most 200. */
    Uni<List<LinkView.Stored>> of(Mutiny.Session session, short feed, EventId event) {
        return stored(session, OF_EVENT, feed, event);
    }

    private static Uni<List<LinkView.Stored>> stored(Mutiny.Session session, String sql, short feed, EventId id) {
        return session.createNativeQuery(sql, Object[].class)
                .setParameter("id", id.toString())
                .setParameter("feed", (int) feed)
                .getResultList()
                .map(LinkStore::stored);
    }

    private static List<LinkView.Stored> stored(List<Object[]> rows) {
        Map<EventId, List<LinkView.Source>> sources = new LinkedHashMap<>();
        Map<EventId, Optional<Decision>> decisions = new LinkedHashMap<>();
        for (Object[] row : rows) {
            EventId link = EventId.parse((String) row[0]).orElseThrow();
            decisions.put(link, Optional.ofNullable((String) row[5]).map(Decision::parse));
            Optional<AgencyId> originator = Optional.ofNullable((String) row[4]).map(AgencyId::new);
            sources.computeIfAbsent(link, none -> new ArrayList<>())
                    .add(new LinkView.Source(
                            new RevisionId(EventId.parse((String) row[1]).orElseThrow(), ((Number) row[2]).intValue()),
                            (Boolean) row[3],
                            originator));
        }
        return sources.entrySet().stream()
                .map(entry -> new LinkView.Stored(
                        entry.getKey(), entry.getValue(), decisions.getOrDefault(entry.getKey(), Optional.empty())))
                .toList();
    }
}
