package ge.khidi.sharing.subject;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.LocalId;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.sameness.Informants;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.feed.FeedPages;
import ge.khidi.sharing.feed.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * To which categories of recipients a person's data were disclosed: the audit log says that somebody but the originator was shown a row, or
 * looked at the event beside a feed, and in what was shown stands an entity of this person. What was only offered is none, nor is what lists ids
 * without content. Where it is not known any more what was in a revision, it counts: the person's right is not narrowed by that.
 */
@Singleton
class Recipients {

    private static final String ROWS = """
            SELECT r.feed, r.seq, r.event_id, r.revision, r.variant, r.kind, q.originator FROM asked q
            JOIN feed_row r ON r.event_id = q.event_id AND r.cause %s 0 AND r.kind IN (1, 2, 3) AND r.variant IS NOT NULL
            """;

    // Each rendition is read once, however many feeds have it; the log is asked about a row by its index, and one entry
    // is enough.
    private static final String SHOWN = """
            WITH held AS MATERIALIZED (
                SELECT x.e AS event_id, x.r AS revision, x.own FROM jsonb_to_recordset(%1$s) AS x (e uuid, r integer, own jsonb)
            ), asked AS MATERIALIZED (
                SELECT event_id, originator FROM event_head WHERE event_id IN (SELECT event_id FROM held)
            ), brought AS MATERIALIZED (
                SELECT n.event_id, n.revision, n.variant, EXISTS (
                    SELECT 1 FROM jsonb_array_elements(CAST(n.body AS jsonb) -> 'entities') e WHERE k.own @> (e -> 'id')) AS own
                FROM held k JOIN rendition n ON n.event_id = k.event_id AND n.revision = k.revision
            ), r AS MATERIALIZED (
                SELECT d.feed, d.seq, d.event_id, d.kind FROM (%2$s UNION ALL %3$s) d
                JOIN feed f ON f.id = d.feed AND f.partner <> d.originator
                LEFT JOIN held k ON k.event_id = d.event_id AND k.revision = d.revision
                LEFT JOIN brought b ON b.event_id = d.event_id AND b.revision = d.revision AND b.variant = d.variant
                WHERE k.own IS DISTINCT FROM '[]' AND coalesce(b.own, true)
            )
            SELECT CAST(r.event_id AS text), f.partner FROM r JOIN feed f ON f.id = r.feed CROSS JOIN LATERAL (
                SELECT a.id FROM audit_entry a WHERE %4$s AND %5$s
                AND %6$s LIMIT 1) shown
            UNION
            SELECT CAST(q.event_id AS text), a.agency FROM asked q
            JOIN audit_entry a ON a.event_id = q.event_id AND a.agency <> q.originator AND (a.action IN ('release.opened', 'policy.previewed')
                OR a.action = 'subject.answer.exported' AND a.agency <> CAST(:but AS text))
            LEFT JOIN held k ON k.event_id = q.event_id AND k.revision = CAST(CAST(a.line AS jsonb) ->> 'revision' AS integer)
            WHERE k.own IS DISTINCT FROM '[]'
            """.formatted(
                    Sql.JSON,
                    ROWS.formatted("="),
                    ROWS.formatted("<>"),
                    FeedPages.SHOWED,
                    FeedPages.WITH_CONTENT.formatted("a.at"),
                    FeedPages.WITH_BYTES);

    private final DecisionTable decisions;

    Recipients(DecisionTable decisions) {
        this.decisions = decisions;
    }

    /**
     * The revisions of one event that can be read, each with the entities in it that are the person; it is asked about all of them at once. An
     * entity keeps its id, so what is this person in one revision is this person in all of them, misspelt or not.
     */
    static ArrayNode rows(Collection<Event> revisions, Collection<Identifier> sought) {
        Set<LocalId> person = revisions.stream()
                .flatMap(event -> Excerpt.own(event, sought).stream())
                .collect(Collectors.toSet());
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (Event event : revisions) {
            ObjectNode row = rows.addObject().put("e", event.id().toString()).put("r", event.revision());
            ArrayNode own = row.putArray("own");
            Set<LocalId> informants = Informants.near(event);
            event.entities().stream()
                    .map(Entity::id)
                    .filter(id -> person.contains(id) && !informants.contains(id))
                    .forEach(id -> own.add(id.toString()));
        }
        return rows;
    }

    /** By event; an event in none of whose revisions the person was shown is not there. */
    Uni<Map<String, Set<RecipientCategory>>> of(Mutiny.Session session, ArrayNode rows) {
        return of(session, rows, Optional.empty());
    }

    /** Leaving out the answers to persons that this agency has exported. */
    Uni<Map<String, Set<RecipientCategory>>> of(Mutiny.Session session, ArrayNode rows, Optional<AgencyId> but) {
        if (rows.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return session.createNativeQuery(SHOWN, Object[].class)
                .setParameter("json", rows.toString())
                .setParameter("but", but.map(AgencyId::value).orElse(""))
                .getResultList()
                .map(this::categories);
    }

    private Map<String, Set<RecipientCategory>> categories(List<Object[]> shown) {
        Map<String, Set<RecipientCategory>> categories = new HashMap<>();
        shown.forEach(row -> categories
                .computeIfAbsent((String) row[0], none -> new TreeSet<>())
                .add(category(new AgencyId((String) row[1]))));
        return categories;
    }

    /** Nobody with a feed is ever taken out of the registry: whoever is not in it is an officer of this state whose agency has none. */
    private RecipientCategory category(AgencyId recipient) {
        return decisions
                .find(recipient)
                .map(feed -> RecipientCategory.of(feed.partner().kind()))
                .orElse(RecipientCategory.AUTHORITIES_OF_THIS_STATE);
    }
}
