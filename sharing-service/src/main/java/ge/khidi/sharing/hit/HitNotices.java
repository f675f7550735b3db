package ge.khidi.sharing.hit;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.sharing.suspension.Suspension;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The hit notices of every agency, each in a list that only grows: a reader who saw <i>n</i> never misses one below it, since the list is
 * locked until the notice is committed. Whoever writes holds the head of the link.
 */
@Singleton
public class HitNotices {

    private static final String JSON = "CAST(CAST(:json AS text) AS jsonb)";

    /**
     * In a query about a link {@code p.link} and the head {@code h} of one of its events: whether that one's originator knows that there is a hit, by
     * the link in its feed or by a notice. What became of a link is said to nobody else: it would tell that there is another event.
     */
    public static final String KNOWS_OF_LINK = """
            (EXISTS (SELECT 1 FROM hit_reference x JOIN feed o ON o.id = x.feed WHERE x.link = p.link AND o.partner = h.originator)
                OR EXISTS (SELECT 1 FROM feed_row x JOIN feed o ON o.id = x.feed
                    WHERE x.event_id = p.link AND x.cause = 0 AND o.partner = h.originator)
                OR EXISTS (SELECT 1 FROM feed_row x JOIN feed o ON o.id = x.feed
                    WHERE x.event_id = p.link AND x.cause <> 0 AND o.partner = h.originator))
            """;

    private static final String TOLD = """
            SELECT DISTINCT ON (f.feed) f.feed, n.kind, CAST(n.event_id AS text), n.revision
            FROM hit_reference f JOIN hit_notice n ON n.reference = f.reference AND n.kind <> 3
            WHERE f.link = CAST(CAST(:link AS text) AS uuid) ORDER BY f.feed, n.seq DESC
            """;
    private static final String REFER = "INSERT INTO hit_reference (link, feed)"
            + " SELECT l, f FROM jsonb_to_recordset(" + JSON + ") AS x (l uuid, f smallint) ORDER BY f"
            + " ON CONFLICT DO NOTHING";
    private static final String TELL = """
            WITH x AS MATERIALIZED (
                SELECT l, f, k, e, r, a FROM jsonb_to_recordset(%s) AS x (l uuid, f smallint, k smallint, e uuid, r integer, a text)
            ), grown AS (
                INSERT INTO hit_list AS h (feed, last_seq) SELECT f, 1 FROM x ORDER BY f
                ON CONFLICT (feed) DO UPDATE SET last_seq = h.last_seq + 1 RETURNING feed, last_seq
            )
            INSERT INTO hit_notice (feed, seq, reference, kind, event_id, revision, asked_by)
            SELECT x.f, g.last_seq, n.reference, x.k, x.e, x.r, x.a
            FROM x JOIN grown g ON g.feed = x.f JOIN hit_reference n ON n.link = x.l AND n.feed = x.f
            """.formatted(JSON);

    // A hit that ended later is not shown again to who reads from the beginning.
    private static final String PAGE = """
            WITH looked AS (
                SELECT seq, kind, reference, event_id, revision, asked_by, at FROM hit_notice
                WHERE feed = :feed AND seq > :after AND %s ORDER BY seq LIMIT :rows
            )
            SELECT l.seq, l.kind, CAST(l.reference AS text), CAST(l.event_id AS text), l.revision, l.asked_by,
                to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                l.kind = 1 AND EXISTS (SELECT 1 FROM hit_notice x WHERE x.reference = l.reference AND x.kind = 2 AND x.seq > l.seq)
            FROM looked l ORDER BY l.seq
            """.formatted(Suspension.NOT_SUSPENDED);

    private static final String MINE = """
            SELECT CAST(f.link AS text), CAST(f.reference AS text), n.kind, CAST(n.event_id AS text), n.revision
            FROM hit_reference f LEFT JOIN LATERAL (
                SELECT kind, event_id, revision FROM hit_notice x WHERE x.reference = f.reference AND x.kind <> 3
                ORDER BY x.seq DESC LIMIT 1
            ) n ON true
            WHERE f.feed = :feed AND f.link IN (SELECT CAST(jsonb_array_elements_text(%s) AS uuid))
            """.formatted(JSON);
    private static final String ASKED = """
            SELECT f.feed, n.kind FROM hit_reference f JOIN hit_notice n ON n.reference = f.reference AND n.kind = 3
            WHERE f.link = CAST(CAST(:link AS text) AS uuid) AND n.asked_by = :asker
            """;

    /** A part of one agency's list. {@code last} is the last notice looked at, shown or not. */
    public record Page(List<HitNotice> notices, long last, boolean more) {
        public Page {
            notices = List.copyOf(notices);
        }
    }

    /** What each agency was last told about a link, by its feed. */
    public Uni<Map<Short, HitPlan.Told>> told(Mutiny.Session session, EventId link) {
        return session.createNativeQuery(TOLD, Object[].class)
                .setParameter("link", link.toString())
                .getResultList()
                .map(rows -> {
                    Map<Short, HitPlan.Told> told = new HashMap<>();
                    rows.forEach(row -> told.put(
                            ((Number) row[0]).shortValue(),
                            new HitPlan.Told(HitKind.of(((Number) row[1]).intValue()), revision(row[2], row[3]))));
                    return told;
                });
    }

    /** Appends to the lists; the caller writes the audit entries in the same transaction. */
    public Uni<Void> tell(Mutiny.Session session, EventId link, List<HitPlan.Step> steps) {
        JsonArray json = new JsonArray();
        steps.forEach(step -> json.add(new JsonObject()
                .put("l", link.toString())
                .put("f", step.feed())
                .put("k", step.kind().code())
                .put("e", step.own().eventId().toString())
                .put("r", step.own().revision())
                .put("a", step.askedBy().map(AgencyId::value).orElse(null))));
        return update(session, REFER, json)
                .chain(() -> update(session, TELL, json))
                .replaceWithVoid();
    }

    /** How one agency speaks of a link: its reference, and its own event while it is being told of a hit. */
    public record Mine(UUID reference, Optional<RevisionId> told) {}

    /** By link, for those of these links that the agency has a reference of. */
    public Uni<Map<EventId, Mine>> mine(Mutiny.Session session, short feed, Collection<EventId> links) {
        JsonArray ids = new JsonArray();
        links.forEach(link -> ids.add(link.toString()));
        return session.createNativeQuery(MINE, Object[].class)
                .setParameter("json", ids.encode())
                .setParameter("feed", (int) feed)
                .getResultList()
                .map(rows -> {
                    Map<EventId, Mine> mine = new HashMap<>();
                    rows.forEach(row -> mine.put(
                            EventId.parse((String) row[0]).orElseThrow(),
                            new Mine(
                                    UUID.fromString((String) row[1]),
                                    row[2] != null && ((Number) row[2]).intValue() == HitKind.HIT.code()
                                            ? Optional.of(revision(row[3], row[4]))
                                            : Optional.empty())));
                    return mine;
                });
    }

    /** The reference by which an agency speaks of a link from now on. */
    public Uni<UUID> refer(Mutiny.Session session, EventId link, short feed) {
        JsonArray json =
                new JsonArray().add(new JsonObject().put("l", link.toString()).put("f", feed));
        return update(session, REFER, json)
                .chain(() -> mine(session, feed, List.of(link)))
                .map(mine -> Optional.ofNullable(mine.get(link)).orElseThrow().reference());
    }

    /** The feeds whose agencies know already that this agency asked about the link. */
    public Uni<Set<Short>> knowOfAsking(Mutiny.Session session, EventId link, AgencyId asker) {
        return session.createNativeQuery(ASKED, Object[].class)
                .setParameter("link", link.toString())
                .setParameter("asker", asker.value())
                .getResultList()
                .map(rows ->
                        rows.stream().map(row -> ((Number) row[0]).shortValue()).collect(Collectors.toSet()));
    }

    /** The next notices of one agency. */
    public Uni<Page> page(Mutiny.Session session, short feed, long after, int limit) {
        return session.createNativeQuery(PAGE, Object[].class)
                .setParameter("feed", (int) feed)
                .setParameter("after", after)
                .setParameter("rows", limit + 1)
                .getResultList()
                .map(rows -> {
                    List<Object[]> used = rows.subList(0, Math.min(rows.size(), limit));
                    long last = used.isEmpty() ? after : ((Number) used.get(used.size() - 1)[0]).longValue();
                    return new Page(
                            used.stream()
                                    .filter(row -> !(Boolean) row[7])
                                    .map(HitNotices::notice)
                                    .toList(),
                            last,
                            rows.size() > limit);
                });
    }

    private static HitNotice notice(Object[] row) {
        return new HitNotice(
                ((Number) row[0]).longValue(),
                HitKind.of(((Number) row[1]).intValue()),
                UUID.fromString((String) row[2]),
                revision(row[3], row[4]),
                Optional.ofNullable((String) row[5]).map(AgencyId::new),
                (String) row[6]);
    }

    private static RevisionId revision(Object event, Object revision) {
        return new RevisionId(EventId.parse((String) event).orElseThrow(), ((Number) revision).intValue());
    }

    private static Uni<Integer> update(Mutiny.Session session, String statement, JsonArray json) {
        return session.createNativeQuery(statement)
                .setParameter("json", json.encode())
                .executeUpdate();
    }
}
