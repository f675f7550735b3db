package ge.khidi.sharing.subject;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.CyberEvents;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.HitClient;
import ge.khidi.sharing.ReleaseClient;
import ge.khidi.sharing.StreamClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** To whom a person is told their data went: what the log says was shown, as far as the originator lets it out. */
@QuarkusTest
class RecipientsIT {

    private static final String HANDLING = "MIGRATION-DEPARTMENT";
    private static final String BORN = "1991-04-02";
    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final String HOME = "AUTHORITIES_OF_THIS_STATE";
    private static final String UNION = "EUROPEAN_UNION";

    @Inject
    Pool pool;

    private final String number = "77" + ThreadLocalRandom.current().nextInt(10_000_000, 100_000_000);
    private final Bus bus = new Bus();
    private final FeedClient iad = FeedClient.fromNowOn("IAD");
    private final FeedClient europol = FeedClient.fromNowOn("EUROPOL");
    private final ReleaseClient ilecc = new ReleaseClient("ILECC", "nino");

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void whatIsOnlyOfferedHasGoneToNobodyAndWhateverShowsItIsADisclosure() {
        everyRoad("feed", event -> iad.of(event.id(), 1));
        everyRoad("csv", event -> {
            Response table = reader("IAD")
                    .queryParam("limit", 1000)
                    .queryParam("after", iad.place())
                    .get("/v1/feed.csv");
            assertThat(table.asString()).contains(event.id().toString());
        });
        everyRoad("stream", event -> {
            try (StreamClient stream = StreamClient.open("IAD", "?after=" + iad.place())) {
                stream.await(event);
            }
        });
    }

    @Test
    void aListOfIdsDisclosesNothingAndTheObjectsDo() {
        Instant before = Instant.now().minusSeconds(5);
        Events event = published("Manifest", "SUSPECT");
        String task = confirmed(open("Manifest"), event);

        assertThat(taxii("manifest", before)).contains("incident--");
        assertThat(recipients(task)).isEmpty();
        assertThat(taxii("objects", before)).contains("Manifest");

        assertThat(recipients(task)).containsExactly(HOME);
    }

    @Test
    void aDocumentOfMispAndARowBesideALinkAreDisclosuresToo() {
        Events incident = Events.trafficking();
        Event cyber = CyberEvents.incident(
                incident, "x-" + incident.id() + ".example", tree -> person(tree, "Misp", "SUSPECT"));
        bus.publish(List.of(cyber), Optional.empty());
        offered(incident, "IAD");
        String task = confirmed(open("Misp"), incident, "CERT-GOV-GE");
        assertThat(recipients(task, "CERT-GOV-GE")).isEmpty();
        reader("IAD").get("/misp/" + incident.id() + ".json").then().statusCode(200);
        assertThat(recipients(task, "CERT-GOV-GE")).containsExactly(HOME);

        Events one = published("Sighted", "SUSPECT");
        Events other = Events.movement();
        Event movement = other.event();
        bus.publish(List.of(movement), Optional.empty());
        offered(other, "IAD");
        Event link = Events.link(one.event(), movement);
        bus.publish(List.of(link), Optional.empty());
        Awaitility.await().atMost(BOUND).until(() -> rows(link.id().toString(), "IAD") == 1);
        String linked = confirmed(open("Sighted"), one);
        assertThat(recipients(linked)).isEmpty();
        new HitClient("IAD").get("/v1/links/" + link.id() + "/sightings").then().statusCode(200);
        assertThat(recipients(linked)).containsExactly(HOME);
    }

    @Test
    void whoOpensItBeforeItsReleaseIsARecipientAndItsOriginatorIsNone() {
        Events event = published("Dadiani", "SUSPECT");
        String task = confirmed(open("Dadiani"), event);
        ilecc.open(ilecc.pending(event.id(), "EUROPOL")).then().statusCode(200);
        assertThat(recipients(task)).containsExactly(HOME);

        Events own = Events.trafficking().code(HandlingCode.H3);
        publish(own, "Gurieli", "SUSPECT");
        ReleaseClient originator = new ReleaseClient("CRIMINAL-POLICE", "dato");
        originator.open(originator.pending(own.id(), "IAD")).then().statusCode(200);
        assertThat(recipients(confirmed(open("Gurieli"), own)))
                .as("its own officer")
                .isEmpty();

        Events before = Events.trafficking().with(PersonCategory.SUSPECT, "Somebodyelse");
        bus.publish(before);
        ilecc.open(ilecc.pending(before.id(), "EUROPOL")).then().statusCode(200);
        ObjectNode later = EventCodec.tree(before.next(RevisionKind.SUPPLEMENT).event());
        Persons.person(later, "another", "SUSPECT", "Eka", "Chavchavadze").put("birthDate", BORN);
        bus.publish(List.of(EventCodec.parse(later).toOptional().orElseThrow()), Optional.empty());
        Awaitility.await().atMost(BOUND).until(() -> rows(before.id().toString(), "IAD") == 2);
        assertThat(recipients(confirmed(open("Chavchavadze"), before)))
                .as("the person came into it later")
                .isEmpty();
    }

    @Test
    void whoDisclosesLetsOutTheCategoriesInBothLanguagesAndNoName() {
        Events event = published("Abuladze", "SUSPECT");
        iad.of(event.id(), 1);
        toEuropol(event);
        String id = open("Abuladze");
        String task = confirmed(id, event);
        assertThat(recipients(task)).containsExactly(HOME, UNION);

        assertThat(say(task, Map.of("answer", "DISCLOSE")).jsonPath().<String>getList("recipientsLetOut"))
                .containsExactly(HOME, UNION);
        conclude(id, "GRANTED").then().statusCode(200);

        String today = LocalDate.now(ZoneOffset.UTC).toString();
        Response json = export(id, "json", "en");
        assertThat(json.jsonPath().<String>getList("data[0].recipients.to")).containsExactly(HOME, UNION);
        assertThat(json.jsonPath().<String>get("data[0].recipients.asOf")).isEqualTo(today);
        String english = export(id, "text", "en").asString();
        String georgian = export(id, "text", "ka").asString();
        assertThat(english)
                .contains("as of " + today
                        + " disclosed to: other authorities of this state; authorities and bodies of the"
                        + " European Union and of its member states\n");
        assertThat(georgian)
                .contains(today + "-ის მდგომარეობით გადაეცა: ამ სახელმწიფოს სხვა უწყებებს; ევროკავშირისა და მისი წევრი"
                        + " სახელმწიფოების უწყებებსა და ორგანოებს\n");
        for (String name : List.of("EUROPOL", "Europol", "IAD", "ILECC", "BORDER-POLICE", "ევროპოლ")) {
            assertThat(json.asString() + english + georgian).doesNotContain(name);
        }
        assertThat(Awaitility.await()
                        .atMost(BOUND)
                        .until(() -> log("subject.answer.recipients", event), exported -> exported.size() >= 3))
                .hasSize(3);
    }

    @Test
    void thatItWentToNobodyIsSaidOnlyWhereItIsLetOut() {
        Events event = published("Nakashidze", "SUSPECT");
        String id = open("Nakashidze");
        String task = confirmed(id, event);
        assertThat(recipients(task)).isEmpty();
        say(task, Map.of("answer", "DISCLOSE")).then().statusCode(200);
        conclude(id, "GRANTED").then().statusCode(200);

        assertThat(export(id, "json", "en").jsonPath().<String>getList("data[0].recipients.to"))
                .isEmpty();
        assertThat(export(id, "text", "en").asString()).contains("disclosed to nobody outside the agency");
        assertThat(export(id, "text", "ka").asString()).contains("უწყების გარეთ არავის გადასცემია");
    }

    @Test
    void inPartKeepsRecipientsBackUnlessItSaysOtherwise() {
        Events quiet = published("Chkheidze", "SUSPECT");
        Events open = published("Orbeliani", "SUSPECT");
        iad.of(open.id(), 1);
        String first = open("Chkheidze");
        String second = open("Orbeliani");
        Map<String, Object> partly = Map.of("answer", "PARTLY", "groups", List.of("BIRTH"), "ground", "INQUIRIES");
        String quietTask = confirmed(first, quiet);
        recipients(quietTask);
        say(quietTask, partly).then().statusCode(200);
        String task = confirmed(second, open);
        conclude(first, "PARTLY_GRANTED").then().statusCode(200);
        officer("CRIMINAL-POLICE")
                .body(Map.of("answer", "REFUSE", "ground", "INQUIRIES", "recipients", true))
                .post("/v1/subject-requests/consultations/" + task + "/answer")
                .then()
                .statusCode(400);

        Map<String, Object> with = new HashMap<>(partly);
        with.put("recipients", true);
        assertThat(say(task, with).statusCode()).as("it was not read yet").isEqualTo(409);
        assertThat(recipients(task)).containsExactly(HOME);
        say(task, partly).then().statusCode(200);
        say(task, with).then().statusCode(200);
        conclude(second, "PARTLY_GRANTED").then().statusCode(200);

        for (String format : List.of("json", "text")) {
            assertThat(export(first, format, "en").asString())
                    .doesNotContain("recipients", "disclosed")
                    .contains(BORN);
        }
        assertThat(export(second, "json", "en").jsonPath().<String>getList("data[0].recipients.to"))
                .containsExactly(HOME);
    }

    @Test
    void whatTheOriginatorWasNotShownIsNotLetOut() {
        Events event = published("Eristavi", "SUSPECT");
        iad.of(event.id(), 1);
        String early = open("Eristavi");
        String earlyTask = confirmed(early, event);
        assertThat(recipients(earlyTask)).containsExactly(HOME);
        say(earlyTask, Map.of("answer", "DISCLOSE")).then().statusCode(200);
        String late = open("Eristavi");
        String lateTask = confirmed(late, event);
        assertThat(recipients(lateTask)).containsExactly(HOME);
        assertThat(more(early)).isFalse();

        toEuropol(event);

        assertThat(say(lateTask, Map.of("answer", "DISCLOSE")).statusCode())
                .as("Europol had it since the task was read")
                .isEqualTo(409);
        conclude(early, "GRANTED").then().statusCode(200);
        assertThat(export(early, "json", "en").jsonPath().<String>getList("data[0].recipients.to"))
                .containsExactly(HOME);
        assertThat(more(early)).as("there is more since").isTrue();
        assertThat(recipients(earlyTask)).containsExactly(HOME, UNION);
        assertThat(recipients(lateTask)).containsExactly(HOME, UNION);
        say(lateTask, Map.of("answer", "DISCLOSE")).then().statusCode(200);
        assertThat(more(late)).isFalse();
    }

    @Test
    void neitherConfirmedNorDeniedStaysTheSameDocumentWhateverWasSaidBefore() {
        Events event = published("Machabeli", "SUSPECT");
        iad.of(event.id(), 1);
        toEuropol(event);
        String hidden = open("Machabeli");
        String task = confirmed(hidden, event);
        assertThat(recipients(task)).hasSize(2);
        say(task, Map.of("answer", "DISCLOSE")).then().statusCode(200);
        say(task, Map.of("answer", "NEITHER_CONFIRM_NOR_DENY")).then().statusCode(200);
        assertThat(candidate(hidden).containsKey("recipientsLetOut")).isFalse();
        conclude(hidden, "NEITHER_CONFIRMED_NOR_DENIED").then().statusCode(200);
        Events refused = published("Amilakhvari", "SUSPECT");
        iad.of(refused.id(), 1);
        String refusing = open("Amilakhvari");
        say(confirmed(refusing, refused), Map.of("answer", "REFUSE", "ground", "INQUIRIES"))
                .then()
                .statusCode(200);
        conclude(refusing, "REFUSED").then().statusCode(200);
        String nothing = open("Nobodywasthere");
        conclude(nothing, "NOTHING_HELD").then().statusCode(200);

        for (String format : List.of("json", "text")) {
            for (String language : List.of("ka", "en")) {
                assertThat(export(hidden, format, language).asString())
                        .isEqualTo(export(nothing, format, language).asString());
            }
            assertThat(export(refusing, format, "en").asString()).doesNotContain("recipients", "disclosed to", HOME);
        }
    }

    @Test
    void anItemWithoutThePersonIsNoDisclosureOfThemUnlessNobodyKnowsAnyMoreWhatWasInIt() {
        Events event = published("Tsereteli", "NOT_YET_DETERMINED");
        toEuropol(event);
        String task = confirmed(open("Tsereteli"), event);
        assertThat(String.valueOf(europol.of(event.id(), 1).get(0).event())).doesNotContain("p1", "d1");

        assertThat(recipients(task)).isEmpty();
        run("DELETE FROM rendition WHERE event_id = '" + event.id() + "'");
        assertThat(recipients(task)).containsExactly(UNION);
    }

    @Test
    void ofWhatWasErasedNothingIsSaidNotEvenThatItWentToNobody() {
        Events event = published("Eradze", "SUSPECT");
        iad.of(event.id(), 1);
        String answered = open("Eradze");
        String task = confirmed(answered, event);
        assertThat(recipients(task)).containsExactly(HOME);
        say(task, Map.of("answer", "DISCLOSE")).then().statusCode(200);
        conclude(answered, "GRANTED").then().statusCode(200);
        String open = open("Eradze");
        String openTask = confirmed(open, event);
        assertThat(recipients(openTask)).containsExactly(HOME);

        bus.publish(event.next(Status.ERASED));
        iad.of(event.id(), 2);

        assertThat(recipients(openTask)).isNull();
        assertThat(say(openTask, Map.of("answer", "DISCLOSE")).jsonPath().<String>getList("recipientsLetOut"))
                .isNull();
        assertThat(more(answered)).isFalse();
        for (String format : List.of("json", "text")) {
            assertThat(export(answered, format, "en").asString()).doesNotContain("recipients", "disclosed", HOME);
        }
        assertThat(told(event)).as("nothing of it was told").isZero();
    }

    /** How many entries say that something of it was told to a person. */
    private long told(Events event) {
        return pool.query("SELECT count(*) FROM audit_entry WHERE action LIKE 'subject.answer.%' AND event_id = '"
                        + event.id() + "'")
                .execute()
                .await()
                .atMost(BOUND)
                .iterator()
                .next()
                .getLong(0);
    }

    @Test
    void whoCameOnlyAfterItWasTakenBackWasShownNothing() {
        Events event = published("Vachnadze", "SUSPECT");
        ObjectNode restricted = EventCodec.tree(event.next(Status.RESTRICTED).event());
        restricted.putArray("entities");
        person(restricted, "Vachnadze", "SUSPECT");
        bus.publish(List.of(EventCodec.parse(restricted).toOptional().orElseThrow()), Optional.empty());
        Awaitility.await().atMost(BOUND).until(() -> rows(event.id().toString(), "IAD") == 2);
        run("UPDATE feed_row SET added = added - interval '1 hour' WHERE event_id = '" + event.id() + "'");
        iad.of(event.id(), 2);

        assertThat(recipients(confirmed(open("Vachnadze"), event))).isEmpty();
    }

    @Test
    void whatWasMisspeltWhenItWentAbroadWentAbroad() {
        Events event = published("Javakhishvilli", "SUSPECT");
        toEuropol(event);
        ObjectNode corrected =
                EventCodec.tree(event.next(RevisionKind.CORRECTION).event());
        person(corrected, "Javakhishvili", "SUSPECT");
        bus.publish(List.of(EventCodec.parse(corrected).toOptional().orElseThrow()), Optional.empty());
        Awaitility.await().atMost(BOUND).until(() -> rows(event.id().toString(), "IAD") == 2);
        String id = open("Javakhishvili");

        String task = confirmed(id, event);
        assertThat(recipients(task)).containsExactly(UNION);

        say(task, Map.of("answer", "DISCLOSE")).then().statusCode(200);
        conclude(id, "GRANTED").then().statusCode(200);
        assertThat(export(id, "text", "en").asString())
                .contains("Javakhishvili\n", "disclosed to: authorities and bodies of the European Union")
                .doesNotContain("Javakhishvilli", "disclosed to nobody");
    }

    @Test
    void anAnswerThatAnAgencyHasExportedIsADisclosureToItWhereSomethingWasLetOut() {
        Events open = published("Kipshidze", "SUSPECT");
        Events kept = published("Kipshidze", "SUSPECT");
        String id = open("Kipshidze");
        String task = confirmed(id, open);
        String keptTask = confirmed(id, kept);
        assertThat(recipients(task)).isEmpty();
        say(task, Map.of("answer", "DISCLOSE")).then().statusCode(200);
        say(keptTask, Map.of("answer", "REFUSE", "ground", "INQUIRIES")).then().statusCode(200);
        conclude(id, "PARTLY_GRANTED").then().statusCode(200);
        assertThat(export(id, "json", "en").jsonPath().<List<String>>getList("data.recipients.to"))
                .containsExactly(List.of());

        assertThat(recipients(task)).containsExactly(HOME);
        assertThat(recipients(keptTask)).as("nothing of it was shown").isEmpty();
        String again = open("Kipshidze");
        assertThat(recipients(confirmed(again, open))).containsExactly(HOME);
        assertThat(recipients(confirmed(again, kept))).isEmpty();
        assertThat(officer(HANDLING)
                        .get("/v1/subject-requests/" + id)
                        .jsonPath()
                        .<Boolean>getList("candidates.recipientsSince"))
                .as("its own answer is nothing new to it")
                .containsOnlyNulls();
    }

    private void everyRoad(String family, Consumer<Events> pull) {
        Events event = published("Road" + family, "SUSPECT");
        String task = confirmed(open("Road" + family), event);
        assertThat(recipients(task)).as("offered").isEmpty();

        pull.accept(event);

        assertThat(recipients(task)).as(family).containsExactly(HOME);
    }

    /** A crime about this person, offered to IAD and seen by nobody. */
    private Events published(String family, String category) {
        Events event = Events.trafficking();
        publish(event, family, category);
        offered(event, "IAD");
        return event;
    }

    private void publish(Events event, String family, String category) {
        ObjectNode tree = EventCodec.tree(event.event());
        person(tree, family, category);
        bus.publish(List.of(EventCodec.parse(tree).toOptional().orElseThrow()), Optional.empty());
    }

    private void person(ObjectNode tree, String family, String category) {
        Persons.person(tree, "p1", category, "Eka", family).put("birthDate", BORN);
        Persons.passport(tree, number + family.length());
    }

    private void offered(Events event, String agency) {
        Awaitility.await().atMost(BOUND).until(() -> rows(event.id().toString(), agency) > 0);
    }

    private void toEuropol(Events event) {
        ilecc.say(ilecc.pending(event.id(), "EUROPOL"), "APPROVE").then().statusCode(200);
        europol.of(event.id(), 1);
    }

    private String open(String family) {
        return officer(HANDLING)
                .body(Map.of(
                        "kind", "ACCESS",
                        "received", LocalDate.now(ZoneOffset.UTC).toString(),
                        "reference", "DP-2026-41",
                        "identityVerified", "passport seen",
                        "subject",
                                Map.of(
                                        "names",
                                        List.of(Map.of("given", "Eka", "family", family, "script", "Latn")),
                                        "birthDate",
                                        BORN)))
                .post("/v1/subject-requests")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** The task of the originator, once the officer has said that it is this person. */
    private static String confirmed(String id, Events event) {
        return confirmed(id, event, "CRIMINAL-POLICE");
    }

    private static String confirmed(String id, Events event, String originator) {
        List<String> before = tasks(event, originator);
        officer(HANDLING)
                .body(Map.of("verdict", "CONFIRM"))
                .post("/v1/subject-requests/" + id + "/candidates/" + event.id())
                .then()
                .statusCode(200);
        return tasks(event, originator).stream()
                .filter(task -> !before.contains(task))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> tasks(Events event, String originator) {
        return officer(originator)
                .get("/v1/subject-requests/consultations")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.findAll { it.eventId == '" + event.id() + "' }.id");
    }

    private static List<String> recipients(String task) {
        return recipients(task, "CRIMINAL-POLICE");
    }

    /** What the task shows its originator; null if it says nothing of them. */
    private static List<String> recipients(String task, String originator) {
        return officer(originator)
                .get("/v1/subject-requests/consultations/" + task)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("recipients");
    }

    private static Response say(String task, Map<String, Object> body) {
        return officer("CRIMINAL-POLICE").body(body).post("/v1/subject-requests/consultations/" + task + "/answer");
    }

    private static Map<String, Object> candidate(String id) {
        return officer(HANDLING)
                .get("/v1/subject-requests/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getMap("candidates[0]");
    }

    private static boolean more(String id) {
        return Boolean.TRUE.equals(candidate(id).get("recipientsSince"));
    }

    private static Response conclude(String id, String outcome) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "outcome", outcome, "answered", LocalDate.now(ZoneOffset.UTC).toString()));
        if (!List.of("GRANTED", "NOTHING_HELD").contains(outcome)) {
            body.putAll(Map.of("ground", "INQUIRIES", "reasons", "an investigation is running"));
        }
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

    private static String taxii(String what, Instant since) {
        return Awaitility.await()
                .atMost(BOUND)
                .until(
                        () -> reader("IAD")
                                .accept("application/taxii+json;version=2.1")
                                .queryParam("added_after", since.toString())
                                .queryParam("limit", 1000)
                                .get("/taxii2/khidi/collections/crime-events/" + what + "/"),
                        answer ->
                                answer.statusCode() == 200 && answer.asString().contains("\"id\""))
                .asString();
    }

    private static List<String> log(String action, Events event) {
        return given().auth()
                .oauth2(TestIssuer.person("maka", "IAD", "auditor").mint())
                .get("/v1/audit/export")
                .asString()
                .lines()
                .filter(line ->
                        line.contains(action) && line.contains(event.id().toString()))
                .toList();
    }

    private static RequestSpecification reader(String agency) {
        return given().auth().oauth2(TestIssuer.machine(agency, "feed-reader").mint());
    }

    private static RequestSpecification officer(String agency) {
        return given().auth()
                .oauth2(TestIssuer.person("tamar", agency, "data-protection-officer")
                        .mint())
                .contentType("application/json");
    }

    private long rows(String event, String agency) {
        return pool.query("SELECT count(*) FROM feed_row r JOIN feed f ON f.id = r.feed WHERE f.partner = '" + agency
                        + "' AND r.event_id = '" + event + "'")
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
