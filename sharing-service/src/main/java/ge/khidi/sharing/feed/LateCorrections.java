package ge.khidi.sharing.feed;

import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Corrections that no row of their own tells. Some arrive behind a revision that took their place, as after a broker lost them: whoever had
 * something before them was told that there is more, and not that what it had was wrong (Directive (EU) 2016/680 Art. 7(3)). What is right stands in
 * the newest revision too. Whoever is offered that gets it once more, as a correction; whoever had the event and is offered it no more is told
 * the correction alone. A product needs none of it: when it is looked at, all its revisions are.
 *
 * <p>While the event is restricted, a correction is told alone, late or not, and the restriction behind it again: what is wrong must be
 * rectified without delay (Art. 16(6)), and whoever goes by the last word must find that it is not to be used.
 */
@Singleton
class LateCorrections {

    // Who was told of a correction of that revision or a later one knows. The bar on an unlawful disclosure stands.
    // What
    // restricts an event is called a correction, too, and changes nothing of it: of a restricted event only what
    // follows
    // upon a restricted revision is one.
    private static final String TO_TELL = """
            WITH late AS (
                SELECT x.e AS id, max(x.r) AS corrected FROM jsonb_to_recordset(%s) AS x (e uuid, r integer)
                JOIN event_revision v ON v.event_id = x.e AND v.revision = x.r
                LEFT JOIN event_revision p ON p.event_id = x.e AND p.revision = x.r - 1
                WHERE CAST(v.body AS jsonb) #>> '{state,status}' <> 'RESTRICTED' OR CAST(p.body AS jsonb) #>> '{state,status}' = 'RESTRICTED'
                GROUP BY x.e
            ), had AS (
                SELECT l.corrected, r.event_id, r.feed, r.seq, r.kind, r.cause, r.revision, r.variant, r.terms
                FROM late l JOIN feed_row r ON r.event_id = l.id AND r.cause = 0
                UNION ALL
                SELECT l.corrected, r.event_id, r.feed, r.seq, r.kind, r.cause, r.revision, r.variant, r.terms
                FROM late l JOIN feed_row r ON r.event_id = l.id AND r.cause <> 0
            ), last AS (
                SELECT DISTINCT ON (event_id, feed) event_id, feed, kind, cause, revision, variant, terms,
                    bool_or(revision < corrected) OVER of_event AS had_before, bool_or(kind IN (3, 8) AND revision >= corrected) OVER of_event AS knows
                FROM had WINDOW of_event AS (PARTITION BY event_id, feed) ORDER BY event_id, feed, seq DESC
            )
            SELECT CAST(l.event_id AS text), l.feed, h.revision, l.kind, l.revision, n.variant, n.profile, n.domain, n.body, n.withheld, l.terms, t.text,
                h.status = 'RESTRICTED'
            FROM last l JOIN event_head h ON h.event_id = l.event_id
            LEFT JOIN rendition n ON n.event_id = l.event_id AND n.revision = l.revision AND n.variant = l.variant
            LEFT JOIN terms t ON t.id = l.terms
            WHERE h.status IN ('OPEN', 'CLOSED', 'RESTRICTED') AND l.had_before AND NOT l.knows AND l.cause <> 4
            """.formatted(Sql.JSON);

    private final FeedRows rows;

    LateCorrections(FeedRows rows) {
        this.rows = rows;
    }

    /** Rows that tell of corrections, with the conditions they name. */
    record Telling(List<Plan.NewRow> rows, Map<String, Integer> terms) {
        private static final Telling NOTHING = new Telling(List.of(), Map.of());

        Telling {
            rows = List.copyOf(rows);
            terms = Map.copyOf(terms);
        }
    }

    /** Whom to tell of these. The caller holds the heads of their events. */
    Uni<Telling> toTell(Mutiny.Session session, Collection<RevisionId> late) {
        if (late.isEmpty()) {
            return Uni.createFrom().item(Telling.NOTHING);
        }
        JsonArray json = new JsonArray();
        late.forEach(revision -> json.add(
                new JsonObject().put("e", revision.eventId().toString()).put("r", revision.revision())));
        return Sql.rows(session, TO_TELL, json).map(LateCorrections::telling);
    }

    private static Telling telling(List<Object[]> found) {
        List<Plan.NewRow> rows = new ArrayList<>();
        Map<String, Integer> terms = new HashMap<>();
        for (Object[] row : found) {
            EventId event = EventId.parse((String) row[0]).orElseThrow();
            short feed = ((Number) row[1]).shortValue();
            boolean restricted = (Boolean) row[12];
            boolean offered = !restricted && RowKind.of(number(row[3])).brings() && row[8] != null && row[11] != null;
            if (offered) {
                Variant sent =
                        new Variant(number(row[5]), (String) row[6], (String) row[7], (String) row[8], (String) row[9]);
                terms.put((String) row[11], number(row[10]));
                rows.add(new Plan.NewRow(
                        feed,
                        new RevisionId(event, number(row[4])),
                        RowKind.CORRECTION,
                        Optional.of(new Offer.Sent(sent, (String) row[11]))));
            } else {
                RevisionId newest = new RevisionId(event, number(row[2]));
                rows.add(new Plan.NewRow(feed, newest, RowKind.CORRECTION_ALONE, Optional.empty()));
                if (restricted) {
                    rows.add(new Plan.NewRow(feed, newest, RowKind.RESTRICTION, Optional.empty()));
                }
            }
        }
        return new Telling(rows, terms);
    }

    /**
     * Tells them, before the rows of the same transaction that are given beside: the feeds of all are locked together, in their order. A
     * restriction that stands among these is not told twice.
     */
    Uni<Integer> tell(Mutiny.Session session, Telling telling, Collection<Plan.NewRow> beside) {
        if (telling.rows().isEmpty()) {
            return Uni.createFrom().item(0);
        }
        Set<Plan.NewRow> restrictions =
                beside.stream().filter(row -> row.kind() == RowKind.RESTRICTION).collect(Collectors.toSet());
        List<Plan.NewRow> told = telling.rows().stream()
                .filter(row -> !restrictions.contains(row))
                .toList();
        List<Plan.NewRow> all = new ArrayList<>(told);
        all.addAll(beside);
        return rows.lock(session, all).chain(() -> rows.append(session, told, Cause.LATE_CORRECTION, telling.terms()));
    }

    private static int number(Object column) {
        return ((Number) column).intValue();
    }
}
