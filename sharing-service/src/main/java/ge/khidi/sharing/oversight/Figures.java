package ge.khidi.sharing.oversight;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.entity.AgeGroup;
import ge.khidi.contract.entity.Sex;
import ge.khidi.contract.event.Context;
import ge.khidi.contract.event.EventType;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.feed.FeedPages;
import ge.khidi.sharing.feed.RowKind;
import ge.khidi.sharing.policy.Partner;
import ge.khidi.sharing.recall.RecallTimes;
import ge.khidi.sharing.subject.Ground;
import ge.khidi.sharing.subject.Kind;
import ge.khidi.sharing.subject.Outcome;
import ge.khidi.sharing.tally.Tallying;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The figures of the report for the Interagency Council, each defined in {@code docs/oversight.md}. They are taken from tallies and from the
 * columns of the audit log, one short statement after the other; no event is read, and no line names a person, an event or a partner.
 */
@Singleton
class Figures {

    private static final String EVENTS = """
            SELECT type, count(*), count(*) FILTER (WHERE status = 'RESTRICTED'), count(*) FILTER (WHERE status = 'WITHDRAWN'),
                count(*) FILTER (WHERE status = 'ERASED')
            FROM event_tally WHERE real AND accepted_at >= $1 AND accepted_at < $2 GROUP BY type
            """;
    private static final String OFFERED = """
            SELECT f.partner, c.type, o.kind, sum(o.items)::bigint, coalesce(sum(o.items) FILTER (WHERE o.special), 0)::bigint,
                coalesce(sum(o.items) FILTER (WHERE c.minors AND o.kind <= 3), 0)::bigint
            FROM offered o JOIN feed f ON f.id = o.feed
            JOIN (SELECT id, facts::jsonb ->> 'type' AS type, facts::jsonb ->> 'context' AS context,
                    (facts::jsonb ->> 'minors')::boolean AS minors FROM disclosure_class) c ON c.id = o.class_id
            WHERE c.context = 'REAL' AND o.day >= $1 AND o.day < $2 GROUP BY 1, 2, 3
            """;
    // A page by TAXII whose rows lie far apart is several entries of one moment; one without rows has objects that are
    // no items.
    private static final String ACTS = """
            SELECT CASE WHEN a.taxii THEN 'feed.read' ELSE a.action END, a.recipient,
                count(*) FILTER (WHERE NOT a.taxii) + count(DISTINCT (a.at, a.subject, a.client)) FILTER (WHERE a.taxii),
                coalesce(sum(a.items) FILTER (WHERE (NOT a.taxii OR a.feed IS NOT NULL) AND %s), 0)::bigint
            FROM (
                SELECT *, operation = 'DISCLOSURE' AND action LIKE 'taxii.%%' AS taxii FROM audit_entry WHERE at >= $1 AND at < $2
            ) a
            WHERE a.taxii OR a.action IN ('feed.read', 'feed.polled') OR (a.action LIKE 'release.%%' AND a.action <> 'release.opened')
            GROUP BY 1, 2
            """.formatted(FeedPages.WITH_BYTES);
    private static final String PERSONS = """
            SELECT split_part(person, ' ', 2), split_part(person, ' ', 3), count(*)
            FROM event_tally, unnest(persons) AS person WHERE real AND accepted_at >= $1 AND accepted_at < $2 GROUP BY 1, 2
            """;
    private static final String REVIEWS = """
            SELECT originator, count(*) FILTER (WHERE status <> 'RESTRICTED'), count(*) FILTER (WHERE status = 'RESTRICTED')
            FROM event_tally WHERE real AND status <> 'ERASED' AND review_by < $1
            GROUP BY originator ORDER BY originator
            """;
    private static final String RECALLS = """
            SELECT f.partner, count(*) FILTER (WHERE r.added >= $1 AND r.added < $2),
                count(*) FILTER (WHERE r.added >= $1 AND r.added < $2 AND o.seq IS NOT NULL),
                count(*) FILTER (WHERE o.seq IS NULL), count(*) FILTER (WHERE o.seq IS NULL AND r.added < $3)
            FROM feed_row r JOIN feed f ON f.id = r.feed LEFT JOIN outcome o ON o.feed = r.feed AND o.seq = r.seq
            WHERE r.kind IN (3, 4, 5, 6, 8) GROUP BY f.partner
            """;
    private static final String QUALITY = """
            SELECT originator, coalesce(unit, ''), count(*), count(occurred_at),
                percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM reported_at - occurred_at) / 60)::bigint,
                count(*) FILTER (WHERE reported_at - occurred_at <= interval '24 hours'),
                percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM accepted_at - reported_at) / 60)::bigint,
                (100 * sum(filled) / nullif(sum(expected), 0))::bigint, sum(valid)::bigint, sum(invalid)::bigint,
                sum(contradictions)::bigint
            FROM event_tally WHERE real AND accepted_at >= $1 AND accepted_at < $2 AND status <> 'ERASED'
            GROUP BY 1, 2 ORDER BY 1, 2
            """;

    // Answered requests stay until they are closed, and are numbers from then on.
    private static final String ANSWERED = """
            SELECT outcome, nullif(ground, 'NONE'), count(*) FILTER (WHERE NOT late), count(*) FILTER (WHERE late) FROM (
                SELECT outcome, ground, answered_on AS answered, answered_on > due AS late FROM subject_request WHERE state = 'ANSWERED'
                UNION ALL SELECT outcome, ground, answered, overdue FROM subject_statistic) a
            WHERE answered >= $1 AND answered < $2 GROUP BY 1, 2
            """;
    // As it was on a day: of what waits today, the difference between two days would be the requests of one.
    private static final String WAITING = """
            SELECT kind, count(*) FILTER (WHERE due >= $1), count(*) FILTER (WHERE due < $1) FROM (
                SELECT kind, received, due, answered_on AS answered FROM subject_request WHERE state <> 'CLOSED'
                UNION ALL SELECT kind, received, due, answered FROM subject_statistic) w
            WHERE received < $1 AND (answered IS NULL OR answered >= $1) GROUP BY kind
            """;

    private final Pool pool;
    private final Tallying tallying;
    private final DecisionTable decisions;
    private final RecallTimes recallTimes;
    private final Clock clock;

    Figures(Pool pool, Tallying tallying, DecisionTable decisions, RecallTimes recallTimes, Clock clock) {
        this.pool = pool;
        this.tallying = tallying;
        this.decisions = decisions;
        this.recallTimes = recallTimes;
        this.clock = clock;
    }

    /** Everything of a period, after what is in the feeds has been counted. */
    Uni<List<Sheet>> of(Period period) {
        List<Sheet> sheets = new ArrayList<>();
        Uni<Void> made = tallying.catchUp()
                .chain(() -> ask(EVENTS, times(period)))
                .invoke(rows -> sheets.add(events(rows)))
                .chain(() -> ask(OFFERED, Tuple.of(period.from(), period.until())))
                .invoke(rows -> sheets.add(offered(rows)))
                .chain(() -> ask(ACTS, times(period)))
                .invoke(rows -> sheets.addAll(acts(rows)))
                .chain(() -> ask(RECALLS, times(period).addOffsetDateTime(overdueBefore())))
                .invoke(rows -> sheets.add(recalls(rows)))
                .chain(() -> ask(REVIEWS, Tuple.of(today())))
                .invoke(rows -> sheets.add(reviews(rows)))
                .chain(() -> ask(QUALITY, times(period)))
                .invoke(rows -> sheets.add(quality(rows)))
                .replaceWithVoid();
        for (Period.Quarter quarter : period.quarters(today())) {
            made = made.chain(() -> ask(OFFERED, Tuple.of(quarter.from(), quarter.until())))
                    .invoke(rows -> sheets.add(sensitive(quarter, rows)))
                    .chain(() -> ask(PERSONS, times(new Period(quarter.from(), quarter.until()))))
                    .invoke(rows -> sheets.add(persons(quarter, rows)))
                    .chain(() -> ask(ANSWERED, Tuple.of(quarter.from(), quarter.until())))
                    .invoke(rows -> sheets.addAll(answered(quarter, rows)))
                    .chain(() -> ask(WAITING, Tuple.of(quarter.until())))
                    .invoke(rows -> sheets.add(waiting(quarter, rows)))
                    .replaceWithVoid();
        }
        return made.replaceWith(sheets);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private OffsetDateTime overdueBefore() {
        return clock.instant().minus(recallTimes.answer()).atOffset(ZoneOffset.UTC);
    }

    private Uni<RowSet<Row>> ask(String question, Tuple values) {
        return pool.preparedQuery(question).execute(values);
    }

    private static Tuple times(Period period) {
        return Tuple.tuple()
                .addOffsetDateTime(period.begin().atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(period.end().atOffset(ZoneOffset.UTC));
    }

    private static Sheet events(RowSet<Row> rows) {
        Sums sums = new Sums(4);
        rows.forEach(row ->
                sums.add(typed(row.getString(0)), row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
        return sums.sheet("EVENTS", List.of("domain", "type"), List.of("events", "restricted", "withdrawn", "erased"));
    }

    private Sheet offered(RowSet<Row> rows) {
        Sums byType = new Sums(2);
        for (Row row : rows) {
            RowKind what = RowKind.of(row.getInteger(2));
            long items = row.getLong(3);
            byType.add(
                    Stream.concat(typed(row.getString(1)).stream(), Stream.of(kindOf(row.getString(0))))
                            .toList(),
                    what.brings() ? items : 0,
                    what.recalls() ? items : 0);
        }
        return byType.sheet(
                "DISCLOSURES", List.of("domain", "type", "partnerKind"), List.of("disclosures", "recallNotices"));
    }

    /** By whole quarters, each by itself: what is withheld of one month would be the difference between two longer periods. */
    private Sheet sensitive(Period.Quarter quarter, RowSet<Row> rows) {
        Sums sensitive = new Sums(2);
        rows.forEach(row -> sensitive.add(List.of(kindOf(row.getString(0))), row.getLong(4), row.getLong(5)));
        return sensitive
                .withoutSmall()
                .sheet(
                        "SENSITIVE_DISCLOSURES",
                        quarter.toString(),
                        List.of("partnerKind"),
                        List.of("specialCategories", "withMinors"));
    }

    private List<Sheet> acts(RowSet<Row> rows) {
        Sums reading = new Sums(3);
        Sums releases = new Sums(1);
        for (Row row : rows) {
            String action = row.getString(0);
            String recipient = row.getString(1);
            long times = row.getLong(2);
            if (recipient != null && ofAnExercise(recipient)) {
                continue;
            }
            if (action.startsWith("release.")) {
                releases.add(List.of(action, recipient == null ? "" : kindOf(recipient)), times);
            } else {
                boolean page = action.equals("feed.read");
                reading.add(
                        List.of(recipient == null ? "" : kindOf(recipient)),
                        page ? times : 0,
                        page ? row.getLong(3) : 0,
                        page ? 0 : row.getLong(3));
            }
        }
        return List.of(
                reading.sheet("READING", List.of("partnerKind"), List.of("pages", "itemsShown", "emptyPolls")),
                releases.sheet("RELEASES", List.of("action", "partnerKind"), List.of("times")));
    }

    private Sheet recalls(RowSet<Row> rows) {
        Sums sums = new Sums(4);
        rows.stream()
                .filter(row -> !ofAnExercise(row.getString(0)))
                .forEach(row -> sums.add(
                        List.of(kindOf(row.getString(0))),
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4)));
        return sums.sheet("RECALLS", List.of("partnerKind"), List.of("asked", "answered", "openNow", "overdueNow"));
    }

    private static Sheet reviews(RowSet<Row> rows) {
        Sums sums = new Sums(2);
        rows.forEach(row -> sums.add(List.of(row.getString(0)), row.getLong(1), row.getLong(2)));
        return sums.sheet("OVERDUE_REVIEWS", List.of("agency"), List.of("overdueNow", "restrictedNow"));
    }

    private static Sheet quality(RowSet<Row> rows) {
        List<Sheet.Line> lines = new ArrayList<>();
        for (Row row : rows) {
            List<Optional<Long>> numbers = new ArrayList<>();
            for (int column = 2; column < row.size(); column++) {
                numbers.add(Optional.ofNullable(row.getLong(column)));
            }
            lines.add(new Sheet.Line(List.of(row.getString(0), row.getString(1)), numbers));
        }
        return new Sheet(
                "QUALITY",
                "",
                List.of("agency", "unit"),
                List.of(
                        "events",
                        "timeKnown",
                        "minutesToReport",
                        "within24Hours",
                        "minutesToAcceptance",
                        "percentFilled",
                        "validDigits",
                        "invalidDigits",
                        "contradictions"),
                lines);
    }

    /** By sex and age group, with totals and with what is not known apart; no small cell, and nothing that would give one away. */
    private static Sheet persons(Period.Quarter quarter, RowSet<Row> rows) {
        List<String> sexes = Arrays.stream(Sex.values()).map(Enum::name).toList();
        List<String> ages = Arrays.stream(AgeGroup.values()).map(Enum::name).toList();
        long[][] inner = new long[sexes.size()][ages.size()];
        rows.forEach(row -> inner[sexes.indexOf(row.getString(0))][ages.indexOf(row.getString(1))] += row.getLong(2));
        return Sheet.ofPersons(
                "PERSONS",
                quarter.toString(),
                "sex",
                sexes,
                List.of("minor", "unaccompaniedMinor", "adult", "unknown", "total"),
                inner);
    }

    private static List<Sheet> answered(Period.Quarter quarter, RowSet<Row> rows) {
        return SubjectSheets.answered(
                quarter,
                rows.stream()
                        .map(row -> new SubjectSheets.Answers(
                                Outcome.valueOf(row.getString(0)),
                                Optional.ofNullable(row.getString(1)).map(Ground::valueOf),
                                row.getLong(2),
                                row.getLong(3)))
                        .toList());
    }

    private static Sheet waiting(Period.Quarter quarter, RowSet<Row> rows) {
        return SubjectSheets.waiting(
                quarter,
                rows.stream()
                        .map(row -> new SubjectSheets.Waiting(
                                Kind.valueOf(row.getString(0)), row.getLong(1), row.getLong(2)))
                        .toList());
    }

    private static List<String> typed(String type) {
        return List.of(EventType.valueOf(type).domain().name(), type);
    }

    /** Domestic, Europol, third country and so on; a partner that has left the registry is still one. */
    private String kindOf(String partner) {
        return decisions
                .find(new AgencyId(partner))
                .map(Feed::partner)
                .map(Partner::kind)
                .map(Enum::name)
                .orElse("FORMER_PARTNER");
    }

    /** An exercise and the real world never meet, so what an agency of an exercise gets is of an exercise. */
    private boolean ofAnExercise(String partner) {
        return decisions
                .find(new AgencyId(partner))
                .filter(feed -> feed.partner().context() == Context.EXERCISE)
                .isPresent();
    }

    /** Numbers added up under words. */
    private static final class Sums {
        private final Map<List<String>, long[]> sums = new TreeMap<>(Comparator.comparing(String::valueOf));
        private final int figures;
        private Function<Long, Optional<Long>> shown = Optional::of;

        Sums(int figures) {
            this.figures = figures;
        }

        void add(List<String> words, long... numbers) {
            long[] sum = sums.computeIfAbsent(words, none -> new long[figures]);
            for (int i = 0; i < figures; i++) {
                sum[i] += numbers[i];
            }
        }

        /** There must be no totals beside them. */
        Sums withoutSmall() {
            shown = count -> Optional.of(count).filter(known -> !Suppression.isSmall(known));
            return this;
        }

        Sheet sheet(String name, List<String> keys, List<String> names) {
            return sheet(name, "", keys, names);
        }

        Sheet sheet(String name, String of, List<String> keys, List<String> names) {
            return new Sheet(
                    name,
                    of,
                    keys,
                    names,
                    sums.entrySet().stream()
                            .map(entry -> new Sheet.Line(
                                    entry.getKey(),
                                    Arrays.stream(entry.getValue())
                                            .mapToObj(number -> shown.apply(number))
                                            .toList()))
                            .toList());
        }
    }
}
