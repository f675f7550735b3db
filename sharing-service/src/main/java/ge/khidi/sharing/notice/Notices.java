package ge.khidi.sharing.notice;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.sharing.feed.Cursor;
import ge.khidi.sharing.hit.HitNotices;
import ge.khidi.sharing.suspension.Suspension;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The notices of every originator, each in a list that only grows. It is locked after the feeds and until the notice is committed, so a
 * reader who saw <i>n</i> never misses one below it. A notice names the agency's own event only: of a product, its own source.
 */
@Singleton
public class Notices {

    private static final String JSON = "CAST(CAST(:json AS text) AS jsonb)";

    private static final String TELL = """
            WITH x AS MATERIALIZED (
                SELECT n, k, w, e, r, p, i, b, d FROM ROWS FROM (jsonb_to_recordset(%1$s)
                    AS (k smallint, w text, e uuid, r integer, p text, i bigint, b text, d timestamptz)) WITH ORDINALITY AS y (k, w, e, r, p, i, b, d, n)
            ), own AS (
                SELECT x.*, h.originator, p.source AS own_event, p.revision AS own_revision, true AS link
                FROM x JOIN (SELECT product AS link, source, revision FROM product_source) p ON p.link = x.e JOIN event_head h ON h.event_id = p.source
                WHERE x.w IS NOT NULL OR (%2$s AND EXISTS (
                    SELECT 1 FROM event_revision v JOIN disclosure_class c ON c.id = v.class_id
                    WHERE v.event_id = x.e AND v.revision = x.r AND CAST(c.facts AS jsonb) ->> 'type' IN ('LINK', 'LINK_NOTICE')))
                UNION ALL
                SELECT x.*, h.originator, h.event_id, x.r, false FROM x JOIN event_head h ON h.event_id = x.e
                WHERE NOT EXISTS (SELECT 1 FROM product_source s WHERE s.product = x.e)
            ), told AS (
                SELECT o.*, f.id AS feed, row_number() OVER (PARTITION BY f.id ORDER BY n, own_event) AS place,
                    count(*) OVER (PARTITION BY f.id) AS many
                FROM own o JOIN feed f ON f.partner = o.originator WHERE o.w IS NULL OR o.w = o.originator
            ), grown AS (
                INSERT INTO notice_list AS l (feed, last_seq) SELECT feed, count(*) FROM told GROUP BY feed ORDER BY feed
                ON CONFLICT (feed) DO UPDATE SET last_seq = l.last_seq + excluded.last_seq RETURNING feed, last_seq
            )
            INSERT INTO notice (feed, seq, kind, event_id, revision, partner, subject_id, legal_basis, deadline, link)
            SELECT t.feed, g.last_seq - t.many + t.place, t.k, t.own_event, t.own_revision, t.p, t.i, t.b, t.d, t.link
            FROM told t JOIN grown g ON g.feed = t.feed
            """.formatted(JSON, HitNotices.KNOWS_OF_LINK);

    private static final String PAGE = """
            SELECT seq, kind, CAST(event_id AS text), revision, partner, subject_id, legal_basis,
                to_json(deadline) #>> '{}', to_json(at) #>> '{}', link
            FROM notice WHERE feed = :feed AND seq > :after AND %s ORDER BY seq LIMIT :rows
            """.formatted(Suspension.NOT_SUSPENDED);
    private static final String END =
            "SELECT coalesce((SELECT last_seq FROM notice_list WHERE feed = :feed), CAST(0 AS bigint))";

    /**
     * What there is to tell about an event. {@code to} is whom; without it, whoever said the event. Of a link they are told who said one of its
     * events and knows of the hit, and of a count nobody: it tells of no event. {@code deadline} is ISO 8601.
     */
    public record Telling(
            NoticeKind kind,
            Optional<AgencyId> to,
            RevisionId about,
            AgencyId partner,
            long subject,
            String legalBasis,
            Optional<String> deadline) {}

    /** A notice as its originator reads it; times are ISO 8601. {@code link} says that the partner had a link of the event, not the event. */
    public record Notice(
            long seq,
            NoticeKind kind,
            RevisionId own,
            AgencyId partner,
            long subject,
            String legalBasis,
            Optional<String> deadline,
            String at,
            boolean link) {}

    /** Appends to the lists. The caller holds the heads of the events and every feed it appends to, and writes the audit entries. */
    public Uni<Void> tell(Mutiny.Session session, Collection<Telling> all) {
        if (all.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        JsonArray json = new JsonArray();
        all.forEach(one -> json.add(new JsonObject()
                .put("k", one.kind().code())
                .put("w", one.to().map(AgencyId::value).orElse(null))
                .put("e", one.about().eventId().toString())
                .put("r", one.about().revision())
                .put("p", one.partner().value())
                .put("i", one.subject())
                .put("b", one.legalBasis())
                .put("d", one.deadline().orElse(null))));
        return session.createNativeQuery(TELL)
                .setParameter("json", json.encode())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The newest place of one agency's list. */
    Uni<Cursor> end(Mutiny.Session session, short feed) {
        return session.createNativeQuery(END, Long.class)
                .setParameter("feed", (int) feed)
                .getSingleResult()
                .map(Cursor::new);
    }

    /** The next notices of one agency, one more than asked for if there are more. */
    Uni<List<Notice>> page(Mutiny.Session session, short feed, long after, int rows) {
        return session.createNativeQuery(PAGE, Object[].class)
                .setParameter("feed", (int) feed)
                .setParameter("after", after)
                .setParameter("rows", rows)
                .getResultList()
                .map(found -> found.stream().map(Notices::notice).toList());
    }

    private static Notice notice(Object[] row) {
        return new Notice(
                ((Number) row[0]).longValue(),
                NoticeKind.of(((Number) row[1]).intValue()),
                new RevisionId(EventId.parse((String) row[2]).orElseThrow(), ((Number) row[3]).intValue()),
                new AgencyId((String) row[4]),
                ((Number) row[5]).longValue(),
                (String) row[6],
                Optional.ofNullable((String) row[7]),
                (String) row[8],
                (Boolean) row[9]);
    }
}
