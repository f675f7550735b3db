package ge.khidi.sharing.feed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.Status;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.CyberEvents;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters of the feed, and the feed as a table. */
@QuarkusTest
class FilteredFeedIT {

    private final Bus bus = new Bus();
    private final FeedClient iad = new FeedClient("IAD");
    private final FeedClient csirt = new FeedClient("CSIRT-A");

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void aFilteredFeedHasWhatIsAskedForAndEveryRecall() {
        Events movement = Events.movement();
        Events report = Events.trafficking();
        Events withdrawn = Events.movement();
        bus.publish(movement, report, withdrawn);
        iad.of(report.id(), 1);
        iad.of(withdrawn.id(), 1);
        bus.publish(withdrawn.next(Status.WITHDRAWN));
        iad.of(withdrawn.id(), 2);

        List<String> seen = crawl("IAD", "type=CRIME_REPORT");

        assertThat(seen).contains(report.id() + " NEW", withdrawn.id() + " WITHDRAWAL");
        assertThat(seen).doesNotContain(movement.id() + " NEW", withdrawn.id() + " NEW");
    }

    @Test
    void whatIsWithheldFromAReaderCannotBeAskedAbout() {
        Events event = Events.trafficking();
        Event incident = CyberEvents.incident(
                event,
                "visa.example",
                tree -> tree.withArray("entities")
                        .addObject()
                        .put("kind", "LOCATION")
                        .put("id", "l-1")
                        .put("nature", "FACT")
                        .put("borderSection", "GE-TR-99"));
        bus.publish(List.of(incident), Optional.empty());
        iad.of(event.id(), 1);
        csirt.of(event.id(), 1);

        assertThat(crawl("IAD", "section=GE-TR-99")).contains(event.id() + " NEW");
        assertThat(crawl("CSIRT-A", "type=CYBER_INCIDENT")).contains(event.id() + " NEW");
        assertThat(crawl("CSIRT-A", "section=GE-TR-99")).doesNotContain(event.id() + " NEW");
    }

    @Test
    void theFilterStandsInTheAuditLogAndWhatItLeftOutCountsAsNotShown() {
        Events marker = Events.movement();
        Events movement = Events.movement();
        Events report = Events.trafficking();
        bus.publish(marker);
        String after = iad.of(marker.id(), 1).get(0).cursor();
        bus.publish(report);
        iad.of(report.id(), 1);
        bus.publish(movement);
        iad.of(movement.id(), 1);

        Instant asked = Instant.now();
        List<?> items = page("IAD", "/v1/feed?product=false&type=CRIME_REPORT,CYBER_INCIDENT&after=" + after)
                .jsonPath()
                .getList("items");

        JsonPath log = given().auth()
                .oauth2(TestIssuer.person("maka", "IAD", "auditor").mint())
                .queryParam("partner", "IAD")
                .queryParam("action", "feed.read")
                .queryParam("since", asked.toString())
                .get("/v1/audit")
                .jsonPath();
        String entry = "items.entry.rows.find { it.filter == 'type=CRIME_REPORT,CYBER_INCIDENT product=false' }";
        assertThat(log.getInt(entry + ".items")).isEqualTo(items.size());
        assertThat(log.getList(entry + ".except")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/feed", "/v1/feed.csv"})
    void everyFaultOfAFilterIsNamedAtOnce(String path) {
        Response refused = page("IAD", path + "?domain=NOWHERE&product=maybe&from=yesterday");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getList("faults.pointer")).containsExactly("/domain", "/product", "/from");
        assertThat(refused.asString()).doesNotContain("NOWHERE", "maybe", "yesterday");
    }

    @Test
    void theTableHasTheItemsOfTheFeedAndLeadsOn() throws IOException {
        Events first = Events.movement();
        Events second = Events.movement();
        bus.publish(first);
        iad.of(first.id(), 1);
        bus.publish(second);
        iad.of(second.id(), 1);
        List<FeedClient.Item> all = iad.readOn();

        List<String> rows = table("IAD", "limit=7").stream()
                .map(row -> row.get("eventId") + " " + row.get("kind") + " " + row.get("cursor"))
                .toList();

        assertThat(rows)
                .startsWith(all.stream()
                        .map(item -> item.eventId() + " " + item.kind() + " " + inTable(item.cursor()))
                        .toArray(String[]::new));
    }

    /** What begins with a minus has an apostrophe before it in a table, so that no spreadsheet reckons. */
    private static String inTable(String cursor) {
        return cursor.startsWith("-") ? "'" + cursor : cursor;
    }

    @Test
    void aSpreadsheetReadsGeorgianInIt() throws IOException {
        Events event = Events.trafficking();
        bus.publish(
                List.of(CyberEvents.incident(
                        event,
                        "visa.example",
                        tree -> tree.putArray("narratives")
                                .addObject()
                                .put("text", "=ყალბი ვიზები")
                                .put("language", "ka")
                                .put("nature", "FACT"))),
                Optional.empty());
        iad.of(event.id(), 1);

        assertThat(table("IAD", "type=CYBER_INCIDENT&limit=1000").stream()
                        .filter(row -> event.id().toString().equals(row.get("eventId"))))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("narratives", "'=ყალბი ვიზები")
                        .containsEntry("observables", "DOMAIN_NAME visa.example"));
    }

    /** Every item of a feed under a filter, as {@code event kind}. */
    private static List<String> crawl(String agency, String filter) {
        List<String> items = new ArrayList<>();
        String after = "";
        boolean more = true;
        while (more) {
            Response page = page(agency, "/v1/feed?limit=1000&" + filter + after);
            page.then().statusCode(200);
            page.jsonPath()
                    .<Map<String, Object>>getList("items")
                    .forEach(item -> items.add(item.get("eventId") + " " + item.get("kind")));
            after = "&after=" + page.jsonPath().getString("next");
            more = page.jsonPath().getBoolean("more");
        }
        return items;
    }

    /** Every line of the table, by the links that lead on. */
    private static List<Map<String, String>> table(String agency, String query) throws IOException {
        List<Map<String, String>> rows = new ArrayList<>();
        String next = "/v1/feed.csv?" + query;
        boolean more = true;
        while (more) {
            Response page = page(agency, next);
            page.then().statusCode(200);
            assertThat(page.contentType()).startsWith("text/csv");
            assertThat(page.asByteArray()).startsWith(0xEF, 0xBB, 0xBF);
            rows.addAll(read(page));
            more = Boolean.parseBoolean(page.header("Khidi-More"));
            next = page.header("Link").replaceAll("<(.*)>; rel=\"next\"", "$1");
            assertThat(next).isEqualTo("/v1/feed.csv?after=" + page.header("Khidi-Next") + "&" + query);
        }
        return rows;
    }

    private static Response page(String agency, String path) {
        return given().urlEncodingEnabled(false)
                .auth()
                .oauth2(TestIssuer.machine(agency, "feed-reader").mint())
                .get(path);
    }

    private static List<Map<String, String>> read(Response page) throws IOException {
        String table = new String(page.asByteArray(), StandardCharsets.UTF_8);
        try (MappingIterator<Map<String, String>> rows = new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(table.substring(1))) {
            return rows.readAll();
        }
    }
}
