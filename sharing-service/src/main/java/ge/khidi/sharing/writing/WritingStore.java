package ge.khidi.sharing.writing;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.sharing.writing.Acceptance.Fate;
import ge.khidi.sharing.writing.Acceptance.Kept;
import ge.khidi.sharing.writing.Acceptance.State;
import ge.khidi.sharing.writing.Verdict.Sayable;
import ge.khidi.sharing.writing.WriteStatus.Item;
import ge.khidi.sharing.writing.WriteStatus.Progress;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The requests to write and their objects. */
@Singleton
class WritingStore {

    /** One request of an agency at a time, so that two cannot accept two contents under one id and version. */
    private static final String ALONE = "SELECT CAST(pg_advisory_xact_lock(79, hashtext($1)) AS text)";

    /** One takes at a time what is to be handed over, so that each sees what the others have taken. */
    private static final String TURN = "SELECT CAST(pg_advisory_xact_lock(80, 0) AS text)";

    private static final String KEPT = """
            SELECT k.object_id, k.modified, k.digest, k.revokes
            FROM jsonb_to_recordset(CAST($2 AS jsonb)) AS o (object_id text, modified timestamptz) CROSS JOIN LATERAL (
                SELECT w.* FROM written_object w
                WHERE w.agency = $1 AND w.object_id = o.object_id AND w.modified = o.modified AND w.state IN ('PENDING', 'DONE')
                UNION ALL
                (SELECT w.* FROM written_object w WHERE w.agency = $1 AND w.object_id = o.object_id AND w.state IN ('PENDING', 'DONE')
                ORDER BY w.modified DESC LIMIT 1)
            ) k
            """;
    private static final String WAITING_OF = """
            SELECT count(*) AS waiting FROM (SELECT 1 FROM written_object WHERE agency = $1 AND state = 'PENDING' LIMIT $2) w
            """;
    private static final String KEEP = """
            WITH r AS (
                INSERT INTO write_request (id, agency, unit, client, at) VALUES ($1, $2, $3, $4, $5) RETURNING id
            )
            INSERT INTO written_object (request, place, agency, object_id, version, modified, state, digest, revokes, submission, message, next_at)
            SELECT r.id, o.place, $2, o.object_id, o.version, o.modified, o.state, o.digest, o.revokes, o.submission, o.message, $5
            FROM r CROSS JOIN jsonb_to_recordset(CAST($6 AS jsonb)) AS o (place integer, object_id text, version text, modified timestamptz,
                state text, digest text, revokes boolean, submission text, message text)
            ORDER BY o.place
            """;
    private static final String STATUS = """
            SELECT to_json(r.at AT TIME ZONE 'UTC') #>> '{}' AS at, o.object_id, o.version, coalesce(k.state, o.state) AS state,
                coalesce(k.message, o.message) AS message, coalesce(k.attempts, o.attempts) AS attempts
            FROM write_request r JOIN written_object o ON o.request = r.id
            LEFT JOIN LATERAL (
                SELECT b.state, b.message, b.attempts FROM written_object b
                WHERE o.state = 'REPEATED' AND b.agency = o.agency AND b.object_id = o.object_id AND b.modified = o.modified AND b.id < o.id
                    AND b.digest = o.digest AND b.state <> 'REPEATED'
                ORDER BY b.id DESC LIMIT 1
            ) k ON true
            WHERE r.id = $1 AND r.agency = $2 AND r.client = $3 ORDER BY o.place
            """;
    /**
     * Takes what is due, until $4: of each agency in turn, and of an object the earliest version that waits. A revocation goes before the versions that wait,
     * which end here; only one that was tried while no event is known is asked about first, since intake may have made an event of it. The next agency is asked
     * for in the order of written_object_next, which no other index has: another would be read through all that waits of the agencies before it.
     */
    private static final String TAKE = """
            WITH RECURSIVE writers AS (
                SELECT CAST('' AS text) AS agency
                UNION ALL
                SELECT (SELECT CASE WHEN (o.attempts > 0) = $1 THEN o.agency END FROM written_object o
                    WHERE o.state = 'PENDING' AND ((o.attempts > 0), o.agency) > ($1, w.agency) ORDER BY (o.attempts > 0), o.agency LIMIT 1)
                FROM writers w WHERE w.agency IS NOT NULL
            ), chosen AS (
                SELECT o.id FROM writers a CROSS JOIN LATERAL (
                    SELECT w.id, w.next_at FROM written_object w
                    WHERE w.state = 'PENDING' AND (w.attempts > 0) = $1 AND w.agency = a.agency AND w.next_at <= $2 AND NOT EXISTS (
                        SELECT FROM written_object e
                        WHERE e.state = 'PENDING' AND e.agency = w.agency AND e.object_id = w.object_id AND e.id <> w.id AND CASE
                            WHEN w.revokes OR e.revokes THEN w.revokes = (greatest(w.attempts, e.attempts) > 0 AND NOT EXISTS (
                                SELECT FROM written_object k
                                WHERE k.agency = w.agency AND k.object_id = w.object_id AND k.event_id IS NOT NULL))
                            ELSE (e.modified, e.id) < (w.modified, w.id) END)
                    ORDER BY w.next_at, w.id LIMIT $3
                ) o
                ORDER BY row_number() OVER (PARTITION BY a.agency ORDER BY o.next_at, o.id), o.next_at, o.id LIMIT $3
            ), taken AS (
                UPDATE written_object w SET attempts = w.attempts + 1, next_at = $4 FROM chosen c WHERE w.id = c.id RETURNING w.*
            ), ended AS (
                UPDATE written_object w SET state = 'FAILED', submission = NULL, message = 'revoked before intake answered for it'
                FROM taken t
                WHERE t.revokes AND w.agency = t.agency AND w.object_id = t.object_id AND w.id <> t.id AND w.state = 'PENDING'
                RETURNING w.id
            )
            SELECT t.id, t.agency, r.unit, t.submission, t.message, t.attempts, e.event_id, e.tag, (SELECT count(*) FROM ended) AS ended, EXISTS (
                SELECT FROM written_object s WHERE s.agency = t.agency AND s.object_id = t.object_id AND s.id <> t.id AND s.attempts > 0) AS tried
            FROM taken t JOIN write_request r ON r.id = t.request
            LEFT JOIN LATERAL (
                SELECT w.event_id, w.tag FROM written_object w WHERE w.agency = t.agency AND w.object_id = t.object_id AND w.event_id IS NOT NULL
                ORDER BY w.modified DESC, w.id DESC LIMIT 1
            ) e ON true
            """;

    // An erasure of one of these ends before this or begins after it, and either way is seen.
    private static final String HOLD_EVENTS = """
            SELECT h.event_id FROM event_head h WHERE h.event_id IN (
                SELECT a.event_id FROM jsonb_to_recordset(CAST($1 AS jsonb)) AS a (event_id uuid))
            ORDER BY h.event_id FOR SHARE
            """;

    /**
     * Counts only what was taken so often: what was taken again since has another outcome. That intake has it is so even where a revocation ended it here. What was erased
     * since intake answered leaves no tag: it holds a digest of the content.
     */
    private static final String HANDED_OVER = """
            UPDATE written_object w SET state = a.state, event_id = a.event_id, revision = a.revision, message = a.message,
                tag = CASE WHEN (SELECT h.status FROM event_head h WHERE h.event_id = a.event_id) = 'ERASED' THEN '"erased"' ELSE a.tag END,
                submission = CASE WHEN a.state = 'PENDING' THEN w.submission END, next_at = a.next_at
            FROM jsonb_to_recordset(CAST($1 AS jsonb)) AS a (id bigint, attempts integer, state text, event_id uuid, revision integer, tag text,
                message text, next_at timestamptz)
            WHERE w.id = a.id AND w.attempts = a.attempts AND (w.state = 'PENDING' OR a.state = 'DONE')
            RETURNING w.id
            """;

    private static final String WAITING = """
            SELECT count(*) AS waiting, count(*) FILTER (WHERE r.at < $1) AS late
            FROM written_object o JOIN write_request r ON r.id = o.request WHERE o.state = 'PENDING'
            """;

    /** In whose name something is written: an agency's, or that of a unit of it. */
    record Writer(AgencyId agency, Optional<String> unit) {}

    /** A request that was accepted. */
    record Request(UUID id, Writer writer, String client, Instant at) {}

    /** What intake made of the version before: the event, and the tag of the revision as intake gave it. */
    record Known(EventId event, String tag) {}

    /**
     * An object that intake is to have, taken for the {@code attempts}th time; without a submission what is known of it is to be withdrawn. {@code tried} says
     * whether any other version of it ever was.
     */
    record Due(
            long id,
            Writer writer,
            Optional<String> submission,
            Optional<Known> known,
            boolean tried,
            Optional<String> note,
            int attempts) {

        /** Never the content. */
        @Override
        public String toString() {
            return "Due[" + id + "]";
        }
    }

    /** What was taken, and how many versions ended by a revocation among it. */
    record Taken(List<Due> due, long ended) {
        Taken {
            due = List.copyOf(due);
        }
    }

    private final AuditLog audit;

    WritingStore(AuditLog audit) {
        this.audit = audit;
    }

    Uni<Void> alone(SqlConnection connection, AgencyId agency) {
        return connection.preparedQuery(ALONE).execute(Tuple.of(agency.value())).replaceWithVoid();
    }

    /** What stands of these versions, and the latest of each of these objects; some of it may be answered more than once. */
    Uni<List<Kept>> kept(SqlConnection connection, AgencyId agency, Collection<Head> heads) {
        JsonArray offered = new JsonArray();
        heads.forEach(head -> offered.add(new JsonObject()
                .put("object_id", head.id())
                .put("modified", head.modified().toString())));
        return connection
                .preparedQuery(KEPT)
                .execute(Tuple.of(agency.value(), offered))
                .map(rows -> list(rows, WritingStore::kept));
    }

    /** How many objects of an agency wait for intake, counted up to {@code most}. */
    Uni<Long> waiting(SqlConnection connection, AgencyId agency, int most) {
        return connection
                .preparedQuery(WAITING_OF)
                .execute(Tuple.of(agency.value(), most))
                .map(rows -> rows.iterator().next().getLong("waiting"));
    }

    private static Kept kept(Row row) {
        return new Kept(
                row.getString("object_id"),
                row.getOffsetDateTime("modified").toInstant(),
                row.getString("digest"),
                row.getBoolean("revokes"));
    }

    Uni<Void> keep(SqlConnection connection, Request request, List<Fate> fates) {
        JsonArray objects = new JsonArray();
        fates.forEach(fate -> objects.add(json(fate)));
        return connection
                .preparedQuery(KEEP)
                .execute(Tuple.of(
                        request.id(),
                        request.writer().agency().value(),
                        request.writer().unit().orElse(null),
                        request.client(),
                        request.at().atOffset(ZoneOffset.UTC),
                        objects))
                .replaceWithVoid();
    }

    private static JsonObject json(Fate fate) {
        Optional<Sayable> said = Optional.of(fate)
                .filter(one -> one.state() == State.PENDING)
                .map(one -> (Sayable) one.offered().verdict());
        return new JsonObject()
                .put("place", fate.offered().place())
                .put("object_id", fate.head().id())
                .put("version", fate.head().version())
                .put("modified", fate.head().modified().toString())
                .put("state", fate.state().name())
                .put("digest", fate.offered().digest())
                .put("revokes", said.map(Sayable::revokes).orElse(false))
                .put("submission", said.flatMap(Sayable::submission).orElse(null))
                .put("message", fate.message().orElse(null));
    }

    /** Nothing if there is no such request of this client. */
    Uni<Optional<WriteStatus>> status(SqlConnection connection, UUID id, AgencyId agency, String client) {
        return connection
                .preparedQuery(STATUS)
                .execute(Tuple.of(id, agency.value(), client))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(new WriteStatus(
                                id, rows.iterator().next().getString("at") + "Z", list(rows, WritingStore::item))));
    }

    private static Item item(Row row) {
        Progress progress = switch (State.valueOf(row.getString("state"))) {
            case PENDING, REPEATED -> Progress.PENDING;
            case DONE, STANDING -> Progress.SUCCESS;
            case FAILED -> Progress.FAILURE;
        };
        int attempts = row.getInteger("attempts");
        // While it is asked for the first time nothing is amiss.
        Optional<String> message = progress == Progress.PENDING && attempts > 1
                ? Optional.of(
                        "intake has not taken it yet, asked " + attempts + " times; it is kept and handed over again")
                : Optional.ofNullable(row.getString("message"));
        return new Item(row.getString("object_id"), row.getString("version"), progress, message);
    }

    /**
     * Takes what is to be handed over by now. Nobody else takes it until the lease ends.
     *
     * @param again what was tried before, or else what was not
     */
    Uni<Taken> take(SqlConnection connection, boolean again, Instant now, int most, Instant lease) {
        return connection
                .query(TURN)
                .execute()
                .chain(() -> connection
                        .preparedQuery(TAKE)
                        .execute(Tuple.of(again, now.atOffset(ZoneOffset.UTC), most, lease.atOffset(ZoneOffset.UTC))))
                .map(rows -> new Taken(
                        list(rows, WritingStore::due),
                        rows.rowCount() == 0 ? 0 : rows.iterator().next().getLong("ended")));
    }

    private static Due due(Row row) {
        return new Due(
                row.getLong("id"),
                new Writer(new AgencyId(row.getString("agency")), Optional.ofNullable(row.getString("unit"))),
                Optional.ofNullable(row.getString("submission")),
                Optional.ofNullable(row.getUUID("event_id"))
                        .map(event -> new Known(new EventId(event), row.getString("tag"))),
                row.getBoolean("tried"),
                Optional.ofNullable(row.getString("message")),
                row.getInteger("attempts"));
    }

    /** What came of handing over; the content goes with intake's answer. Answers which of it counts. */
    Uni<List<Long>> handedOver(SqlConnection connection, JsonArray json) {
        return connection
                .preparedQuery(HOLD_EVENTS)
                .execute(Tuple.of(json))
                .chain(() -> connection.preparedQuery(HANDED_OVER).execute(Tuple.of(json)))
                .map(rows -> list(rows, row -> row.getLong("id")));
    }

    /** How many objects wait for intake, and how many of them came before that moment. */
    Uni<Row> waiting(SqlConnection connection, Instant late) {
        return connection
                .preparedQuery(WAITING)
                .execute(Tuple.of(late.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next());
    }

    /** Entries of the audit log in the transaction of the connection. */
    Uni<Void> log(SqlConnection connection, List<AuditEntry> entries) {
        return UniHelper.toUni(audit.append(connection.getDelegate(), entries));
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> made) {
        return StreamSupport.stream(rows.spliterator(), false).map(made).collect(Collectors.toList());
    }
}
