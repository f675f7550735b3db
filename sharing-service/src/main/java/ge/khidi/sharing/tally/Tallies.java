package ge.khidi.sharing.tally;

import ge.khidi.contract.event.Context;
import ge.khidi.contract.event.Event;
import ge.khidi.sharing.feed.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The tallies of events, written in the transaction that raises their heads. Times are those of the first revision here until an event is
 * erased: then those that the erasure left.
 */
public final class Tallies {

    private static final String KEEP = """
            INSERT INTO event_tally AS t (event_id, revision, status, type, originator, unit, real, occurred_at, reported_at,
                accepted_at, review_by, persons, expected, filled, valid, invalid, contradictions)
            SELECT e, r, s, ty, o, u, re, oa, ra, aa, rb, p, ex, fi, va, inv, co
            FROM jsonb_to_recordset(%s) AS x (e uuid, r integer, s text, ty text, o text, u text, re boolean, oa timestamptz,
                ra timestamptz, aa timestamptz, rb date, p text[], ex smallint, fi smallint, va smallint, inv smallint, co smallint)
            ORDER BY e, r
            ON CONFLICT (event_id) DO UPDATE SET revision = excluded.revision, status = excluded.status, unit = excluded.unit,
                occurred_at = CASE WHEN excluded.status = 'ERASED' THEN excluded.occurred_at ELSE t.occurred_at END,
                reported_at = CASE WHEN excluded.status = 'ERASED' THEN excluded.reported_at ELSE t.reported_at END,
                review_by = excluded.review_by, persons = excluded.persons, expected = excluded.expected,
                filled = excluded.filled, valid = excluded.valid, invalid = excluded.invalid,
                contradictions = excluded.contradictions
            WHERE t.revision < excluded.revision
            """.formatted(Sql.JSON);

    /** Counts the newest revisions of events, each event once. */
    public static Uni<Void> keep(Mutiny.Session session, Collection<Event> newest) {
        List<Event> spoken =
                newest.stream().filter(event -> !event.type().product()).toList();
        if (spoken.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        JsonArray rows = new JsonArray();
        spoken.forEach(event -> rows.add(row(EventTally.of(event))));
        return Sql.update(session, KEEP, rows).replaceWithVoid();
    }

    private static JsonObject row(EventTally tally) {
        Event event = tally.event();
        Quality quality = tally.quality();
        JsonArray persons = new JsonArray();
        tally.persons().forEach(person -> persons.add(person.toString()));
        return new JsonObject()
                .put("e", event.id().toString())
                .put("r", event.revision())
                .put("s", event.state().status().name())
                .put("ty", event.type().name())
                .put("o", event.origin().agency().value())
                .put("u", event.origin().unit().orElse(null))
                .put("re", event.context() == Context.REAL)
                .put("oa", Quality.timed(event) ? event.occurred().at().toString() : null)
                .put("ra", event.reportedAt().toString())
                .put("aa", event.acceptedAt().toString())
                .put("rb", event.handling().reviewBy().toString())
                .put("p", persons)
                .put("ex", quality.expected())
                .put("fi", quality.filled())
                .put("va", quality.valid())
                .put("inv", quality.invalid())
                .put("co", quality.contradictions());
    }

    private Tallies() {}
}
