package ge.khidi.sharing.oversight;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.activation.Officers;
import ge.khidi.sharing.registration.AdminPort;
import ge.khidi.sharing.registration.Registrars;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The Interagency Council reads its report: numbers that are right, and nothing else. */
@QuarkusTest
class ReportIT {

    private static final Duration BOUND = Duration.ofMinutes(3);

    @Inject
    Pool pool;

    @Inject
    AdminPort admin;

    private final Bus bus = new Bus();
    private final FeedClient iad = FeedClient.fromNowOn("IAD");

    @AfterEach
    void close() {
        Officers.restore();
        bus.close();
    }

    @Test
    void eventsAndWhatWasDisclosedOfThemAreCounted() {
        JsonPath before = report();
        Events first = Events.movement().with(PersonCategory.VICTIM, "Kvaratskhelia");
        Events second = Events.movement();
        bus.publish(first, second, second.next(RevisionKind.CORRECTION));
        iad.of(first.id(), 1);
        iad.of(second.id(), 2);

        JsonPath after = report();

        assertThat(events(after)).isEqualTo(events(before) + 2);
        assertThat(figure(after, "DISCLOSURES", "disclosures"))
                .as("three rows for each domestic agency that may have them")
                .isGreaterThanOrEqualTo(figure(before, "DISCLOSURES", "disclosures") + 6);
        assertThat(figure(after, "DISCLOSURES", "recallNotices"))
                .isGreaterThan(figure(before, "DISCLOSURES", "recallNotices"));
        assertThat(after.<Integer>get(table("RECALLS") + ".lines.find { it.partnerKind == 'DOMESTIC' }.openNow"))
                .isPositive();
        assertThat(after.<Integer>get(table("READING") + ".lines.find { it.partnerKind == 'DOMESTIC' }.itemsShown"))
                .isPositive();
        assertThat(after.<Integer>get(table("QUALITY")
                        + ".lines.find { it.agency == 'PATROL-POLICE' && it.unit == '' }.percentFilled"))
                .isBetween(1, 100);
        assertThat(after.prettify()).doesNotContain("Kvaratskhelia", first.id().toString(), "Sarpi");
    }

    @Test
    void aPageByTaxiiIsAPageHoweverFarApartItsRowsLieAndAListOfIdsShowsNothing() {
        String collection = "/taxii2/khidi/collections/border-events/";
        taxii(collection + "objects/", Instant.now());
        Instant since = Instant.now();
        Events first = Events.movement();
        Events last = Events.movement();
        bus.publish(first);
        iad.of(first.id(), 1);
        Events[] between = Stream.generate(Events::trafficking).limit(60).toArray(Events[]::new);
        bus.publish(between);
        for (Events one : between) {
            iad.of(one.id(), 1);
        }
        bus.publish(last);
        iad.of(last.id(), 1);
        Awaitility.await()
                .atMost(BOUND)
                .until(() -> number(
                                "SELECT count(*) FROM stix_list l JOIN feed f ON f.id = l.feed WHERE f.partner = 'IAD' AND l.ready"
                                        + " AND NOT EXISTS (SELECT 1 FROM stix_object i WHERE i.list = l.id AND i.event_id = '"
                                        + last.id() + "')")
                        == 0);
        String entries = " FROM audit_entry WHERE action = 'taxii.border-events.objects'"
                + " AND client = 'reads-by-taxii' AND at >= '" + since + "'";
        List<Integer> before = reading();

        taxii(collection + "manifest/", since);
        List<Integer> afterAList = reading();
        taxii(collection + "objects/", since);
        List<Integer> after = reading();

        assertThat(number("SELECT count(*)" + entries)).as("of one page").isGreaterThan(1);
        int shown = (int) number("SELECT sum(items)::bigint" + entries);
        assertThat(afterAList).containsExactly(before.get(0) + 1, before.get(1));
        assertThat(after).containsExactly(before.get(0) + 2, before.get(1) + shown);
    }

    /** The pages that agencies here have read, and the items on them. */
    private static List<Integer> reading() {
        JsonPath report = report();
        String line = table("READING") + ".lines.find { it.partnerKind == 'DOMESTIC' }.";
        return List.of(report.getInt(line + "pages"), report.getInt(line + "itemsShown"));
    }

    /** As a machine of IAD, once its list is made. */
    private static void taxii(String path, Instant since) {
        Awaitility.await()
                .atMost(BOUND)
                .until(
                        () -> given().auth()
                                .oauth2(TestIssuer.machine("IAD", "feed-reader")
                                        .client("reads-by-taxii")
                                        .claim("preferred_username", "service-account-reads-by-taxii")
                                        .mint())
                                .queryParam("added_after", since.toString())
                                .queryParam("limit", 1000)
                                .get(path),
                        answer -> answer.statusCode() == 200);
    }

    @Test
    void whatIsSensitiveIsToldByQuartersThatAreOverAndNoSmallNumber() {
        List<Event> minors = Stream.generate(() -> {
                    ObjectNode event = EventCodec.tree(Events.trafficking()
                            .by("STATE-SECURITY")
                            .to(ReleasableTo.named(AgencyId.IAD))
                            .with(PersonCategory.VICTIM, "Beridze")
                            .event());
                    ((ObjectNode) event.path("entities").get(0)).put("ageGroup", "MINOR");
                    return EventCodec.parse(event).toOptional().orElseThrow();
                })
                .limit(5)
                .toList();
        bus.publish(minors, Optional.empty());
        minors.forEach(event -> iad.of(event.id(), 1));

        assertThat(report().getList("tables.findAll { it.name == 'SENSITIVE_DISCLOSURES' }"))
                .as("of a quarter that is not over")
                .isEmpty();
        String ids = minors.stream().map(event -> "'" + event.id() + "'").collect(Collectors.joining(","));
        String toIad =
                "feed = (SELECT id FROM feed WHERE partner = 'IAD') AND class_id IN (SELECT class_id FROM event_revision WHERE event_id IN ("
                        + ids + "))";
        pool.query("UPDATE offered SET day = '2020-05-05' WHERE " + toIad).executeAndAwait();
        assertThat(sensitive("2020-Q2")).isEqualTo(5);
        assertThat(sensitive("2020-Q3")).isZero();
        pool.query("UPDATE offered SET day = '2020-08-05', items = 4 WHERE day = '2020-05-05' AND " + toIad)
                .executeAndAwait();
        assertThat(sensitive("2020-Q2")).isZero();
        assertThat(sensitive("2020-Q3")).as("withheld").isEqualTo(-1);
    }

    /** Disclosures with a minor to agencies here; -1 where that is withheld. */
    private static int sensitive(String quarter) {
        Map<String, Integer> line = report(LocalDate.of(2020, 4, 1), 6)
                .get("tables.find { it.name == 'SENSITIVE_DISCLOSURES' && it.of == '" + quarter
                        + "' }.lines.find { it.partnerKind == 'DOMESTIC' }");
        return line == null ? 0 : Objects.requireNonNullElse(line.get("withMinors"), -1);
    }

    private long number(String query) {
        return pool.query(query).executeAndAwait().iterator().next().getLong(0);
    }

    @Test
    void aSmallNumberOfPersonsIsWithheldWithWhatWouldGiveItAway() {
        List<Event> longAgo = Stream.of(
                        persons("FEMALE", 3), persons("MALE", 8), persons("OTHER", 30), persons("UNKNOWN", 9))
                .flatMap(events -> events)
                .toList();
        bus.publish(longAgo, Optional.empty());
        longAgo.forEach(event -> iad.of(event.id(), 1));

        JsonPath report = report(LocalDate.of(2021, 1, 1));

        assertThat(adults(report, "FEMALE")).as("a small cell").isNull();
        assertThat(adults(report, "MALE")).as("the cheapest that hides it").isNull();
        assertThat(adults(report, "OTHER")).isEqualTo(30);
        assertThat(adults(report, "UNKNOWN")).as("kept apart").isEqualTo(9);
        assertThat(adults(report, "TOTAL")).isEqualTo(50);
        assertThat(report.<Integer>get(table("PERSONS") + ".lines.find { it.sex == 'MALE' }.minor"))
                .as("nobody is nought")
                .isZero();
    }

    private static @Nullable Integer adults(JsonPath report, String sex) {
        return report.get(table("PERSONS") + ".lines.find { it.sex == '" + sex + "' }.adult");
    }

    /** Events of one adult each, in a quarter of their own. */
    private static Stream<Event> persons(String sex, int count) {
        return Stream.generate(() -> {
                    ObjectNode event = EventCodec.tree(Events.movement()
                            .with(PersonCategory.WITNESS, "Beridze")
                            .event());
                    event.put("acceptedAt", "2021-02-03T04:05:06Z");
                    ((ObjectNode) event.path("entities").get(0)).put("sex", sex);
                    return EventCodec.parse(event.toString().getBytes(UTF_8))
                            .toOptional()
                            .orElseThrow();
                })
                .limit(count);
    }

    @Test
    void whatIsSensitiveIsCountedByWholeQuartersSoThatNoMonthIsTheDifferenceOfTwoPeriods() {
        pool.query("""
                INSERT INTO offered (feed, day, class_id, kind, special, items)
                SELECT f.id, d.day, c.id, 1, true, d.items FROM feed f CROSS JOIN (
                    SELECT id FROM disclosure_class WHERE CAST(facts AS jsonb) ->> 'context' = 'REAL' LIMIT 1) c
                CROSS JOIN (VALUES (date '2019-02-03', 20), (date '2019-04-05', 3)) AS d (day, items) WHERE f.partner = 'IAD'
                """).executeAndAwait();

        JsonPath half = report(LocalDate.of(2019, 1, 1), 6);

        assertThat(half.<String>getList("tables.findAll { it.name == 'SENSITIVE_DISCLOSURES' }.of"))
                .containsExactly("2019-Q1", "2019-Q2");
        assertThat(sensitive(half, "2019-Q1")).isEqualTo(20);
        assertThat(sensitive(half, "2019-Q2")).as("few").isNull();
        assertThat(report(LocalDate.of(2019, 1, 1), 4)
                        .<String>getList("tables.findAll { it.name == 'SENSITIVE_DISCLOSURES' }.of"))
                .containsExactly("2019-Q1");
    }

    private static @Nullable Integer sensitive(JsonPath report, String quarter) {
        return report.get("tables.find { it.name == 'SENSITIVE_DISCLOSURES' && it.of == '" + quarter
                + "' }.lines.find { it.partnerKind == 'DOMESTIC' }.specialCategories");
    }

    @Test
    void whatAnAgencyOfAnExerciseReadsAndOwesIsNotCounted() {
        Officers.activate(Officers.baselineAnd("test.cedar", Registrars.WHAT_CONCERNS_THEM));
        Map<String, Object> agency = Registrars.thirdCountry("STATE-OF-EXERCISE", "GE");
        agency.put("context", "EXERCISE");
        new Registrars(admin.port()).register(agency, Map.of());
        JsonPath before = report();
        Events event = Events.movement().with(PersonCategory.SUSPECT, "Kobalia");
        Events corrected = event.next(RevisionKind.CORRECTION).with(PersonCategory.SUSPECT, "Kobalidze");
        bus.publish(List.of(ofAnExercise(event), ofAnExercise(corrected)), Optional.empty());
        new FeedClient("STATE-OF-EXERCISE").of(event.id(), 2);

        JsonPath after = report();

        for (String figure : List.of("READING.pages", "READING.itemsShown", "RECALLS.asked", "RECALLS.openNow")) {
            String path = table(figure.split("\\.", 2)[0]) + ".lines.find { it.partnerKind == 'THIRD_COUNTRY' }?."
                    + figure.split("\\.", 2)[1];
            assertThat(after.<Integer>get(path)).as(figure).isEqualTo(before.<Integer>get(path));
        }
    }

    private static Event ofAnExercise(Events event) {
        ObjectNode tree = EventCodec.tree(event.event());
        tree.put("context", "EXERCISE");
        return EventCodec.parse(tree).toOptional().orElseThrow();
    }

    @Test
    void theReviewOfWhatWasWithdrawnIsOverdueUntilItIsErased() {
        Events event = Events.movement();
        bus.publish(event, event.next(Status.WITHDRAWN));
        iad.of(event.id(), 2);
        long before = overdue();

        pool.query("UPDATE event_tally SET review_by = date '2020-01-01' WHERE event_id = '" + event.id() + "'")
                .executeAndAwait();

        assertThat(overdue()).isEqualTo(before + 1);
        bus.publish(event.next(Status.WITHDRAWN).next(Status.ERASED));
        iad.of(event.id(), 3);
        assertThat(overdue()).isEqualTo(before);
    }

    private static long overdue() {
        Integer overdue =
                report().get(table("OVERDUE_REVIEWS") + ".lines.find { it.agency == 'PATROL-POLICE' }?.overdueNow");
        return overdue == null ? 0 : overdue;
    }

    @Test
    void theCouncilGetsNumbersAndNothingElse() {
        Response csv = as("council-reader").get("/v1/reports/council.csv");

        csv.then().statusCode(200).header("Content-Type", "text/csv;charset=UTF-8");
        assertThat(new String(csv.asByteArray(), UTF_8)).startsWith("\uFEFFEVENTS,");
        as("council-reader").get("/v1/feed").then().statusCode(403);
        as("council-reader").get("/v1/audit").then().statusCode(403);
        as("council-reader").get("/v1/audit/statistics").then().statusCode(403);
        as("liaison-officer").get("/v1/reports/council").then().statusCode(403);
        as("council-reader")
                .queryParam("from", "2026-01-02")
                .get("/v1/reports/council")
                .then()
                .statusCode(400);
        assertThat(Log.text("/v1/audit", Map.of("action", "report.read"))).contains("\"report.read\"");
    }

    private static RequestSpecification as(String role) {
        return given().auth()
                .oauth2(TestIssuer.person("tamar", "IAD", role).mint())
                .header("Khidi-Purpose", "LAW_ENFORCEMENT")
                .header("Khidi-Case", "1");
    }

    private static JsonPath report() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return report(today.withDayOfMonth(1).minusMonths((today.getMonthValue() - 1) % 3));
    }

    private static JsonPath report(LocalDate quarter) {
        return report(quarter, 3);
    }

    private static JsonPath report(LocalDate quarter, int months) {
        Response answer = as("council-reader")
                .queryParam("from", quarter.toString())
                .queryParam("until", quarter.plusMonths(months).toString())
                .get("/v1/reports/council");
        answer.then().statusCode(200);
        return answer.jsonPath();
    }

    private static String table(String name) {
        return "tables.find { it.name == '" + name + "' }";
    }

    private static long events(JsonPath report) {
        Integer events =
                report.get(table("EVENTS") + ".lines.findAll { it.type == 'MOVEMENT_OF_INTEREST' }.sum { it.events }");
        return events == null ? 0 : events;
    }

    private static long figure(JsonPath report, String table, String figure) {
        Integer sum = report.get(table(table) + ".lines.findAll { it.type == 'MOVEMENT_OF_INTEREST'"
                + " && it.partnerKind == 'DOMESTIC' }.sum { it." + figure + " }");
        return sum == null ? 0 : sum;
    }
}
