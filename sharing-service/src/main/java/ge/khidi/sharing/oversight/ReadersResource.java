package ge.khidi.sharing.oversight;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.relay.audit.AuditDesk;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.sharing.feed.Cursors;
import ge.khidi.sharing.feed.FeedPages;
import ge.khidi.sharing.feed.RowKind;
import ge.khidi.sharing.hit.HitNotices;
import ge.khidi.sharing.installation.Secret;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/audit/mine}: who read the caller's own events, page by page in the order of the sealed log, so that whoever goes on from
 * {@code next} misses nothing. Agencies and times, never persons; what came {@code withoutContent}, recalled or as an id in a list, is told as
 * that. How many answers are empty tells roughly how much is read in all, and nothing of whom or what.
 */
@Path("/v1/audit/mine")
@Singleton
@RolesAllowed({Role.Name.EVENT_PUBLISHER, Role.Name.LIAISON_OFFICER})
@Tag(name = "Audit")
public class ReadersResource {

    /** Entries of others' reading, of which one answer tells at most; a page of a feed has a thousand rows at most. */
    static final int PAGES = 20;

    // No entry is added an hour after it was made, so what is older by more than an hour is sealed before.
    private static final String BEGIN =
            "SELECT coalesce((SELECT leaf + 1 FROM audit_entry WHERE at < $1 AND leaf IS NOT NULL ORDER BY at DESC LIMIT 1), 0)";
    /** What people open beside feeds: an item before its release, a feed under a draft of policies, an answer to a data subject. */
    static final String OPENED = "'release.opened', 'policy.previewed', 'subject.answer.exported'";
    /** How an event is seen otherwise than in a feed: opened, as a link by its id, in a list of recalls. */
    static final String BESIDE_FEEDS = OPENED + ", 'link.read', 'recalls.read'";

    private static final String READ = """
            SELECT a.leaf, coalesce(f.partner, a.agency), coalesce(r.event_id, e.event_id)::text, coalesce(r.revision, e.revision), r.kind,
                to_json(a.at) #>> '{}', a.purpose, a.epoch, a.action, CASE WHEN r.kind IN (1, 2, 3) THEN NOT (%s AND %s) ELSE coalesce(r.kind = 8, false) END
            FROM (
                SELECT leaf, agency, action, feed, first_row, last_row, event_id, at, purpose, epoch, (line::jsonb ->> 'revision')::integer AS revision,
                    line::jsonb #> '{rows,except}' AS not_shown FROM audit_entry
                WHERE leaf >= $1 AND (feed IS NOT NULL OR action IN (%s)) ORDER BY leaf LIMIT $2
            ) a LEFT JOIN feed f ON f.partner = a.feed
            LEFT JOIN (feed_row r JOIN event_head h ON h.event_id = r.event_id AND h.originator = $3)
                ON r.feed = f.id AND r.seq BETWEEN a.first_row AND a.last_row AND a.at >= $4
                AND NOT coalesce(a.not_shown @> to_jsonb(r.seq), false)
            LEFT JOIN LATERAL (
                SELECT h.event_id, a.revision FROM event_head h WHERE h.event_id = a.event_id AND h.originator = $3
                UNION ALL
                SELECT p.source, p.revision FROM (
                    SELECT a.event_id AS link, n.source, n.revision
                    FROM named_in(CASE WHEN a.action = 'link.read' THEN a.event_id END, a.revision) n
                ) p JOIN event_head h ON h.event_id = p.source AND h.originator = $3 WHERE %s
            ) e ON a.feed IS NULL AND a.agency <> $3 AND a.at >= $4
            ORDER BY a.leaf, r.seq
            """.formatted(
            FeedPages.WITH_BYTES, FeedPages.WITH_CONTENT.formatted("a.at"), BESIDE_FEEDS, HitNotices.KNOWS_OF_LINK);

    private final Pool pool;
    private final AuditDesk desk;
    private final CallerProvider callers;
    private final Cursors cursors;

    ReadersResource(Pool pool, AuditDesk desk, CallerProvider callers, Secret secret) {
        this.pool = pool;
        this.desk = desk;
        this.callers = callers;
        this.cursors = new Cursors(secret.key("readers/v1"));
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Who read your events, in the order of the sealed log")
    public Uni<Response> mine(
            @Parameter(description = "A time; from the beginning unless given. next keeps it")
                    @QueryParam("since")
                    @Nullable
                    String since,
            @Parameter(description = "next of the page before") @QueryParam("after") @Nullable String after) {
        Caller caller = callers.caller();
        Optional<Place> place = Optional.ofNullable(after).map(next -> place(next, caller));
        Instant from = since == null
                ? place.map(Place::since).orElse(Instant.EPOCH)
                : StatisticsResource.time("since", since).truncatedTo(ChronoUnit.MICROS);
        Uni<Long> begin = place.map(Place::leaf).map(Uni.createFrom()::item).orElseGet(() -> begin(from));
        return desk.logged(desk.look("readers.read"))
                .chain(() -> begin)
                .chain(leaf -> pool.preparedQuery(READ)
                        .execute(Tuple.of(leaf, PAGES, caller.agency().value(), from.atOffset(ZoneOffset.UTC)))
                        .map(rows -> json(rows, leaf, from, caller)))
                .map(json -> Response.ok(json.toString()).build());
    }

    private Uni<Long> begin(Instant from) {
        return from.equals(Instant.EPOCH)
                ? Uni.createFrom().item(0L)
                : pool.preparedQuery(BEGIN)
                        .execute(Tuple.of(from.minusSeconds(3600).atOffset(ZoneOffset.UTC)))
                        .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Where a caller goes on in the log, and since when it wants to know: two cursors, the second one only where it said a time. */
    private record Place(long leaf, Instant since) {}

    private Place place(String next, Caller caller) {
        int half = Math.min(next.length(), Cursors.LENGTH);
        long since = half < next.length() ? seq(next.substring(half), caller) : 0;
        return new Place(seq(next.substring(0, half), caller), Instant.EPOCH.plus(since, ChronoUnit.MICROS));
    }

    private String next(Place place, Caller caller) {
        long since = Math.max(0, ChronoUnit.MICROS.between(Instant.EPOCH, place.since()));
        return cursors.print(place.leaf(), caller) + (since == 0 ? "" : cursors.print(since, caller));
    }

    private long seq(String cursor, Caller caller) {
        return cursors.parse(cursor, caller.agency(), caller.client())
                .orElseThrow(() -> StatisticsResource.refused("after is not next of this client"))
                .seq();
    }

    private ObjectNode json(RowSet<Row> rows, long begun, Instant since, Caller caller) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        long pages = 0;
        long last = begun - 1;
        for (Row row : rows) {
            pages += row.getLong(0) == last ? 0 : 1;
            last = row.getLong(0);
            if (row.getString(2) != null) {
                ObjectNode item =
                        items.addObject().put("eventId", row.getString(2)).put("revision", row.getInteger(3));
                if (row.getInteger(4) != null) {
                    item.put("kind", RowKind.of(row.getInteger(4)).word());
                }
                item.put("action", row.getString(8))
                        .put("agency", row.getString(1))
                        .put("at", row.getString(5))
                        .put("purpose", row.getString(6))
                        .put("epoch", row.getLong(7));
                if (row.getBoolean(9)) {
                    item.put("withoutContent", true);
                }
            }
        }
        return json.put("next", next(new Place(last + 1, since), caller)).put("more", pages == PAGES);
    }
}
