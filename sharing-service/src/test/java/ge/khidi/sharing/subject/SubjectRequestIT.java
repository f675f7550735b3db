package ge.khidi.sharing.subject;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Status;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.relay.trace.FreshContext;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SubjectRequestIT {

    private static final String HANDLING = "MIGRATION-DEPARTMENT";
    private static final String NOBODY = "Nobodywasthere";
    private static final Duration BOUND = Duration.ofMinutes(2);

    @Inject
    SubjectIndexer indexer;

    @Inject
    Vertx vertx;

    @Inject
    Pool pool;

    private final Bus bus = new Bus();
    private final FeedClient iad = FeedClient.fromNowOn("IAD");
    private final String passport = "12AB" + ThreadLocalRandom.current().nextInt(10_000_000, 100_000_000);
    private final Events crime = Events.trafficking();
    private final Events movement = Events.movement();

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void aPersonIsAnsweredWithWhatTheOriginatorsLetOutAndNothingElse() {
        publish(crime, "Chanturia");
        publish(movement, "Chanturia");
        String id = open("ACCESS", "Chanturia");
        assertThat(read(id).<String>getList("candidates.eventId"))
                .containsExactlyInAnyOrder(crime.id().toString(), movement.id().toString());
        assertThat(read(id).<String>getList("candidates.find { it.eventId == '" + crime.id() + "' }.matched"))
                .containsExactly("DOCUMENT", "NAME_AND_BIRTH");
        conclude(id, "NOTHING_HELD").then().statusCode(409);

        decide(id, crime, "CONFIRM").then().statusCode(200);
        decide(id, movement, "REJECT").then().statusCode(200);
        conclude(id, "GRANTED").then().statusCode(409);
        String asked = asked("CRIMINAL-POLICE", crime).orElseThrow();
        assertThat(asked("PATROL-POLICE", movement))
                .as("rejected: its originator is not asked")
                .isEmpty();
        JsonPath task = officer("CRIMINAL-POLICE")
                .get("/v1/subject-requests/consultations/" + asked)
                .jsonPath();
        assertThat(task.<String>getList("entities")).containsExactlyInAnyOrder("p1", "d1");
        assertThat(task.<String>getList("groupsHeld")).contains("NAMES", "BIRTH", "DOCUMENTS");
        say("CRIMINAL-POLICE", asked, Map.of("answer", "PARTLY", "groups", List.of("NAMES"), "ground", "INQUIRIES"))
                .then()
                .statusCode(200);

        conclude(id, "GRANTED").then().statusCode(409);
        conclude(id, "PARTLY_GRANTED").then().statusCode(200);
        String json = export(id, "json", "en").asString();
        String text = export(id, "text", "ka").asString();

        assertThat(json).contains("Chanturia", "INQUIRIES", "CRIMINAL-POLICE");
        assertThat(text).contains("Chanturia", "საფუძვლით");
        for (String kept : List.of("1990-05-17", passport, "Rustaveli", "Bystander", "brother", "PATROL-POLICE")) {
            assertThat(json + text).doesNotContain(kept);
        }
        closed(id);
        assertThat(decisions()).contains(id).doesNotContain("Chanturia", passport, "1990-05-17");
        String told = Awaitility.await()
                .atMost(BOUND)
                .until(
                        SubjectRequestIT::log,
                        log -> log.lines()
                                .anyMatch(line -> line.contains("subject.answer.exported")
                                        && line.contains(crime.id().toString())));
        assertThat(given().auth()
                        .oauth2(TestIssuer.machine("CRIMINAL-POLICE", "event-publisher")
                                .mint())
                        .get("/v1/audit/events/" + crime.id())
                        .asString())
                .as("the originator sees who had it opened")
                .contains("subject.answer.exported", HANDLING);
        assertThat(told).contains("subject.consultation.PARTLY").doesNotContain("Chanturia", passport, "1990-05-17");
    }

    @Test
    void nothingHeldAndNeitherConfirmedNorDeniedAreTheSameDocument() {
        publish(crime, "Gabunia");
        String hidden = open("ACCESS", "Gabunia");
        assertThat(listed("state=OPEN")).contains(hidden).doesNotContain("Gabunia");
        assertThat(listed("state=OPEN&overdue=true")).doesNotContain(hidden);
        decide(hidden, crime, "CONFIRM").then().statusCode(200);
        say(
                        "CRIMINAL-POLICE",
                        asked("CRIMINAL-POLICE", crime).orElseThrow(),
                        Map.of("answer", "NEITHER_CONFIRM_NOR_DENY"))
                .then()
                .statusCode(200);
        Map<String, Object> refusal = Map.of(
                "outcome",
                "REFUSED",
                "ground",
                "INQUIRIES",
                "reasons",
                "an investigation is running",
                "answered",
                LocalDate.now(ZoneOffset.UTC).toString());
        conclude(hidden, refusal).then().statusCode(409);
        conclude(hidden, "NEITHER_CONFIRMED_NOR_DENIED").then().statusCode(200);
        String nothing = open("ACCESS", NOBODY);
        conclude(nothing, "NOTHING_HELD").then().statusCode(200);

        for (String format : List.of("json", "text")) {
            assertThat(export(hidden, format, "en").asString())
                    .isEqualTo(export(nothing, format, "en").asString());
        }
    }

    @Test
    void anothersRequestAndConsultationAreNotThere() {
        publish(crime, "Japaridze");
        String id = open("ACCESS", "Japaridze");
        decide(id, crime, "CONFIRM").then().statusCode(200);
        String asked = asked("CRIMINAL-POLICE", crime).orElseThrow();

        Response theirs = officer("BORDER-POLICE").get("/v1/subject-requests/" + id);
        Response nobodys = officer("BORDER-POLICE").get("/v1/subject-requests/" + UUID.randomUUID());
        Response theirTask = say("BORDER-POLICE", asked, Map.of("answer", "DISCLOSE"));

        assertThat(theirs.statusCode()).isEqualTo(404);
        assertThat(theirs.asString()).isEqualTo(nobodys.asString()).isEqualTo(theirTask.asString());
        assertThat(asked("BORDER-POLICE", crime)).isEmpty();
        officer("EUROPOL").get("/v1/subject-requests").then().statusCode(403);
        officer("EUROPOL").get("/v1/subject-requests/statistics").then().statusCode(403);
        given().auth()
                .oauth2(TestIssuer.person("nino", HANDLING, "liaison-officer").mint())
                .get("/v1/subject-requests/" + id)
                .then()
                .statusCode(403);
    }

    @Test
    void everyFaultOfABodyIsNamedAndNeverTheValue() {
        Response refused = officer(HANDLING)
                .body(
                        "{\"kind\":\"LOOK\",\"received\":\"2999-01-01\",\"secretive\":1,\"subject\":{\"phones\":[\"000777\"],"
                                + "\"names\":[{\"given\":\"Canary\",\"script\":\"x\"}]}}")
                .post("/v1/subject-requests");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().<String>getList("faults.pointer"))
                .contains(
                        "",
                        "/kind",
                        "/received",
                        "/reference",
                        "/identityVerified",
                        "/subject/phones/0",
                        "/subject/birthDate",
                        "/subject/names/0",
                        "/subject/names/0/script");
        assertThat(refused.asString()).doesNotContain("Canary", "000777", "LOOK", "2999");
    }

    @Test
    void aRectificationShowsTheRevisionThatFollowedAndWhatItsHoldersDid() {
        publish(movement, "Lortkipanidze");
        String id = open("RECTIFICATION", "Lortkipanidze");
        decide(id, movement, "CONFIRM").then().statusCode(200);
        bus.publish(movement.next(RevisionKind.CORRECTION));
        String cursor = iad.of(movement.id(), 2).get(1).cursor();
        given().auth()
                .oauth2(TestIssuer.machine("IAD", "feed-reader").mint())
                .contentType("application/json")
                .body(Map.of("outcome", "RECTIFIED"))
                .post("/v1/feed/items/" + cursor + "/outcome")
                .then()
                .statusCode(204);

        String asked = asked("PATROL-POLICE", movement).orElseThrow();
        say("PATROL-POLICE", asked, Map.of("answer", "DISCLOSE")).then().statusCode(409);
        say("PATROL-POLICE", asked, Map.of("answer", "FOLLOWED")).then().statusCode(200);
        conclude(id, "GRANTED").then().statusCode(200);

        JsonPath request = read(id);
        assertThat(request.<Integer>getList("candidates[0].followed.revision")).containsExactly(2);
        assertThat(request.<Integer>get("candidates[0].followed[0].recalls.RECTIFIED"))
                .isEqualTo(1);
        assertThat(request.<Integer>get("candidates[0].followed[0].recalls.OPEN"))
                .isPositive();
        assertThat(export(id, "json", "en").jsonPath().<Boolean>get("putRight")).isTrue();
    }

    @Test
    void anErasedEventIsNotFoundAndNeitherIsOneThatStandsNextToNothing() {
        publish(crime, "Svanidze");
        assertThat(read(open("ACCESS", "Svanidze")).<String>getList("candidates.eventId"))
                .hasSize(1);
        assertThat(indexed()).isPositive();

        bus.publish(crime.next(Status.ERASED));
        iad.of(crime.id(), 2);

        assertThat(indexed()).isZero();
        assertThat(read(open("ACCESS", "Svanidze")).<String>getList("candidates.eventId"))
                .isEmpty();
    }

    @Test
    void theNextSearchGoesOnWhereTheFirstEnded() {
        publish(crime, "Tabidze");
        run("""
            WITH more AS (SELECT gen_random_uuid() AS id FROM generate_series(1, 205)),
            heads AS (INSERT INTO event_head (event_id, revision, status, originator) SELECT id, 1, 'OPEN', 'TABIDZE' FROM more)
            INSERT INTO subject_index (fingerprint, event_id, kind, revision)
            SELECT i.fingerprint, m.id, i.kind, 1 FROM more m CROSS JOIN subject_index i WHERE i.event_id = '%s'
            """.formatted(crime.id()));
        String id = open("ACCESS", "Tabidze");
        JsonPath opened = read(id);
        assertThat(opened.<String>getList("candidates.eventId")).hasSize(200);
        assertThat(opened.<String>get("next")).isNull();

        assertThat(search(id)).isEqualTo(6);
        assertThat(search(id)).isZero();

        JsonPath first = read(id);
        JsonPath rest = read(id + "?after=" + first.getString("next"));
        List<String> all = new ArrayList<>(first.getList("candidates.eventId"));
        assertThat(all).as("a page").hasSize(200);
        all.addAll(rest.getList("candidates.eventId"));
        assertThat(all).hasSize(206).doesNotHaveDuplicates().contains(crime.id().toString());
        assertThat(rest.<String>get("next")).isNull();
        JsonPath decided = decide(id, crime, "REJECT").jsonPath();
        assertThat(decided.getString("eventId")).isEqualTo(crime.id().toString());
        assertThat(decided.getString("verdict")).isEqualTo("REJECTED");
        assertThat(decided.getInt("undecided")).isEqualTo(205);
        assertThat(decided.<Object>get("candidates"))
                .as("the others are not said again")
                .isNull();
        officer(HANDLING).get("/v1/subject-requests/" + id + "?after=0").then().statusCode(400);
        run(
                "DELETE FROM subject_index i USING event_head h WHERE h.originator = 'TABIDZE' AND i.event_id = h.event_id");
        run("DELETE FROM event_head WHERE originator = 'TABIDZE'");
    }

    @Test
    void eventsOlderThanTheIndexAreBroughtIntoIt() {
        publish(crime, "Kobalia");
        long before = indexed();
        run("DELETE FROM subject_index WHERE event_id = '" + crime.id() + "'");
        run("UPDATE subject_index_progress SET form = 0");
        assertThat(indexed()).isZero();

        FreshContext.run(vertx, FreshContext.untraced(), indexer::catchUp)
                .await()
                .atMost(BOUND);

        assertThat(indexed()).isEqualTo(before).isPositive();
        assertThat(read(open("ACCESS", "Kobalia")).<Boolean>get("searchComplete"))
                .isTrue();
    }

    @Test
    void whatWasClosedLongAgoIsErasedAndOnlyNumbersStay() {
        String id = open("ACCESS", NOBODY);
        conclude(id, "NOTHING_HELD").then().statusCode(200);
        closed(id);
        run("UPDATE subject_request SET closed_at = closed_at - interval '2 years' WHERE id = '" + id + "'");

        FreshContext.run(vertx, FreshContext.untraced(), indexer::catchUp)
                .await()
                .atMost(BOUND);

        officer(HANDLING).get("/v1/subject-requests/" + id).then().statusCode(404);
        assertThat(officer(HANDLING)
                        .get("/v1/subject-requests/statistics")
                        .jsonPath()
                        .<Integer>get("items.find { it.outcome == 'NOTHING_HELD' && it.agency == '" + HANDLING
                                + "' }.requests"))
                .isPositive();
    }

    @Test
    void theWordsOfTheLegalBasisLeaveOnlyAsTheOriginatorReadThemAndLetThemOut() {
        Event first = Events.saying(
                nino(crime, "Chkhaidze"), "for the record", "Law on Police, and what Bakar Canary told us");
        bus.publish(List.of(first), Optional.empty());
        iad.of(crime.id(), 1);
        Map<String, Object> names = Map.of("answer", "PARTLY", "groups", List.of("NAMES"), "ground", "INQUIRIES");
        Map<String, Object> withBasis = new HashMap<>(names);
        withBasis.put("legalBasis", true);

        String without = open("ACCESS", "Chkhaidze");
        String task = confirmed(without);
        task(task);
        say("CRIMINAL-POLICE", task, names).then().statusCode(200);
        conclude(without, "PARTLY_GRANTED").then().statusCode(200);
        assertThat(exported(without)).contains("Chkhaidze").doesNotContain("Canary", "Law on Police", "legalBasis");
        closed(without);

        String with = open("ACCESS", "Chkhaidze");
        task = confirmed(with);
        say("CRIMINAL-POLICE", task, Map.of("answer", "REFUSE", "ground", "INQUIRIES", "legalBasis", true))
                .then()
                .statusCode(400);
        assertThat(say("CRIMINAL-POLICE", task, withBasis).statusCode())
                .as("it was not read yet")
                .isEqualTo(409);
        assertThat(task(task).getString("legalBasis")).contains("Bakar Canary");
        assertThat(say("CRIMINAL-POLICE", task, withBasis).jsonPath().<Boolean>get("legalBasisLetOut"))
                .isTrue();
        conclude(with, "PARTLY_GRANTED").then().statusCode(200);
        assertThat(exported(with)).contains("Bakar Canary");

        String disclosed = open("ACCESS", "Chkhaidze");
        closed(with);
        task = confirmed(disclosed);
        task(task);
        Event second = Events.saying(
                nino(crime.next(RevisionKind.CORRECTION), "Chkhaidze"),
                "for the record",
                "Law on Police, after Ilo Parrot");
        bus.publish(List.of(second), Optional.empty());
        iad.of(crime.id(), 2);
        assertThat(exportOf(with).statusCode())
                .as("other words than those that were let out")
                .isEqualTo(409);
        assertThat(exported(without))
                .as("they were not let out")
                .contains("Chkhaidze")
                .doesNotContain("Canary", "Parrot");
        assertThat(say("CRIMINAL-POLICE", task, Map.of("answer", "DISCLOSE")).statusCode())
                .as("there are other words since the task was read")
                .isEqualTo(409);
        assertThat(task(task).getString("legalBasis")).contains("Ilo Parrot");
        say("CRIMINAL-POLICE", task, Map.of("answer", "DISCLOSE")).then().statusCode(200);
        conclude(disclosed, "GRANTED").then().statusCode(200);
        assertThat(exported(disclosed)).contains("Ilo Parrot").doesNotContain("Canary");
    }

    @Test
    void whatCameAfterTheOriginatorAnsweredIsNotToldBeforeItHasReadThat() {
        publish(crime, "Khundadze");
        String id = open("ACCESS", "Khundadze");
        String task = confirmed(id);
        Map<String, Object> words =
                Map.of("answer", "PARTLY", "groups", List.of("NAMES", "NARRATIVE"), "ground", "INQUIRIES");
        assertThat(say("CRIMINAL-POLICE", task, words).statusCode())
                .as("it was not read yet")
                .isEqualTo(409);
        assertThat(task(task).getString("data[0].description")).contains("Khundadze's brother");
        say("CRIMINAL-POLICE", task, words).then().statusCode(200);

        Events second = described(crime.next(RevisionKind.CORRECTION), "Khundadze", "told us of Ilo Parrot");
        conclude(id, "PARTLY_GRANTED").then().statusCode(409);

        assertThat(read(id).<Boolean>get("candidates[0].askedAgain")).isTrue();
        assertThat(read(id).<String>get("candidates[0].answer")).isNull();
        assertThat(say("CRIMINAL-POLICE", task, words).statusCode())
                .as("there are other words since it was read")
                .isEqualTo(409);
        assertThat(task(task).getString("data[0].description")).contains("Ilo Parrot");
        say("CRIMINAL-POLICE", task, words).then().statusCode(200);
        assertThat(read(id).<Boolean>get("candidates[0].askedAgain")).isNull();
        conclude(id, "PARTLY_GRANTED").then().statusCode(200);
        assertThat(exported(id)).contains("Khundadze", "Ilo Parrot").doesNotContain("brother");

        described(second.next(RevisionKind.CORRECTION), "Khundadze", "and of Bakar Canary");
        Response overtaken = exportOf(id);
        assertThat(overtaken.statusCode()).isEqualTo(409);
        assertThat(overtaken.asString()).doesNotContain("Khundadze", "Parrot", "Canary");
    }

    @Test
    void onlyAnOriginatorWhoLetOutWhatIsSomethingElseNowIsAskedAgain() {
        publish(crime, "Makharadze");
        publish(movement, "Makharadze");
        String id = open("ACCESS", "Makharadze");
        String task = confirmed(id);
        decide(id, movement, "CONFIRM").then().statusCode(200);
        task(task);
        say("CRIMINAL-POLICE", task, Map.of("answer", "DISCLOSE")).then().statusCode(200);
        say(
                        "PATROL-POLICE",
                        asked("PATROL-POLICE", movement).orElseThrow(),
                        Map.of("answer", "REFUSE", "ground", "INQUIRIES"))
                .then()
                .statusCode(200);

        Events second = described(crime.next(RevisionKind.CORRECTION), "Makharadze", "free text, not let out");
        described(movement.next(RevisionKind.CORRECTION), "Makharadze-Kept", "nothing of it is let out");
        assertThat(search(id)).isZero();
        assertThat(answers(id)).containsExactlyInAnyOrder("DISCLOSE", "REFUSE");

        bus.publish(second.next(RevisionKind.CORRECTION));
        iad.of(crime.id(), 3);
        assertThat(search(id)).isZero();
        assertThat(answers(id)).as("they do not stand in it any more").containsExactlyInAnyOrder("REFUSE", null);
        assertThat(task(task).getInt("notInRevision")).isEqualTo(3);
        say("CRIMINAL-POLICE", task, Map.of("answer", "DISCLOSE")).then().statusCode(200);
        conclude(id, "PARTLY_GRANTED").then().statusCode(200);
        assertThat(exported(id)).contains("Makharadze", "1990-05-17").doesNotContain("free text", "Kept");
    }

    @Test
    void aRefusalWaitsForNobodyWhoWouldBeAskedAgain() {
        publish(crime, "Nizharadze");
        String id = open("ACCESS", "Nizharadze");
        String task = confirmed(id);
        task(task);
        say("CRIMINAL-POLICE", task, Map.of("answer", "DISCLOSE")).then().statusCode(200);
        bus.publish(crime.next(RevisionKind.CORRECTION));
        iad.of(crime.id(), 2);

        conclude(id, "REFUSED").then().statusCode(200);

        assertThat(exported(id)).doesNotContain("Nizharadze");
    }

    @Test
    void whatWasAnsweredBeforeThisWasKeptCountsForTheRevisionThatHadArrivedByThen() throws IOException {
        publish(crime, "Oniani");
        String task = confirmed(open("ACCESS", "Oniani"));
        task(task);
        say("CRIMINAL-POLICE", task, Map.of("answer", "DISCLOSE")).then().statusCode(200);
        described(crime.next(RevisionKind.CORRECTION), "Oniani", "came later");
        run("UPDATE subject_item SET answer_of = NULL, legal_basis_of = NULL WHERE id = '" + task + "'");

        try (InputStream migration = Objects.requireNonNull(SubjectStore.class.getResourceAsStream(
                "/db/migration/V116__an_answer_counts_for_the_revision_it_was_given_on.sql"))) {
            run(new String(migration.readAllBytes(), StandardCharsets.UTF_8).split(";", -1)[1]);
        }

        assertThat(number("SELECT answer_of FROM subject_item WHERE id = '" + task + "'"))
                .isEqualTo(1);
    }

    /** Published, with that said of the person in free text. */
    private Events described(Events of, String family, String words) {
        ObjectNode tree = EventCodec.tree(nino(of, family));
        ((ObjectNode) tree.path("entities").path(0)).put("description", words);
        bus.publish(List.of(EventCodec.parse(tree).toOptional().orElseThrow()), Optional.empty());
        iad.of(of.id(), of.revision());
        return of;
    }

    /** What originators have said of its candidates. */
    private static List<String> answers(String id) {
        return read(id).getList("candidates.answer");
    }

    @Test
    void nothingIsAnsweredBeforeItWasReceived() {
        String id = open("ACCESS", NOBODY);

        String before = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
        conclude(id, "NOTHING_HELD", before).then().statusCode(409);

        assertThat(read(id).getString("state")).isEqualTo("OPEN");
        conclude(id, "NOTHING_HELD").then().statusCode(200);
    }

    @Test
    void whoHandlesARequestAndTheOriginatorItAsksDoNotWaitForEachOther() {
        publish(crime, "Kakabadze");
        String id = open("ACCESS", "Kakabadze");
        String task = confirmed(id);
        SqlConnection handling = pool.getConnection().await().atMost(BOUND);
        try {
            Transaction step = handling.begin().await().atMost(BOUND);
            run(handling, "SELECT 1 FROM subject_request WHERE id = '" + id + "' FOR UPDATE");
            CompletableFuture<Response> originator = CompletableFuture.supplyAsync(
                    () -> officer("CRIMINAL-POLICE").get("/v1/subject-requests/consultations/" + task));
            Awaitility.await().atMost(BOUND).until(this::somebodyWaitsForARequest);

            run(handling, "UPDATE subject_item SET asked_at = asked_at WHERE request = '" + id + "'");
            step.commit().await().atMost(BOUND);

            assertThat(originator.join().statusCode()).isEqualTo(200);
        } finally {
            handling.close().await().atMost(BOUND);
        }
    }

    private boolean somebodyWaitsForARequest() {
        return pool.query("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                + " AND query LIKE '%FROM subject_item i JOIN subject_request r%'")
                        .execute()
                        .await()
                        .atMost(BOUND)
                        .iterator()
                        .next()
                        .getLong(0)
                == 1;
    }

    private static void run(SqlConnection connection, String statement) {
        connection.query(statement).execute().await().atMost(BOUND);
    }

    /** The task of the originator of the crime, once the officer has said that it is this person; of no other request that is not closed. */
    private String confirmed(String id) {
        decide(id, crime, "CONFIRM").then().statusCode(200);
        return asked("CRIMINAL-POLICE", crime).orElseThrow();
    }

    private static JsonPath task(String task) {
        return officer("CRIMINAL-POLICE")
                .get("/v1/subject-requests/consultations/" + task)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static String exported(String id) {
        return export(id, "json", "en").asString() + export(id, "text", "ka").asString();
    }

    private Event nino(Events of, String family) {
        return Persons.nino(of, family, "1990-05-17", passport);
    }

    @Test
    void theCouncilIsToldHowManyWereAnsweredRefusedAndLateAndNoSmallNumber() {
        for (int i = 0; i < 6; i++) {
            answered("NOTHING_HELD", "2021-05-03");
        }
        for (int i = 0; i < 5; i++) {
            answered("REFUSED", "2021-06-20");
        }

        JsonPath report = report();

        assertThat(answers(report, "NONE", "nothingHeld")).isEqualTo(6);
        assertThat(answers(report, "EXCESSIVE", "refused")).isEqualTo(5);
        assertThat(answers(report, "TOTAL", "answered")).isEqualTo(11);
        assertThat(report.<Integer>get(table("SUBJECT_DELAYS") + ".lines[0].inTime"))
                .isEqualTo(6);
        assertThat(report.<Integer>get(table("SUBJECT_DELAYS") + ".lines[0].late"))
                .isEqualTo(5);
        assertThat(report.<String>getList(table("SUBJECT_REQUESTS_OPEN") + ".lines.kind"))
                .containsExactly("ACCESS", "RECTIFICATION", "ERASURE", "RESTRICTION", "TOTAL");

        closed(answered("NEITHER_CONFIRMED_NOR_DENIED", "2021-05-04"));
        JsonPath withOneMore = report();

        assertThat(answers(withOneMore, "EXCESSIVE", "neitherConfirmedNorDenied"))
                .as("one")
                .isNull();
        assertThat(answers(withOneMore, "EXCESSIVE", "refused"))
                .as("the total less this")
                .isNull();
        assertThat(answers(withOneMore, "TOTAL", "answered")).isEqualTo(12);
    }

    @Test
    void whatWaitedWhenAQuarterWasOverIsSaidForYears() {
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            asked.add(open("ACCESS", NOBODY, "2022-05-20"));
        }
        for (int i = 0; i < 6; i++) {
            asked.add(open("ACCESS", NOBODY, "2022-04-10"));
        }
        asked.forEach(id -> conclude(id, "NOTHING_HELD", "2022-08-01").then().statusCode(200));
        assertThat(waited("answered")).containsExactly(5, 6, 11);
        asked.forEach(SubjectRequestIT::closed);
        assertThat(waited("closed")).containsExactly(5, 6, 11);

        run(
                "UPDATE subject_request SET closed_at = closed_at - interval '2 years' WHERE received < '2022-07-01' AND state = 'CLOSED'");
        FreshContext.run(vertx, FreshContext.untraced(), indexer::catchUp)
                .await()
                .atMost(BOUND);

        asked.forEach(
                id -> officer(HANDLING).get("/v1/subject-requests/" + id).then().statusCode(404));
        assertThat(waited("erased")).containsExactly(5, 6, 11);
        assertThat(report(LocalDate.of(2022, 7, 1))
                        .<Integer>get(table("SUBJECT_REQUESTS_OPEN") + ".lines.find { it.kind == 'TOTAL' }.open"))
                .as("answered in the next")
                .isZero();
    }

    /** Not yet due, overdue, and both, when the second quarter of 2022 was over. */
    private static List<Integer> waited(String when) {
        JsonPath report = report(LocalDate.of(2022, 4, 1));
        String line = table("SUBJECT_REQUESTS_OPEN") + ".lines.find { it.kind == 'ACCESS' }.";
        return Stream.of("notYetDue", "overdue", "open")
                .map(figure -> Optional.ofNullable(report.<Integer>get(line + figure))
                        .orElseThrow(() -> new AssertionError(when + ": " + figure + " is withheld")))
                .toList();
    }

    /** A request of the second quarter of 2021, which nobody else asks about, with its answer. */
    private String answered(String outcome, String day) {
        String id = open("ACCESS", NOBODY, "2021-04-01");
        conclude(id, outcome, day).then().statusCode(200);
        return id;
    }

    private static void closed(String id) {
        officer(HANDLING)
                .body("{\"toldOfComplaint\": true}")
                .post("/v1/subject-requests/" + id + "/closing")
                .then()
                .statusCode(200);
    }

    private static JsonPath report() {
        return report(LocalDate.of(2021, 4, 1));
    }

    private static JsonPath report(LocalDate quarter) {
        return given().auth()
                .oauth2(TestIssuer.person("rusudan", "IAD", "council-reader").mint())
                .get("/v1/reports/council?from=" + quarter + "&until=" + quarter.plusMonths(3))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static String table(String name) {
        return "tables.find { it.name == '" + name + "' }";
    }

    private static @Nullable Integer answers(JsonPath report, String ground, String figure) {
        return report.get(table("SUBJECT_REQUESTS") + ".lines.find { it.ground == '" + ground + "' }." + figure);
    }

    private void publish(Events of, String family) {
        bus.publish(List.of(nino(of, family)), Optional.empty());
        iad.of(of.id(), 1);
    }

    private String open(String kind, String family) {
        return open(kind, family, LocalDate.now(ZoneOffset.UTC).toString());
    }

    private String open(String kind, String family, String received) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "kind",
                kind,
                "received",
                received,
                "reference",
                "DP-2026-17",
                "identityVerified",
                "passport seen",
                "subject",
                Map.of(
                        "names",
                        List.of(Map.of("given", "Nino", "family", family, "script", "Latn")),
                        "birthDate",
                        "1990-05-17",
                        "documents",
                        List.of(family.equals(NOBODY) ? "34CD" + passport.substring(4) : passport))));
        if (!kind.equals("ACCESS")) {
            body.put("statement", "I was not there");
        }
        return officer(HANDLING)
                .body(body)
                .post("/v1/subject-requests")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** How many more a search finds. */
    private static int search(String id) {
        return officer(HANDLING)
                .post("/v1/subject-requests/" + id + "/search")
                .then()
                .statusCode(200)
                .extract()
                .path("found");
    }

    private static String listed(String query) {
        return officer(HANDLING)
                .get("/v1/subject-requests?" + query)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static JsonPath read(String id) {
        return officer(HANDLING)
                .get("/v1/subject-requests/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Response decide(String id, Events event, String verdict) {
        return officer(HANDLING)
                .body(Map.of("verdict", verdict))
                .post("/v1/subject-requests/" + id + "/candidates/" + event.id());
    }

    private static Optional<String> asked(String agency, Events event) {
        return Optional.ofNullable(officer(agency)
                .get("/v1/subject-requests/consultations")
                .then()
                .statusCode(200)
                .extract()
                .<String>path("items.find { it.eventId == '" + event.id() + "' }?.id"));
    }

    private static Response say(String agency, String asked, Map<String, Object> body) {
        return officer(agency).body(body).post("/v1/subject-requests/consultations/" + asked + "/answer");
    }

    private static Response conclude(String id, String outcome) {
        return conclude(id, outcome, LocalDate.now(ZoneOffset.UTC).toString());
    }

    private static Response conclude(String id, String outcome, String answered) {
        Map<String, Object> body = new HashMap<>(Map.of("outcome", outcome, "answered", answered));
        if (!List.of("GRANTED", "NOTHING_HELD").contains(outcome)) {
            String ground = outcome.equals("PARTLY_GRANTED") ? "INQUIRIES" : "EXCESSIVE";
            body.putAll(Map.of("ground", ground, "reasons", "the file says why"));
        }
        return conclude(id, body);
    }

    private static Response conclude(String id, Map<String, Object> body) {
        return officer(HANDLING).body(body).post("/v1/subject-requests/" + id + "/answer");
    }

    private static Response export(String id, String format, String language) {
        return officer(HANDLING)
                .accept(format.equals("json") ? "application/json" : "text/plain")
                .get("/v1/subject-requests/" + id + "/export?format=" + format + "&lang=" + language)
                .then()
                .statusCode(200)
                .extract()
                .response();
    }

    private static Response exportOf(String id) {
        return officer(HANDLING)
                .accept("application/json")
                .get("/v1/subject-requests/" + id + "/export?format=json&lang=en");
    }

    private static String decisions() {
        return auditor()
                .get("/v1/subject-requests/decisions")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static String log() {
        return auditor().get("/v1/audit/export").asString();
    }

    private static RequestSpecification auditor() {
        return given().auth().oauth2(TestIssuer.person("maka", "IAD", "auditor").mint());
    }

    private static RequestSpecification officer(String agency) {
        return given().auth()
                .oauth2(TestIssuer.person("tamar", agency, "data-protection-officer")
                        .mint())
                .contentType("application/json");
    }

    private long indexed() {
        return number("SELECT count(*) FROM subject_index WHERE event_id = '" + crime.id() + "'");
    }

    private long number(String question) {
        return pool.query(question)
                .execute()
                .await()
                .atMost(BOUND)
                .iterator()
                .next()
                .getLong(0);
    }

    private void run(String statement) {
        pool.query(statement).execute().await().atMost(BOUND);
    }
}
