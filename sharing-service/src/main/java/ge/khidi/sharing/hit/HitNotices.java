package ge.khidi.sharing.hit;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The hit notices of every agency, each in a list that only grows: a reader who saw <i>n</i> never misses one below it, since the list is
 * locked until the notice is committed. Whoever writes holds the head of the link.
 */
@Singleton
public class HitNotices {

    private static final String JSON = "CAST(CAST(:json AS text) AS jsonb)";

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
                SELECT l, f, k, e, r FROM jsonb_to_recordset(%s) AS x (l uuid, f smallint, k smallint, e uuid, r integer) ORDER BY f
            ), grown AS (
                INSERT INTO hit_list AS h (feed, last_seq) SELECT f, 1 FROM x ORDER BY f
                ON CONFLICT (feed) DO UPDATE SET last_seq = h.last_seq + 1 RETURNING feed, last_seq
            )
            INSERT INTO hit_notice (feed, seq, reference, kind, event_id, revision)
            SELECT x.f, g.last_seq, n.reference, x.k, x.e, x.r
            FROM x JOIN grown g ON g.feed = x.f JOIN hit_reference n ON n.link = x.l AND n.feed = x.f
            """.formatted(JSON);

    // A hit that ended later is not shown again to who reads from the beginning.
    private static final String PAGE = """
            WITH looked AS (
                SELECT seq, kind, reference, event_id, revision, asked_by, at FROM hit_notice
                WHERE feed = :feed AND seq > :after ORDER BY seq LIMIT :rows
            )
            SELECT l.seq, l.kind, CAST(l.reference AS text), CAST(l.event_id AS text), l.revision, l.asked_by,
                to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                l.kind = 1 AND EXISTS (SELECT 1 FROM hit_notice x WHERE x.reference = l.reference AND x.kind = 2 AND x.seq > l.seq)
            FROM looked l ORDER BY l.seq
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
                .put("r", step.own().revision())));
        return update(session, REFER, json)
                .chain(() -> update(session, TELL, json))
                .replaceWithVoid();
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
