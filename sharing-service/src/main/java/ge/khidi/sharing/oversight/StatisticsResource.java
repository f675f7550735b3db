package ge.khidi.sharing.oversight;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.CommonEra;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.audit.AuditDesk;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.feed.RowKind;
import ge.khidi.sharing.recall.RecallTimes;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/audit/statistics}: how often what was done, by partner, purpose, policies and operation, counted from the columns of the
 * audit log. It names partners and therefore is for auditors and data-protection officers; the council has its report.
 */
@Path("/v1/audit/statistics")
@Singleton
@RolesAllowed({Role.Name.AUDITOR, Role.Name.DATA_PROTECTION_OFFICER})
@Tag(name = "Audit")
public class StatisticsResource {

    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Duration USUAL = Duration.ofDays(30);

    private static final String ACTS = """
            SELECT a.recipient, a.purpose, a.epoch, e.policy_version, a.operation, a.action, count(*), sum(a.items)::bigint
            FROM audit_entry a LEFT JOIN epoch e ON e.id = a.epoch WHERE a.at >= $1 AND a.at < $2
            GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 5, 6
            """;
    // A page is counted under each policy that decided on something in it, so these numbers are not to be added up.
    private static final String POLICIES = """
            SELECT p.policy, a.recipient, e.policy_version, count(*), sum(a.items)::bigint
            FROM audit_entry a CROSS JOIN unnest(a.policies) AS p (policy) LEFT JOIN epoch e ON e.id = a.epoch
            WHERE a.at >= $1 AND a.at < $2 AND a.operation = 'DISCLOSURE' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """;
    private static final String RECALLS = """
            SELECT f.partner, CASE r.kind WHEN 8 THEN 3 ELSE r.kind END, count(*), count(o.seq),
                count(*) FILTER (WHERE o.seq IS NULL AND r.added < $3)
            FROM feed_row r JOIN feed f ON f.id = r.feed LEFT JOIN outcome o ON o.feed = r.feed AND o.seq = r.seq
            WHERE r.kind IN (3, 4, 5, 6, 8) AND r.added >= $1 AND r.added < $2 GROUP BY 1, 2 ORDER BY 1, 2
            """;

    private final Pool pool;
    private final AuditDesk desk;
    private final RecallTimes recallTimes;
    private final Clock clock;

    StatisticsResource(Pool pool, AuditDesk desk, RecallTimes recallTimes, Clock clock) {
        this.pool = pool;
        this.desk = desk;
        this.recallTimes = recallTimes;
        this.clock = clock;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Counts of what was disclosed, released, refused and recalled, by partner, purpose and policy")
    public Uni<Response> statistics(
            @Parameter(description = "A time; 30 days before until unless given") @QueryParam("since") @Nullable
                    String since,
            @Parameter(description = "A time; now unless given") @QueryParam("until") @Nullable String until) {
        Instant end = until == null ? clock.instant() : time("until", until);
        Instant begin = since == null ? end.minus(USUAL) : time("since", since);
        if (begin.isAfter(end) || Duration.between(begin, end).compareTo(LONGEST) > 0) {
            throw refused("since is before until, by 366 days at most");
        }
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("since", begin.toString())
                .put("until", end.toString());
        return desk.logged(desk.look("statistics.read"))
                .chain(() -> ask(ACTS, times(begin, end)))
                .invoke(rows -> acts(json.putArray("acts"), rows))
                .chain(() -> ask(POLICIES, times(begin, end)))
                .invoke(rows -> policies(json.putArray("policies"), rows))
                .chain(() -> ask(
                        RECALLS,
                        times(begin, end)
                                .addOffsetDateTime(clock.instant()
                                        .minus(recallTimes.answer())
                                        .atOffset(ZoneOffset.UTC))))
                .invoke(rows -> recalls(json.putArray("recalls"), rows))
                .map(done -> Response.ok(json.toString()).build());
    }

    private Uni<RowSet<Row>> ask(String question, Tuple values) {
        return pool.preparedQuery(question).execute(values);
    }

    private static Tuple times(Instant begin, Instant end) {
        return Tuple.tuple()
                .addOffsetDateTime(begin.atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(end.atOffset(ZoneOffset.UTC));
    }

    private static void acts(ArrayNode acts, RowSet<Row> rows) {
        for (Row row : rows) {
            acts.addObject()
                    .put("partner", row.getString(0))
                    .put("purpose", row.getString(1))
                    .put("epoch", row.getLong(2))
                    .put("policyVersion", row.getInteger(3))
                    .put("operation", row.getString(4))
                    .put("action", row.getString(5))
                    .put("times", row.getLong(6))
                    .put("items", row.getLong(7));
        }
    }

    private static void policies(ArrayNode policies, RowSet<Row> rows) {
        for (Row row : rows) {
            policies.addObject()
                    .put("policy", row.getString(0))
                    .put("partner", row.getString(1))
                    .put("policyVersion", row.getInteger(2))
                    .put("times", row.getLong(3))
                    .put("itemsBesideOthers", row.getLong(4));
        }
    }

    private static void recalls(ArrayNode recalls, RowSet<Row> rows) {
        for (Row row : rows) {
            recalls.addObject()
                    .put("partner", row.getString(0))
                    .put("kind", RowKind.of(row.getInteger(1)).word())
                    .put("asked", row.getLong(2))
                    .put("answered", row.getLong(3))
                    .put("overdue", row.getLong(4));
        }
    }

    static Instant time(String name, String text) {
        try {
            return CommonEra.instant(text);
        } catch (DateTimeParseException notATime) {
            throw refused(name + " is a time such as 2026-11-21T08:30:00Z");
        }
    }

    static ProblemException refused(String why) {
        return new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, why));
    }
}
