package ge.khidi.sharing.feed;

import ge.khidi.contract.RevisionId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * The only writer of feed rows. The feeds are locked in the order of their ids, then all rows are given their sequence and their time in
 * one statement: a reader that saw row <i>n</i> of a feed never misses one below it, because whoever writes later gets a later one.
 */
@Singleton
class FeedRows {

    private static final String LOCK =
            "SELECT id, last_seq FROM feed WHERE id IN (SELECT CAST(jsonb_array_elements_text(" + Sql.JSON
                    + ") AS smallint)) ORDER BY id FOR UPDATE";

    private static final String RENDITIONS =
            "INSERT INTO rendition (event_id, revision, variant, profile, domain, body, withheld)"
                    + " SELECT e, r, v, p, d, b, w FROM jsonb_to_recordset(" + Sql.JSON
                    + ") AS x (e uuid, r integer, v smallint, p text, d text, b text, w text) ON CONFLICT DO NOTHING";

    private static final String APPEND = """
            WITH item AS (
                SELECT e, r, v, k, c, y, f, t, pos
                FROM ROWS FROM (jsonb_to_recordset(%s) AS (e uuid, r integer, v smallint, k smallint, c smallint, y boolean, f smallint[], t integer[]))
                    WITH ORDINALITY AS x (e, r, v, k, c, y, f, t, pos)
            ), wanted AS (
                SELECT u.feed, u.terms, e, r, v, k, c, y, row_number() OVER (PARTITION BY u.feed ORDER BY pos) AS n
                FROM item CROSS JOIN LATERAL unnest(f, t) AS u (feed, terms)
            ), place AS MATERIALIZED (
                SELECT id, last_seq, greatest(clock_timestamp(), last_added + interval '1 microsecond') AS since
                FROM feed WHERE id IN (SELECT feed FROM wanted)
            ), grown AS (
                UPDATE feed SET last_seq = p.last_seq + w.most, last_added = p.since + (w.most - 1) * interval '1 microsecond'
                FROM place p JOIN (SELECT feed, max(n) AS most FROM wanted GROUP BY feed) w ON w.feed = p.id
                WHERE feed.id = p.id
            )
            INSERT INTO feed_row (feed, seq, added, event_id, revision, terms, variant, kind, cause, cyber)
            SELECT p.id, p.last_seq + w.n, p.since + (w.n - 1) * interval '1 microsecond', e, r, w.terms, v, k, c, y
            FROM wanted w JOIN place p ON p.id = w.feed
            """.formatted(Sql.JSON);

    /** Rows that differ only in their feed. */
    private record Shared(RevisionId revision, @Nullable Integer variant, RowKind kind, boolean cyber) {}

    /** Appends in the given order and answers how many rows that were. The caller holds the heads of the events. */
    Uni<Integer> append(Mutiny.Session session, Collection<Plan.NewRow> rows, Cause cause, Map<String, Integer> terms) {
        if (rows.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return lock(session, rows)
                .chain(locked -> keepRenditions(session, rows))
                .chain(kept -> Sql.update(session, APPEND, items(rows, cause, terms)));
    }

    /** Locks the feeds of these rows in the order of their ids, where more than one append follows. */
    Uni<Void> lock(Mutiny.Session session, Collection<Plan.NewRow> rows) {
        return Sql.rows(session, LOCK, feeds(rows)).replaceWithVoid();
    }

    private static JsonArray feeds(Collection<Plan.NewRow> rows) {
        TreeSet<Short> feeds = new TreeSet<>();
        rows.forEach(row -> feeds.add(row.feed()));
        JsonArray json = new JsonArray();
        feeds.forEach(json::add);
        return json;
    }

    private static Uni<Integer> keepRenditions(Mutiny.Session session, Collection<Plan.NewRow> rows) {
        Map<String, JsonObject> renditions = new LinkedHashMap<>();
        for (Plan.NewRow row : rows) {
            row.sent()
                    .ifPresent(sent -> renditions.computeIfAbsent(
                            row.revision() + "/" + sent.variant().number(),
                            none -> json(row.revision(), sent.variant())));
        }
        if (renditions.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        JsonArray json = new JsonArray();
        renditions.values().forEach(json::add);
        return Sql.update(session, RENDITIONS, json);
    }

    private static JsonObject json(RevisionId revision, Variant variant) {
        return new JsonObject()
                .put("e", revision.eventId().toString())
                .put("r", revision.revision())
                .put("v", variant.number())
                .put("p", variant.profile())
                .put("d", variant.domain())
                .put("b", variant.body())
                .put("w", variant.withheld());
    }

    private static JsonArray items(Collection<Plan.NewRow> rows, Cause cause, Map<String, Integer> terms) {
        Map<Shared, JsonObject> items = new LinkedHashMap<>();
        for (Plan.NewRow row : rows) {
            Integer variant = row.sent().map(sent -> sent.variant().number()).orElse(null);
            boolean cyber = row.sent()
                    .filter(sent -> CyberRows.cyber(sent.variant().body()))
                    .isPresent();
            JsonObject item = items.computeIfAbsent(
                    new Shared(row.revision(), variant, row.kind(), cyber), shared -> item(shared, cause));
            item.getJsonArray("f").add(row.feed());
            item.getJsonArray("t")
                    .add(row.sent().map(sent -> terms.get(sent.terms())).orElse(null));
        }
        return new JsonArray(List.copyOf(items.values()));
    }

    private static JsonObject item(Shared shared, Cause cause) {
        return new JsonObject()
                .put("e", shared.revision().eventId().toString())
                .put("r", shared.revision().revision())
                .put("v", shared.variant())
                .put("k", shared.kind().code())
                .put("c", cause.code())
                .put("y", shared.cyber())
                .put("f", new JsonArray())
                .put("t", new JsonArray());
    }
}
