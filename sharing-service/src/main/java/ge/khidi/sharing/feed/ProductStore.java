package ge.khidi.sharing.feed;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.event.Status;
import ge.khidi.sharing.policy.DisclosureFacts;
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
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** Which products there are, what they were made from, and which of them must be looked at. */
@Singleton
class ProductStore {

    private static final String FORGET = "DELETE FROM product_source WHERE product IN (SELECT CAST(x ->> 'p' AS uuid)"
            + " FROM jsonb_array_elements(" + Sql.JSON + ") AS x)";
    private static final String KEEP = "INSERT INTO product_source (product, source, revision)"
            + " SELECT p, s, r FROM jsonb_to_recordset(" + Sql.JSON
            + ") AS x (p uuid, s uuid, r integer) ON CONFLICT DO NOTHING";
    private static final String NAMED =
            "INSERT INTO link_named (source, link) SELECT DISTINCT s, p FROM jsonb_to_recordset(" + Sql.JSON
                    + ") AS x (p uuid, s uuid, k boolean) WHERE k ON CONFLICT DO NOTHING";
    private static final String DUE = """
            WITH changed AS (
                SELECT CAST(jsonb_array_elements_text(%s) AS uuid) AS id
            )
            INSERT INTO product_due (product)
            SELECT s.product FROM changed c JOIN product_source s ON s.source = c.id GROUP BY s.product
            """.formatted(Sql.JSON);
    private static final String DUE_THEMSELVES =
            "INSERT INTO product_due (product) SELECT CAST(jsonb_array_elements_text(" + Sql.JSON + ") AS uuid)";
    private static final String DUE_TOGETHER = """
            WITH changed AS (
                SELECT CAST(jsonb_array_elements_text(%s) AS uuid) AS id
            )
            INSERT INTO product_due (product)
            SELECT s.product FROM changed c JOIN product_source s ON s.source = c.id
            UNION
            SELECT s.product FROM changed c JOIN product_source s ON s.product = c.id
            """.formatted(Sql.JSON);
    private static final String TAKEN = """
            SELECT CAST(t.product AS text), to_json(coalesce(array_agg(DISTINCT a.feed) FILTER (WHERE a.feed IS NOT NULL), '{}')) #>> '{}'
            FROM taken t LEFT JOIN LATERAL unnest(t.again) AS a (feed) ON true GROUP BY t.product
            """;
    private static final String NEXT = """
            WITH first AS (
                SELECT product FROM product_due ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
            ), taken AS (
                DELETE FROM product_due d USING first f WHERE d.product = f.product RETURNING d.product, d.again
            )
            """ + TAKEN;
    // What somebody else is looking at is passed by.
    private static final String TAKE = """
            WITH its AS (
                SELECT id FROM product_due WHERE product = CAST(%s ->> 0 AS uuid) FOR UPDATE SKIP LOCKED
            ), taken AS (
                DELETE FROM product_due d USING its i WHERE d.id = i.id RETURNING d.product, d.again
            )
            """.formatted(Sql.JSON) + TAKEN;
    private static final String MARKED =
            "SELECT id, product FROM product_due WHERE product = CAST(" + Sql.JSON + " ->> 0 AS uuid) LIMIT 1";
    private static final String FACTS = "SELECT CAST(v.event_id AS text), v.revision, c.facts FROM jsonb_to_recordset("
            + Sql.JSON + ") AS x (e uuid, r integer) JOIN event_revision v ON v.event_id = x.e AND v.revision = x.r"
            + " JOIN disclosure_class c ON c.id = v.class_id";
    private static final String DECIDE_BY = "UPDATE event_revision v SET class_id = x.c FROM jsonb_to_recordset("
            + Sql.JSON + ") AS x (e uuid, r integer, c bigint)"
            + " WHERE v.event_id = x.e AND v.revision = x.r AND v.class_id <> x.c";
    private static final String HEADS = "SELECT CAST(h.event_id AS text), h.revision, h.status, h.originator"
            + " FROM event_head h WHERE h.event_id IN (SELECT CAST(jsonb_array_elements_text(" + Sql.JSON
            + ") AS uuid))";
    private static final String BODY = "SELECT v.revision, v.body FROM event_revision v JOIN event_head h"
            + " ON h.event_id = v.event_id AND h.revision = v.revision WHERE v.event_id = CAST(" + Sql.JSON
            + " ->> 0 AS uuid)";
    // What was told last is not what NO_LONGER_OFFERED ended: that row says nothing of the revision it stands at.
    private static final String LAST = """
            WITH had AS (
                SELECT feed, seq, kind, revision, cause, variant, terms FROM feed_row WHERE event_id = CAST(%1$s ->> 0 AS uuid) AND cause = 0
                UNION ALL
                SELECT feed, seq, kind, revision, cause, variant, terms FROM feed_row WHERE event_id = CAST(%1$s ->> 0 AS uuid) AND cause <> 0
            ), last AS (
                SELECT DISTINCT ON (feed) feed, seq, kind, cause, variant, terms, revision AS brought,
                    max(revision) OVER (PARTITION BY feed) AS revision,
                    max(revision) FILTER (WHERE kind <> 7) OVER (PARTITION BY feed) AS told
                FROM had ORDER BY feed, seq DESC
            )
            SELECT l.feed, l.kind, l.revision, l.cause, EXISTS (
                SELECT 1 FROM product_source p JOIN feed_row x ON x.event_id = p.source AND x.feed = l.feed AND x.cause <> 0
                WHERE p.product = CAST(%1$s ->> 0 AS uuid) AND x.seq > l.seq AND (x.kind = 1 OR (x.kind = 2 AND x.cause = 2))
            ), EXISTS (
                SELECT 1 FROM event_revision v WHERE v.event_id = CAST(%1$s ->> 0 AS uuid) AND v.revision > l.told
                AND CAST(v.body AS jsonb) ->> 'revisionKind' = 'CORRECTION'
            ), n.profile, t.text FROM last l
            LEFT JOIN rendition n ON n.event_id = CAST(%1$s ->> 0 AS uuid) AND n.revision = l.brought AND n.variant = l.variant
            LEFT JOIN terms t ON t.id = l.terms
            """.formatted(Sql.JSON);

    /** The newest revision of a source. */
    record Head(int revision, Status status, AgencyId originator) {
        boolean usable() {
            return status == Status.OPEN || status == Status.CLOSED;
        }
    }

    /**
     * A feed's last row on an event, and the newest revision it was told of. {@code sourceCameAgain}: one of its sources was brought again after it, and until then its page may not
     * have shown the product. {@code corrected}: a correction came after what the feed was told last. {@code profile} and {@code conditions}: how
     * the row brought what it brought, if anything.
     */
    record Last(
            Standing standing,
            int revision,
            boolean sourceCameAgain,
            boolean corrected,
            Optional<String> profile,
            Optional<String> conditions) {}

    /** Keeps what new products were made from, and marks every product that these arrivals concern. */
    Uni<Void> arrived(Mutiny.Session session, List<Prepared> live) {
        if (live.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        JsonArray sources = new JsonArray();
        JsonArray ids = new JsonArray();
        JsonArray products = new JsonArray();
        for (Prepared one : live) {
            ids.add(one.id().toString());
            if (one.event().type().product()) {
                products.add(one.id().toString());
                Sources.of(one.event())
                        .forEach(source -> sources.add(new JsonObject()
                                .put("p", one.id().toString())
                                .put("s", source.eventId().toString())
                                .put("r", source.revision())
                                .put("k", one.event().type().link())));
            }
        }
        Uni<Integer> kept = sources.isEmpty()
                ? Uni.createFrom().item(0)
                : Sql.update(session, FORGET, sources)
                        .chain(() -> Sql.update(session, KEEP, sources))
                        .chain(() -> Sql.update(session, NAMED, sources));
        return kept.chain(() ->
                        products.isEmpty() ? Uni.createFrom().item(0) : Sql.update(session, DUE_THEMSELVES, products))
                .chain(() -> Sql.update(session, DUE, ids))
                .replaceWithVoid();
    }

    /** Marks the product that this is, and those made from it: who has it has changed. */
    Uni<Void> moved(Mutiny.Session session, Collection<EventId> events) {
        JsonArray ids = new JsonArray();
        events.forEach(event -> ids.add(event.toString()));
        return Sql.update(session, DUE_TOGETHER, ids).replaceWithVoid();
    }

    /** Whether it will be looked at again shortly, because something it depends on has changed. */
    Uni<Boolean> marked(Mutiny.Session session, EventId product) {
        return Sql.rows(session, MARKED, new JsonArray().add(product.toString()))
                .map(rows -> !rows.isEmpty());
    }

    /** The facts of those of these revisions that are known here. */
    Uni<Map<RevisionId, DisclosureFacts>> facts(Mutiny.Session session, Collection<RevisionId> sources) {
        JsonArray json = new JsonArray();
        sources.forEach(source -> json.add(key(source)));
        return Sql.rows(session, FACTS, json).map(rows -> {
            Map<RevisionId, DisclosureFacts> facts = new HashMap<>();
            rows.forEach(row -> facts.put(
                    new RevisionId(EventId.parse((String) row[0]).orElseThrow(), ((Number) row[1]).intValue()),
                    DisclosureFacts.parse((String) row[2])));
            return facts;
        });
    }

    /** From now on every read of this revision obeys the decisions of that class. */
    Uni<Void> decideBy(Mutiny.Session session, RevisionId product, long classId) {
        return Sql.update(session, DECIDE_BY, new JsonArray().add(key(product).put("c", classId)))
                .replaceWithVoid();
    }

    private static JsonObject key(RevisionId revision) {
        return new JsonObject().put("e", revision.eventId().toString()).put("r", revision.revision());
    }

    /** A product that must be looked at, and the feeds that are brought it again, if they are offered it, though they have just this. */
    record Due(EventId product, Set<Short> again) {
        Due {
            again = Set.copyOf(again);
        }
    }

    /** Takes a product that must be looked at; the marks come back if the transaction fails. */
    Uni<Optional<Due>> next(Mutiny.Session session) {
        return session.createNativeQuery(NEXT, Object[].class)
                .getResultList()
                .map(rows -> rows.stream().findFirst().map(ProductStore::due));
    }

    private static Due due(Object[] row) {
        Set<Short> again = new JsonArray((String) row[1])
                .stream().map(feed -> ((Number) feed).shortValue()).collect(Collectors.toSet());
        return new Due(EventId.parse((String) row[0]).orElseThrow(), again);
    }

    /** Takes this product, if it must be looked at and nobody is doing so; the mark comes back if the transaction fails. */
    Uni<Optional<Due>> take(Mutiny.Session session, EventId product) {
        return Sql.rows(session, TAKE, new JsonArray().add(product.toString()))
                .map(rows -> rows.stream().findFirst().map(ProductStore::due));
    }

    Uni<Map<EventId, Head>> heads(Mutiny.Session session, Collection<RevisionId> sources) {
        JsonArray ids = new JsonArray();
        sources.forEach(source -> ids.add(source.eventId().toString()));
        return Sql.rows(session, HEADS, ids).map(rows -> {
            Map<EventId, Head> heads = new HashMap<>();
            rows.forEach(row -> heads.put(
                    EventId.parse((String) row[0]).orElseThrow(),
                    new Head(((Number) row[1]).intValue(), Status.valueOf((String) row[2]), new AgencyId((String)
                            row[3]))));
            return heads;
        });
    }

    /** The JSON of the newest revision, unless it was erased. */
    Uni<Optional<String>> body(Mutiny.Session session, EventId product) {
        return Sql.rows(session, BODY, new JsonArray().add(product.toString()))
                .map(rows -> rows.stream().map(row -> (String) row[1]).findFirst());
    }

    Uni<Map<Short, Last>> last(Mutiny.Session session, EventId product) {
        return Sql.rows(session, LAST, new JsonArray().add(product.toString())).map(rows -> {
            Map<Short, Last> last = new HashMap<>();
            rows.forEach(row -> last.put(
                    ((Number) row[0]).shortValue(),
                    new Last(
                            Standing.after(row[1], row[3]),
                            ((Number) row[2]).intValue(),
                            (Boolean) row[4],
                            (Boolean) row[5],
                            Optional.ofNullable((String) row[6]),
                            Optional.ofNullable((String) row[7]))));
            return last;
        });
    }
}
