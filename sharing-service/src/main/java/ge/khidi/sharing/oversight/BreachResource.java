package ge.khidi.sharing.oversight;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.audit.AuditDesk;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.csv.Csv;
import ge.khidi.sharing.feed.FeedPages;
import ge.khidi.sharing.feed.RowKind;
import ge.khidi.sharing.pages.EventWords;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/breach}: something of a partner's, or of one of its people or machines, is in wrong hands; what did it get from here
 * (Directive (EU) 2016/680 Arts 30 and 31)? The answer is what the audit log says was shown, with what was in those bytes, counted. It names
 * no data subject. The asking is logged before anything is looked up.
 */
@Path("/v1/breach")
@Singleton
@RolesAllowed({Role.Name.DATA_PROTECTION_OFFICER, Role.Name.AUDITOR})
@Tag(name = "Oversight")
public class BreachResource {

    private static final int CHUNK = 200;
    private static final int MOST_LISTED = 1000;

    private static final String WHOLE = FeedPages.WITH_CONTENT.formatted("a.at") + " AND " + FeedPages.WITH_BYTES;
    private static final String SHOWN = """
            SELECT r.seq, r.event_id::text, r.revision, r.kind, h.originator, coalesce(n.profile, ''), s.first, s.times,
                CASE WHEN s.whole > 0 THEN n.body END, r.variant IS NOT NULL AND n.body IS NULL, r.kind = 8 OR (r.kind IN (1, 2, 3) AND s.whole = 0)
            FROM feed f JOIN feed_row r ON r.feed = f.id JOIN event_head h ON h.event_id = r.event_id
            CROSS JOIN LATERAL (
                SELECT to_json(min(a.at)) #>> '{}' AS first, count(*) AS times,
                    count(*) FILTER (WHERE r.kind IN (1, 2, 3) AND %2$s) AS whole FROM audit_entry a
                WHERE %1$s
                AND a.at >= $2 AND a.at < $3 AND ($4::text IS NULL OR a.subject = $4) AND ($5::text IS NULL OR a.client = $5)
            ) s
            LEFT JOIN rendition n ON n.event_id = r.event_id AND n.revision = r.revision AND n.variant = r.variant
            WHERE f.partner = $1 AND r.seq > $6 AND s.times > 0 ORDER BY r.seq LIMIT $7
            """.formatted(FeedPages.SHOWED, WHOLE);
    // What was given out beside the feed: links, hits, notices; open recalls last, since there may be many. What its
    // people opened, whoever it was
    // meant for, is in their hands too. Words of officers that only name the partner gave nothing to it.
    private static final String BESIDE = """
            SELECT action, event_id::text, to_json(min(at)) #>> '{}', count(*) FROM audit_entry
            WHERE at >= $2 AND at < $3 AND ($4::text IS NULL OR subject = $4) AND ($5::text IS NULL OR client = $5) AND feed IS NULL
            AND ((recipient = $1 AND operation = 'DISCLOSURE' AND action IN ('link.read', 'hit.read', 'hits.read', 'hit.hit', 'hit.ended',
                    'hit.asked', 'notices.read', 'recalls.listed', 'recalls.read'))
                OR (agency = $1 AND action IN (%s)))
            GROUP BY 1, 2 ORDER BY action = 'recalls.read', 3, 1 LIMIT $6
            """.formatted(ReadersResource.OPENED);

    private final Pool pool;
    private final AuditDesk desk;
    private final Clock clock;

    BreachResource(Pool pool, AuditDesk desk, Clock clock) {
        this.pool = pool;
        this.desk = desk;
        this.clock = clock;
    }

    /** Of whom, and when; a subject or a client narrows it to one person or machine of the partner. */
    private record Asked(
            AgencyId partner,
            OffsetDateTime since,
            OffsetDateTime until,
            @Nullable String actor,
            @Nullable String client) {
        Tuple values() {
            return Tuple.tuple()
                    .addString(partner.value())
                    .addOffsetDateTime(since)
                    .addOffsetDateTime(until)
                    .addString(actor)
                    .addString(client);
        }
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "What a partner was shown in a period, in numbers, and the first thousand items")
    public Uni<Response> json(
            @RestQuery @Nullable String partner,
            @RestQuery @Nullable String since,
            @RestQuery @Nullable String until,
            @RestQuery @Nullable String actor,
            @RestQuery @Nullable String client) {
        Asked asked = asked(partner, since, until, actor, client);
        Breach breach = new Breach();
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        return logged(asked)
                .onItem()
                .transformToMulti(done -> shown(asked))
                .onItem()
                .invoke(chunk -> add(breach, items, chunk))
                .collect()
                .last()
                .chain(() -> beside(asked))
                .map(beside -> Response.ok(print(asked, breach, items, beside).toString())
                        .build());
    }

    @GET
    @Path("items.csv")
    @Produces(Csv.TYPE)
    @Operation(summary = "Every item a partner was shown in a period, for a spreadsheet")
    public Multi<byte[]> csv(
            @RestQuery @Nullable String partner,
            @RestQuery @Nullable String since,
            @RestQuery @Nullable String until,
            @RestQuery @Nullable String actor,
            @RestQuery @Nullable String client) {
        Asked asked = asked(partner, since, until, actor, client);
        Multi<byte[]> lines = logged(asked)
                .onItem()
                .transformToMulti(done -> shown(asked))
                .map(chunk -> chunk.stream().map(Breach::csv).collect(Collectors.joining()))
                .onCompletion()
                .continueWith("")
                .map(text -> text.getBytes(UTF_8));
        Multi<byte[]> all = Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item((Csv.MARK + Breach.columns()).getBytes(UTF_8)), lines);
        return RestMulti.fromMultiData(all)
                .encodeAsJsonArray(false)
                .header("Content-Disposition", "attachment; filename=\"khidi-breach.csv\"")
                .build();
    }

    private Uni<Void> logged(Asked asked) {
        return desk.logged(desk.look("breach.read").to(asked.partner()));
    }

    /** What was shown, in the order of the feed, some at a time, each in a statement of its own. */
    private Multi<List<Breach.Item>> shown(Asked asked) {
        AtomicLong after = new AtomicLong();
        return Multi.createBy()
                .repeating()
                .uni(() -> pool.preparedQuery(SHOWN)
                        .execute(asked.values().addLong(after.get()).addInteger(CHUNK))
                        .map(rows -> {
                            List<Breach.Item> items = new ArrayList<>();
                            rows.forEach(row -> items.add(item(row)));
                            return items;
                        })
                        .invoke(items -> items.stream().reduce((a, b) -> b).ifPresent(last -> after.set(last.seq()))))
                .whilst(items -> items.size() == CHUNK)
                .map(List::copyOf);
    }

    private static Breach.Item item(Row row) {
        return new Breach.Item(
                row.getLong(0),
                row.getString(1),
                row.getInteger(2),
                RowKind.of(row.getInteger(3)).word(),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getLong(7),
                row.getBoolean(9),
                row.getBoolean(10),
                Optional.ofNullable(row.getString(8))
                        .map(EventWords::read)
                        .map(Received::of)
                        .orElse(Received.NOTHING));
    }

    private static void add(Breach breach, ArrayNode items, List<Breach.Item> chunk) {
        chunk.forEach(breach::add);
        if (breach.tooMany()) {
            throw StatisticsResource.refused("more was shown than one answer holds; ask about shorter periods");
        }
        chunk.stream().limit(Math.max(0, MOST_LISTED - items.size())).forEach(item -> items.add(Breach.json(item)));
    }

    /** What was given out beside the feed, and one more than is listed if there was more. */
    private Uni<List<Row>> beside(Asked asked) {
        return pool.preparedQuery(BESIDE)
                .execute(asked.values().addInteger(MOST_LISTED + 1))
                .map(rows -> {
                    List<Row> beside = new ArrayList<>();
                    rows.forEach(beside::add);
                    return beside;
                });
    }

    private static ArrayNode listed(List<Row> beside) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        beside.stream()
                .limit(MOST_LISTED)
                .forEach(row -> items.addObject()
                        .put("action", row.getString(0))
                        .put("eventId", row.getString(1))
                        .put("first", row.getString(2))
                        .put("times", row.getLong(3)));
        return items;
    }

    private static ObjectNode print(Asked asked, Breach breach, ArrayNode items, List<Row> beside) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("partner", asked.partner().value())
                .put("since", asked.since().toInstant().toString())
                .put("until", asked.until().toInstant().toString());
        json.set("summary", breach.json());
        json.set("items", items);
        json.set("besideTheFeed", listed(beside));
        json.put("moreBesideTheFeed", beside.size() > MOST_LISTED);
        return json;
    }

    private Asked asked(
            @Nullable String partner,
            @Nullable String since,
            @Nullable String until,
            @Nullable String actor,
            @Nullable String client) {
        if (partner == null || since == null) {
            throw StatisticsResource.refused("partner and since are required");
        }
        AgencyId of = AgencyId.parse(partner).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
        Instant end = until == null ? clock.instant() : StatisticsResource.time("until", until);
        return new Asked(
                of,
                StatisticsResource.time("since", since).atOffset(ZoneOffset.UTC),
                end.atOffset(ZoneOffset.UTC),
                actor,
                client);
    }
}
