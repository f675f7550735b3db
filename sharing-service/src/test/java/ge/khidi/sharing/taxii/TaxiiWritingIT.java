package ge.khidi.sharing.taxii;

import static ge.khidi.sharing.taxii.TaxiiCollection.CYBER_INCIDENTS;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Status;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.CyberEvents;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.TestIntake;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.mapper.ObjectMapperType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TaxiiWritingIT {

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final String HERE = TaxiiClient.COLLECTIONS + CYBER_INCIDENTS.id() + "/objects/";
    private static final String CERT = "CERT-GOV-GE";
    private static final String UNIT = "თბილ";
    private static final String GREEN = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb";
    private static final String RED = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1";
    private static final String CONFIDENTIAL = "marking-definition--23726a93-8c1b-4153-9498-886398b57a80";
    private final Instant created = Instant.now().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS);

    private final Bus bus = new Bus();

    @Inject
    Pool pool;

    @AfterEach
    void close() {
        TestIntake.answers();
        bus.close();
    }

    @Test
    void onlyWhoMayHandInEventsMayWriteAndOnlyToOneCollection() {
        JsonPath collections = writer(CERT).get(TaxiiClient.COLLECTIONS).jsonPath();
        assertThat(collections.getList("collections.findAll { it.can_write }.alias"))
                .containsExactly("cyber-incidents");
        assertThat(new TaxiiClient(CERT)
                        .request()
                        .get(TaxiiClient.COLLECTIONS + "cyber-incidents/")
                        .jsonPath()
                        .getBoolean("can_write"))
                .isFalse();

        String body = envelope(indicator(UUID.randomUUID(), 0, GREEN));
        post(writer(CERT), TaxiiClient.COLLECTIONS + "crime-events/objects/", body)
                .then()
                .statusCode(403);
        post(new TaxiiClient(CERT).request(), HERE, body).then().statusCode(403);
        for (String none : new String[] {"", "[]", "{}", "{\"objects\":[]}", "{\"objects\":[{}"}) {
            post(writer(CERT), HERE, none).then().statusCode(400).header("Content-Type", TaxiiClient.TYPE);
        }
        post(writer(CERT), HERE, "{\"objects\":[" + "1,".repeat(4_000) + "1]}")
                .then()
                .statusCode(413);
        assertThat(writer(CERT).delete(HERE).header("Allow")).contains("POST");
    }

    @Test
    void goodObjectsAreHandedToIntakeBesideBadOnesAndARepeatIsOne() {
        UUID name = UUID.randomUUID();
        ObjectNode good = indicator(name, 0, GREEN);
        ObjectNode bad = indicator(UUID.randomUUID(), 0, GREEN)
                .put("pattern_type", "yara")
                .put("modified", "0000-01-01T00:00:00Z");
        ObjectNode opinion = object("opinion", UUID.randomUUID(), 0);
        ObjectNode marking = object("marking-definition", UUID.randomUUID(), 0).put("id", GREEN);

        Response accepted = post(writer(CERT), HERE, envelope(good, bad, opinion, marking));

        accepted.then().statusCode(202).header("Content-Type", TaxiiClient.TYPE);
        String status = "/taxii2/khidi/status/" + accepted.jsonPath().getString("id") + "/";
        JsonPath done = complete(CERT, status);
        assertThat(done.getInt("total_count")).isEqualTo(4);
        assertThat(done.getList("successes.id")).containsExactly(good.path("id").asText(), GREEN);
        assertThat(done.getString("successes[0].version"))
                .isEqualTo(good.path("modified").asText());
        assertThat(done.getString("successes[0].message")).isEqualTo("not kept: confidence");
        assertThat(done.getList("failures.id"))
                .containsExactly(bad.path("id").asText(), opinion.path("id").asText());
        assertThat(done.getString("failures[0].message")).contains("/pattern_type");
        assertThat(done.getInt("failure_count")).isEqualTo(2);
        assertThat(done.getInt("pending_count")).isZero();
        assertThat(done.getString("request_timestamp")).endsWith("Z");

        JsonPath event = event(CERT, good);
        assertThat(event.getString("submission.handling.tlp")).isEqualTo("GREEN");
        assertThat(event.getList("submission.entities.value")).containsExactly(name + ".example");
        assertThat(count(
                        "SELECT count(*) FROM written_object WHERE object_id = $1 AND submission IS NOT NULL",
                        good.path("id").asText()))
                .as("intake has it now")
                .isZero();
        assertThat(count(
                        "SELECT count(*) FROM audit_entry WHERE action = 'taxii.handed-over' AND event_id = CAST($1 AS uuid)",
                        event.getString("eventId")))
                .isEqualTo(1);

        JsonPath again = complete(CERT, written(CERT, envelope(good)));
        assertThat(again.getInt("success_count")).isEqualTo(1);
        JsonPath other = complete(CERT, written(CERT, envelope(good.deepCopy().put("name", "Other"))));
        assertThat(other.getString("failures[0].message")).contains("other content");
        complete(CERT, written(CERT, envelope(indicator(name, 1, GREEN).put("name", "Later"))));
        assertThat(event(CERT, good).getInt("revision")).isEqualTo(2);
        complete(CERT, written(CERT, envelope(revocation(name, 2))));
        assertThat(event(CERT, good).getBoolean("withdrawn")).isTrue();

        Response never = writer(CERT).get("/taxii2/khidi/status/" + UUID.randomUUID() + "/");
        assertThat(never.statusCode()).isEqualTo(404);
        for (Response elses : new Response[] {
            writer("IAD").get(status),
            new TaxiiClient("EUROPOL").request().get(status),
            writer(CERT).get("/taxii2/khidi/status/none/")
        }) {
            assertThat(elses.statusCode()).isEqualTo(404);
            assertThat(elses.asString()).isEqualTo(never.asString());
        }
    }

    @Test
    void aSightingBesideAnEarlierVersionOfItsIndicatorIsRefused() {
        UUID name = UUID.randomUUID();
        ObjectNode first = indicator(name, 0, GREEN);
        ObjectNode sighting = object("sighting", UUID.randomUUID(), 2, GREEN)
                .put("sighting_of_ref", first.path("id").asText());
        complete(CERT, written(CERT, envelope(first, indicator(name, 1, RED))));

        JsonPath stale = complete(CERT, written(CERT, envelope(sighting, first)));
        JsonPath latest = complete(CERT, written(CERT, envelope(sighting, indicator(name, 1, RED))));

        assertThat(stale.getList("successes.id"))
                .containsExactly(first.path("id").asText());
        assertThat(stale.getString("failures[0].message")).contains("is not its latest version");
        assertThat(latest.getInt("success_count")).isEqualTo(2);
        assertThat(event(CERT, sighting).getString("submission.handling.tlp")).isEqualTo("RED");
    }

    @Test
    void moreThanIsTakenAtOnceIsRefusedBeforeAnythingIsKept() {
        ObjectNode indicator = indicator(UUID.randomUUID(), 0, GREEN)
                .put(
                        "pattern",
                        IntStream.range(0, 200)
                                .mapToObj(n -> "url:value = 'https://" + n + ".example/" + "x".repeat(1_500) + "'")
                                .collect(Collectors.joining(" OR ", "[", "]")));
        ObjectNode[] objects = new ObjectNode[20];
        Arrays.setAll(
                objects,
                n -> object("sighting", UUID.randomUUID(), 0, GREEN)
                        .put("sighting_of_ref", indicator.path("id").asText()));
        objects[0] = indicator;

        post(writer(CERT), HERE, envelope(objects))
                .then()
                .statusCode(413)
                .body("description", containsString("fewer sightings"));
        assertThat(count(
                        "SELECT count(*) FROM written_object WHERE object_id = $1",
                        indicator.path("id").asText()))
                .isZero();
        assertThat(complete(CERT, written(CERT, envelope(indicator, objects[1])))
                        .getInt("success_count"))
                .isEqualTo(2);
    }

    @Test
    void whoeverHasTooMuchWaitingForIntakeIsToldToComeAgain() {
        String agency = "POLICE";
        String body = envelope(indicator(UUID.randomUUID(), 0, GREEN));
        run("""
                WITH r AS (INSERT INTO write_request (id, agency, client, at) VALUES (gen_random_uuid(), '%s', 'waits', now()) RETURNING id)
                INSERT INTO written_object (request, place, agency, object_id, version, modified, state, digest, revokes, next_at)
                SELECT r.id, n, '%1$s', 'indicator--' || n, '', now(), 'PENDING', '', false, 'infinity'
                FROM r CROSS JOIN generate_series(1, 10000) n
                """.formatted(agency));
        try {
            post(writer(agency), HERE, body).then().statusCode(503).header("Retry-After", "60");
            run("DELETE FROM written_object WHERE agency = '" + agency + "' AND place = 1");
            post(writer(agency), HERE, body).then().statusCode(202);
        } finally {
            run("DELETE FROM written_object WHERE agency = '" + agency + "' AND next_at = 'infinity'");
            run("DELETE FROM write_request WHERE client = 'waits'");
        }
    }

    @Test
    void onlySoMuchIsInHandAtOnce() {
        String large = envelope(object("opinion", UUID.randomUUID(), 0).put("explanation", "x".repeat(900_000)));
        SqlConnection other = pool.getConnection().await().atMost(BOUND);
        CompletableFuture<Integer> waiting;
        try {
            other.query("BEGIN").execute().await().atMost(BOUND);
            other.query("SELECT CAST(pg_advisory_xact_lock(79, hashtext('" + CERT + "')) AS text)")
                    .execute()
                    .await()
                    .atMost(BOUND);
            waiting = CompletableFuture.supplyAsync(
                    () -> post(writer(CERT), HERE, large).statusCode());
            Awaitility.await()
                    .atMost(BOUND)
                    .until(() -> count(
                                    "SELECT count(*) FROM pg_locks WHERE locktype = $1 AND classid = 79 AND NOT granted",
                                    "advisory")
                            == 1);

            post(writer("IAD"), HERE, large).then().statusCode(503).header("Retry-After", "5");
            post(writer("IAD"), HERE, envelope(indicator(UUID.randomUUID(), 0, GREEN)))
                    .then()
                    .statusCode(202);
        } finally {
            other.query("ROLLBACK").execute().await().atMost(BOUND);
            other.closeAndAwait();
        }
        assertThat(waiting.join()).isEqualTo(202);
        post(writer("IAD"), HERE, large).then().statusCode(202);
    }

    @Test
    void whatIntakeDoesNotAnswerForWaitsAndHoldsUpNothingElse() {
        UUID stuck = UUID.randomUUID();
        ObjectNode waiting = indicator(stuck, 0, GREEN);
        ObjectNode tooHigh = indicator(UUID.randomUUID(), 0, CONFIDENTIAL);
        TestIntake.silentAbout(stuck.toString());

        String status = written(CERT, envelope(waiting, tooHigh));
        String later = written(CERT, envelope(indicator(UUID.randomUUID(), 0, GREEN)));

        assertThat(complete(CERT, later).getInt("success_count")).isEqualTo(1);
        JsonPath pending = until(
                CERT,
                status,
                json -> json.getInt("failure_count") == 1
                        && json.getString("pendings[0].message").contains("asked"));
        assertThat(pending.getString("status")).isEqualTo("pending");
        assertThat(pending.getString("failures[0].id"))
                .isEqualTo(tooHigh.path("id").asText());
        assertThat(pending.getString("pendings[0].id"))
                .isEqualTo(waiting.path("id").asText());
        assertThat(pending.getString("pendings[0].message")).contains("intake has not taken it yet");
        Awaitility.await()
                .atMost(BOUND)
                .until(() -> given().get("/q/metrics").asString().contains("khidi_writing_waiting 1.0"));
        assertThat(wellness()).isEqualTo("UP");
        run("UPDATE write_request SET at = at - INTERVAL '6 minutes' WHERE id = CAST($1 AS uuid)", idOf(status));
        Awaitility.await()
                .atMost(BOUND)
                .until(() -> given().get("/q/metrics").asString().contains("khidi_writing_late 1.0"));
        assertThat(wellness()).isEqualTo("DOWN");
        answersAgain(status);
        assertThat(complete(CERT, status).getList("successes.id"))
                .containsExactly(waiting.path("id").asText());
        assertThat(event(CERT, waiting).getInt("revision")).isEqualTo(1);
    }

    @Test
    void aRevocationWaitsForNoVersionBeforeItUnlessThatMayBeAllThereIs() {
        String stuck = UUID.randomUUID() + ".example";
        String pattern = "[domain-name:value = '" + stuck + "']";
        UUID name = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        ObjectNode first = indicator(name, 0, GREEN);
        ObjectNode unanswered = indicator(other, 0, GREEN).put("pattern", pattern);
        complete(CERT, written(CERT, envelope(first)));
        TestIntake.silentAbout(stuck);
        String second = written(CERT, envelope(indicator(name, 1, GREEN).put("pattern", pattern)));
        String alone = written(CERT, envelope(unanswered));
        for (String status : new String[] {second, alone}) {
            until(CERT, status, json -> json.getString("pendings[0].message") != null);
        }

        String revoked = written(CERT, envelope(revocation(name, 2)));
        String perhaps = written(CERT, envelope(revocation(other, 1)));

        assertThat(complete(CERT, revoked).getInt("success_count")).isEqualTo(1);
        assertThat(event(CERT, first).getBoolean("withdrawn")).isTrue();
        assertThat(complete(CERT, second).getString("failures[0].message")).contains("revoked before");
        assertThat(count(
                        "SELECT count(*) FROM written_object WHERE object_id = $1 AND submission IS NOT NULL",
                        first.path("id").asText()))
                .isZero();
        assertThat(writer(CERT).get(perhaps).jsonPath().getInt("pending_count"))
                .as("intake may have made an event of the version before")
                .isEqualTo(1);
        answersAgain(alone);
        assertThat(complete(CERT, perhaps).getInt("success_count")).isEqualTo(1);
        assertThat(event(CERT, unanswered).getBoolean("withdrawn")).isTrue();

        UUID never = UUID.randomUUID();
        JsonPath both = complete(CERT, written(CERT, envelope(indicator(never, 0, GREEN), revocation(never, 1))));
        assertThat(both.getList("failures.message")).containsExactly("revoked before intake answered for it");
        assertThat(both.getString("successes[0].message")).contains("nothing of this id");
        assertThat(given().get(TestIntake.of(CERT, "indicator--" + never)).statusCode())
                .isEqualTo(404);
    }

    @Test
    void whatIsErasedWhileTheRestWaitsForItsAnswerLeavesNoTag() {
        UUID slow = UUID.randomUUID();
        ObjectNode quick = indicator(UUID.randomUUID(), 0, GREEN);
        ObjectNode waits = indicator(slow, 0, GREEN);
        TestIntake.slowAbout(slow.toString());
        String status = written(CERT, envelope(waits, quick));
        Awaitility.await()
                .atMost(BOUND)
                .until(() -> given().get(TestIntake.of(CERT, quick.path("id").asText()))
                                .statusCode()
                        == 200);
        String event = event(CERT, quick).getString("eventId");

        ObjectNode erased =
                EventCodec.tree(Events.movement().next(Status.ERASED).event()).put("id", event);
        bus.publish(List.of(EventCodec.parse(erased).toOptional().orElseThrow()), Optional.empty());
        Awaitility.await()
                .atMost(BOUND)
                .until(() -> count(
                                "SELECT count(*) FROM event_head WHERE event_id = CAST($1 AS uuid) AND status = 'ERASED'",
                                event)
                        == 1);
        TestIntake.answers();

        complete(CERT, status);
        String tagged = "SELECT count(*) FROM written_object WHERE object_id = $1 AND tag = '\"";
        assertThat(count(tagged + "erased\"'", quick.path("id").asText())).isEqualTo(1);
        assertThat(count(tagged + "1\"'", waits.path("id").asText())).isEqualTo(1);
    }

    @Test
    void whatSomethingBeforeIntakeAnswersEndsNothing() {
        UUID name = UUID.randomUUID();
        ObjectNode indicator = indicator(name, 0, GREEN);
        complete(CERT, written(CERT, envelope(indicator)));
        TestIntake.hidden(event(CERT, indicator).getString("eventId"), 404);

        String status = written(CERT, envelope(revocation(name, 1)));

        until(CERT, status, json -> json.getString("pendings[0].message") != null);
        answersAgain(status);
        assertThat(complete(CERT, status).getInt("success_count")).isEqualTo(1);
        assertThat(event(CERT, indicator).getBoolean("withdrawn")).isTrue();
    }

    @Test
    void whatIntakeDoesNotTakeOfSomebodyHoldsUpNobodysOther() {
        String stuck = "stuck-" + UUID.randomUUID();
        String elses = UUID.randomUUID().toString();
        String own = UUID.randomUUID().toString();
        TestIntake.silentAbout(stuck);
        try {
            waits(elses, "ILECC", stuck, 0);
            waits(own, CERT, stuck, 1);

            JsonPath done = complete(CERT, written(CERT, envelope(indicator(UUID.randomUUID(), 0, GREEN))));

            assertThat(done.getInt("success_count")).isEqualTo(1);
            assertThat(count(
                            "SELECT count(*) FROM written_object WHERE request = CAST($1 AS uuid) AND attempts = 0",
                            elses))
                    .isPositive();
            assertThat(count(
                            "SELECT count(*) FROM written_object WHERE request = CAST($1 AS uuid) AND attempts = 1",
                            own))
                    .isPositive();
        } finally {
            for (String request : new String[] {elses, own}) {
                run("DELETE FROM written_object WHERE request = CAST($1 AS uuid)", request);
                run("DELETE FROM write_request WHERE id = CAST($1 AS uuid)", request);
            }
        }
    }

    @Test
    void aRevisionThatTheAgencyMadeAtIntakeIsNotUndone() {
        UUID name = UUID.randomUUID();
        ObjectNode indicator = indicator(name, 0, GREEN);
        complete(CERT, written(CERT, envelope(indicator)));
        JsonPath event = event(CERT, indicator);
        assertThat(event.getString("unit")).isEqualTo("%E1%83%97%E1%83%91%E1%83%98%E1%83%9A");
        Map<String, Object> changed = event.getMap("submission");
        changed.put("urgency", "URGENT");
        given().header("Authorization", "Bearer own")
                .header("Khidi-On-Behalf-Of", CERT)
                .header("If-Match", "\"1\"")
                .body(changed, ObjectMapperType.JACKSON_2)
                .put(TestIntake.event(event.getString("eventId")))
                .then()
                .statusCode(200);

        JsonPath later =
                complete(CERT, written(CERT, envelope(indicator(name, 1, GREEN).put("name", "Later"))));

        assertThat(later.getString("failures[0].message")).contains("revised at intake since");
        assertThat(event(CERT, indicator).getInt("revision")).isEqualTo(2);
    }

    @Test
    void aSightingOfWhatTheWriterSeesIsAnEventOfItsOwnIfTheMarkingLetsIt() {
        TaxiiClient iad = new TaxiiClient("IAD");
        String open = seen(iad, "GREEN");
        String closed = seen(iad, "AMBER");
        ObjectNode sighting = object("sighting", UUID.randomUUID(), 0, GREEN).put("sighting_of_ref", open);
        ObjectNode refused = object("sighting", UUID.randomUUID(), 0, GREEN).put("sighting_of_ref", closed);
        ObjectNode unknown = object("sighting", UUID.randomUUID(), 0, GREEN)
                .put("sighting_of_ref", "indicator--" + UUID.randomUUID());

        ObjectNode rewritten = indicator(UUID.randomUUID(), 9, GREEN).put("id", closed);

        JsonPath done = complete("IAD", written("IAD", envelope(sighting, refused, unknown, rewritten)));

        assertThat(done.getList("successes.id"))
                .containsExactly(sighting.path("id").asText());
        assertThat(done.getList("failures.message"))
                .satisfiesExactly(
                        marking -> assertThat(marking.toString()).contains("its marking"),
                        nowhere -> assertThat(nowhere.toString()).contains("that you see"),
                        foreign -> assertThat(foreign.toString()).contains("given out here"));
        assertThat(event("IAD", sighting).getList("submission.entities.nature")).containsExactly("FACT");
    }

    /** As if an agency had written so much, long enough ago to be due, each tried so often. */
    private void waits(String request, String agency, String content, int attempts) {
        run(
                "INSERT INTO write_request (id, agency, client, at) VALUES (CAST($1 AS uuid), $2, 'tool', now())",
                request,
                agency);
        run("""
                INSERT INTO written_object (request, place, agency, object_id, version, modified, state, digest, revokes, submission, attempts, next_at)
                SELECT CAST($1 AS uuid), n, $2, 'indicator--' || gen_random_uuid(), '1', now(), 'PENDING', '', false, $3, CAST($4 AS integer), now() - INTERVAL '1 hour'
                FROM generate_series(1, 1500) n
                """, request, agency, content, attempts);
    }

    /** Intake answers from now on, and what that request brought is tried at once. */
    private void answersAgain(String status) {
        TestIntake.answers();
        run(
                "UPDATE written_object SET next_at = '-infinity' WHERE state = 'PENDING' AND request = CAST($1 AS uuid)",
                idOf(status));
    }

    private void run(String sql, Object... parameters) {
        pool.preparedQuery(sql).execute(Tuple.from(parameters)).await().atMost(BOUND);
    }

    private static String wellness() {
        return given().get("/q/health/well").jsonPath().getString("checks.find { it.name == 'writing' }.status");
    }

    private static String idOf(String status) {
        return status.substring("/taxii2/khidi/status/".length(), status.length() - 1);
    }

    /** The id of the indicator of an incident with that TLP, once the client sees it. */
    private String seen(TaxiiClient client, String tlp) {
        String domain = UUID.randomUUID() + ".example";
        bus.publish(
                List.of(CyberEvents.incident(
                        Events.movement(),
                        domain,
                        tree -> tree.withObject("/handling").put("tlp", tlp))),
                Optional.empty());
        return client.until(CYBER_INCIDENTS, all -> all.stream().anyMatch(one -> indicates(one, domain))).stream()
                .filter(one -> indicates(one, domain))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static boolean indicates(TaxiiClient.Stix one, String domain) {
        return one.type().equals("indicator") && one.says(domain);
    }

    private static RequestSpecification writer(String agency) {
        return given().auth()
                .oauth2(TestIssuer.machine(agency, "feed-reader", "event-publisher")
                        .unit(UNIT)
                        .mint())
                .header("Accept", TaxiiClient.TYPE);
    }

    private static Response post(RequestSpecification request, String path, String body) {
        return request.contentType(TaxiiClient.TYPE).body(body).post(path);
    }

    /** Where the status of what was written is. */
    private static String written(String agency, String body) {
        Response accepted = post(writer(agency), HERE, body);
        accepted.then().statusCode(202);
        return "/taxii2/khidi/status/" + accepted.jsonPath().getString("id") + "/";
    }

    private static JsonPath complete(String agency, String status) {
        return until(agency, status, json -> json.getString("status").equals("complete"));
    }

    private static JsonPath until(String agency, String status, Predicate<JsonPath> so) {
        return Awaitility.await()
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> writer(agency).get(status).jsonPath(), so);
    }

    private static JsonPath event(String agency, ObjectNode object) {
        return given().get(TestIntake.of(agency, object.path("id").asText())).jsonPath();
    }

    private void run(String sql) {
        pool.query(sql).execute().await().atMost(BOUND);
    }

    private long count(String sql, String of) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(of))
                .await()
                .atMost(BOUND)
                .iterator()
                .next()
                .getLong(0);
    }

    private static String envelope(ObjectNode... objects) {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        ArrayNode all = envelope.putArray("objects");
        for (ObjectNode object : objects) {
            all.add(object);
        }
        return envelope.toString();
    }

    private ObjectNode indicator(UUID name, int version, String... markings) {
        return object("indicator", name, version, markings)
                .put("pattern", "[domain-name:value = '" + name + ".example']")
                .put("pattern_type", "stix")
                .put("valid_from", created.toString())
                .put("confidence", 70);
    }

    private ObjectNode revocation(UUID name, int version) {
        return indicator(name, version, GREEN).put("revoked", true);
    }

    private ObjectNode object(String type, UUID name, int version, String... markings) {
        ObjectNode object = JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("spec_version", "2.1")
                .put("id", type + "--" + name)
                .put("created", created.toString())
                .put("modified", created.plusSeconds(version).toString());
        ArrayNode references = object.putArray("object_marking_refs");
        for (String marking : markings) {
            references.add(marking);
        }
        return object;
    }
}
