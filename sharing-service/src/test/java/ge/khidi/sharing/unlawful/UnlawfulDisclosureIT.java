package ge.khidi.sharing.unlawful;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.equalTo;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.ReleaseClient;
import ge.khidi.sharing.activation.Officers;
import ge.khidi.sharing.decision.DecisionTable;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What should never have been disclosed is recalled from whoever had it, and stays away. */
@QuarkusTest
class UnlawfulDisclosureIT {

    private static final String MOVEMENTS_TO_STATE_SECURITY = """
            @id("test-movements-impersonal-to-state-security")
            @title("Movements without persons to State Security")
            @legal_basis("A test")
            @outcome("redacted")
            @profile("impersonal")
            permit (principal == Partner::"STATE-SECURITY", action == Action::"receive", resource)
            when { resource.type == EventType::"MOVEMENT_OF_INTEREST" };
            """;

    private static final String MOVEMENTS_TO_MIGRATION_DEPARTMENT = """
            @id("test-unlawful-%s")
            @title("Movements to the Migration Department while this test runs")
            @legal_basis("A test")
            @outcome("redacted")
            @profile("domestic-operational")
            @mode("AUTOMATIC")
            permit (principal == Partner::"MIGRATION-DEPARTMENT", action == Action::"receive", resource)
            when { resource.type == EventType::"MOVEMENT_OF_INTEREST" && resource.originator == Agency::"STATE-SECURITY" };
            """;
    private static final String LINKS_TO_MIGRATION_DEPARTMENT = """
            @id("test-unlawful-links-%s")
            @title("Links to the Migration Department while this test runs")
            @legal_basis("A test")
            @outcome("full")
            @mode("AUTOMATIC")
            permit (principal == Partner::"MIGRATION-DEPARTMENT", action == Action::"receive", resource)
            when { resource.type == EventType::"LINK" };
            """;
    private static final String MANY_TO_BORDER_POLICE = """
            WITH many AS (
                SELECT n, CAST(md5('many ' || n) AS uuid) AS id, v.class_id FROM event_revision v, generate_series(1, 10000) AS n
                WHERE v.event_id = '%s'
            ), heads AS (
                INSERT INTO event_head (event_id, revision, status, originator) SELECT id, 1, 'OPEN', 'PATROL-POLICE' FROM many
            ), revisions AS (
                INSERT INTO event_revision (event_id, revision, class_id) SELECT id, 1, class_id FROM many
            )
            INSERT INTO feed_row (feed, seq, added, event_id, revision, kind, cause)
            SELECT f.id, -n, clock_timestamp() + interval '1 day', many.id, 1, 1, 0
            FROM many, feed f WHERE f.partner = 'BORDER-POLICE'
            """;
    private static final String MANY_NO_MORE = """
            DELETE FROM feed_row WHERE seq < 0;
            DELETE FROM event_revision WHERE event_id IN (SELECT CAST(md5('many ' || n) AS uuid) FROM generate_series(1, 10000) AS n);
            DELETE FROM event_head WHERE event_id IN (SELECT CAST(md5('many ' || n) AS uuid) FROM generate_series(1, 10000) AS n)
            """;
    private static final String MOVE_CLASS = """
            WITH moved AS (
                INSERT INTO disclosure_class (digest, facts) SELECT 'a test ' || v.event_id, c.facts
                FROM event_revision v JOIN disclosure_class c ON c.id = v.class_id WHERE v.event_id = '%s' RETURNING id
            )
            UPDATE event_revision v SET class_id = moved.id FROM moved WHERE v.event_id = '%<s'
            """;
    private static final String LATER = """
            UPDATE feed_row r SET added = r.added + interval '1 day' * %s FROM feed f
            WHERE f.id = r.feed AND f.partner = 'BORDER-POLICE' AND r.event_id = '%s'
            """;
    private static final String OF_ANOTHER_AGENCY = """
            INSERT INTO declaration (policy, since, state, agency, subject, reason, case_reference)
            SELECT 'a-test', clock_timestamp(), 'REFUSED', 'STATE-SECURITY', 'tamar', 'a test', 'a test' FROM generate_series(1, 200)
            """;

    private final Bus bus = new Bus();
    private final FeedClient europol = FeedClient.fromNowOn("EUROPOL");
    private final FeedClient borderPolice = FeedClient.fromNowOn("BORDER-POLICE");
    private final ReleaseClient ilecc = new ReleaseClient("ILECC", "nino");

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void twoOfficersRecallItAlsoFromWhomItIsNoLongerOffered() {
        Events event = released("Chikovani");
        ilecc.say(approved(event.id()), "REVOKE").then().statusCode(200);
        assertThat(europol.of(event.id(), 2).get(1).kind()).isEqualTo("NO_LONGER_OFFERED");

        String declared = declare("zurab", Map.of("eventId", event.id().toString(), "partner", "EUROPOL"));
        answer("zurab", declared, "CONFIRM").then().statusCode(403);
        assertThat(FeedClient.of(event.id(), europol.readOn())).hasSize(2);
        answer("lela", declared, "CONFIRM").then().statusCode(204);

        FeedClient.Item recall = europol.of(event.id(), 3).get(2);
        outcome(recall, "RECTIFIED").then().statusCode(409);
        assertThat(recall.kind()).isEqualTo("ERASURE");
        assertThat(FeedClient.of(event.id(), borderPolice.readOn()))
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW");
        assertThat(partner(declared))
                .containsEntry("partner", "EUROPOL")
                .containsEntry("open", 1)
                .containsEntry("overdue", 0);
        assertThat(openRecalls())
                .anySatisfy(open -> assertThat(open)
                        .containsEntry("eventId", event.id().toString())
                        .containsEntry("overdue", false)
                        .containsKey("answerBy"));

        String asked = Instant.now().toString();
        openRecalls();
        assertThat(logged(Map.of("action", "recalls.read", "event", event.id().toString())))
                .as("once, however often it asks")
                .singleElement()
                .satisfies(entry -> assertThat(entry).containsEntry("recipient", "EUROPOL"));
        assertThat(logged(Map.of("action", "recalls.listed", "partner", "EUROPOL", "since", asked)))
                .singleElement()
                .satisfies(entry -> assertThat(entry).containsKey("count"));
        given().auth()
                .oauth2(TestIssuer.machine("CRIMINAL-POLICE", "event-publisher").mint())
                .get("/v1/audit/events/" + event.id())
                .then()
                .body("lookedAt.find { it.action == 'recalls.read' }.agency", equalTo("EUROPOL"));

        outcome(recall, "ERASED").then().statusCode(204);
        assertThat(partner(declared)).containsEntry("open", 0);
        assertThat(given().auth()
                        .oauth2(TestIssuer.person("zurab", "IAD", "policy-officer")
                                .mint())
                        .get(declared.substring(declared.indexOf("/v1/")))
                        .jsonPath()
                        .getList("partners"))
                .as("who else had an event is its originator's business")
                .isEmpty();
        answer("lela", declared, "REFUSE").then().statusCode(409);
    }

    @Test
    void theOriginatorSeesItAndNothingOfItComesAgain() {
        Events event = released("Dadeshkeliani");

        confirmed(Map.of("eventId", event.id().toString()));

        europol.of(event.id(), 2);
        borderPolice.of(event.id(), 2);
        assertThat(europol.everything()).doesNotContain("Dadeshkeliani");
        assertThat(borderPolice.everything()).doesNotContain("Dadeshkeliani");
        List<Map<String, Object>> recipients = given().auth()
                .oauth2(TestIssuer.machine("CRIMINAL-POLICE", "event-publisher").mint())
                .get("/v1/audit/events/" + event.id())
                .jsonPath()
                .getList("items.findAll { it.unlawful }");
        assertThat(recipients).extracting(row -> row.get("agency")).contains("EUROPOL", "BORDER-POLICE");
        assertThat(recipients)
                .allSatisfy(
                        row -> assertThat(row).containsEntry("outcome", "OPEN").containsKey("answerBy"));
        List<Map<String, Object>> notices = given().auth()
                .oauth2(TestIssuer.machine("CRIMINAL-POLICE", "feed-reader").mint())
                .get("/v1/notices?limit=1000")
                .jsonPath()
                .getList("items.findAll { it.kind == 'DECLARED_UNLAWFUL' && it.eventId == '" + event.id() + "' }");
        assertThat(notices).extracting(notice -> notice.get("partner")).contains("EUROPOL", "BORDER-POLICE");

        Events marker = Events.trafficking();
        bus.publish(event.next(RevisionKind.CORRECTION).with(PersonCategory.SUSPECT, "Dadeshkeliani"), marker);
        borderPolice.of(marker.id(), 1);
        europol.of(marker.id(), 1);
        assertThat(FeedClient.of(event.id(), borderPolice.readOn())).hasSize(2);
        assertThat(FeedClient.of(event.id(), europol.readOn())).hasSize(2);
        assertThat(ilecc.find(event.id(), "EUROPOL")).isNull();
    }

    @Test
    void theEndAndTheRecallNameTheNewestRevisionThatThePartnerHas() {
        Events event = released("Orbeliani");
        Events corrected = event.next(RevisionKind.CORRECTION).with(PersonCategory.SUSPECT, "Orbeliani");
        bus.publish(corrected);
        bus.publish(corrected.next(RevisionKind.SUPPLEMENT).with(PersonCategory.SUSPECT, "Orbeliani"));
        europol.of(event.id(), 3);

        ilecc.say(approved(event.id()), "REVOKE").then().statusCode(200);
        confirmed(Map.of("eventId", event.id().toString(), "partner", "EUROPOL"));

        assertThat(europol.of(event.id(), 5))
                .extracting(FeedClient.Item::kind, FeedClient.Item::revision)
                .endsWith(tuple("NO_LONGER_OFFERED", 3), tuple("ERASURE", 3));
    }

    @Test
    void ofWhatIsBarredNoCorrectionIsSaidWhetherItWasNotReadYetOrComesLate() {
        Events event = released("Andronikashvili");
        Events corrected = event.next(RevisionKind.CORRECTION).with(PersonCategory.SUSPECT, "Andronikashvili");
        Events again = corrected.next(RevisionKind.CORRECTION).with(PersonCategory.SUSPECT, "Andronikashvili");
        bus.publish(corrected);
        borderPolice.of(event.id(), 2);
        confirmed(Map.of("eventId", event.id().toString(), "partner", "EUROPOL"));

        bus.publish(again.next(RevisionKind.SUPPLEMENT).with(PersonCategory.SUSPECT, "Andronikashvili"));
        borderPolice.of(event.id(), 3);
        bus.publish(again);
        assertThat(borderPolice.of(event.id(), 4))
                .extracting(FeedClient.Item::kind)
                .as("others are told")
                .containsExactly("NEW", "CORRECTION", "UPDATE", "CORRECTION");

        assertThat(FeedClient.of(event.id(), europol.readOn()))
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW", "ERASURE");
    }

    @Test
    void whatItsOriginatorErasedMeanwhileIsABreachAllTheSame() {
        String before = Instant.now().toString();
        Events event = released("Shervashidze");
        bus.publish(event.next(Status.ERASED));
        europol.of(event.id(), 2);
        Map<String, String> what = Map.of("eventId", event.id().toString(), "partner", "EUROPOL");

        String declared = confirmed(what);
        String again = confirmed(what);

        assertThat(FeedClient.of(event.id(), europol.readOn()))
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW", "ERASURE");
        assertThat(partner(declared)).containsEntry("items", 1).containsEntry("open", 1);
        assertThat(partner(again)).as("said once").isNull();
        assertThat(logged(Map.of(
                        "action",
                        "breach.unlawful-disclosure",
                        "event",
                        event.id().toString())))
                .singleElement()
                .satisfies(note -> assertThat(note).containsEntry("recipient", "EUROPOL"));
        assertThat(given().auth()
                        .oauth2(TestIssuer.machine("CRIMINAL-POLICE", "feed-reader")
                                .mint())
                        .get("/v1/notices?limit=1000")
                        .jsonPath()
                        .getList("items.findAll { it.kind == 'DECLARED_UNLAWFUL' && it.eventId == '" + event.id()
                                + "' }.partner"))
                .containsExactly("EUROPOL");
        assertThat(given().auth()
                        .oauth2(TestIssuer.machine("CRIMINAL-POLICE", "event-publisher")
                                .mint())
                        .get("/v1/audit/events/" + event.id())
                        .jsonPath()
                        .<Boolean>get("items.find { it.agency == 'EUROPOL' && it.kind == 'ERASURE' }.unlawful"))
                .isTrue();
        String byPolicy = confirmed(Map.of(
                "policy",
                "europol-personal-data",
                "since",
                before,
                "until",
                Instant.now().toString()));
        assertThat(partner(byPolicy)).as("nor by its policy again").isNull();
        assertThat(given().auth()
                        .oauth2(TestIssuer.person("dato", "IAD", "data-protection-officer")
                                .mint())
                        .queryParams(Map.of("partner", "EUROPOL", "since", before))
                        .get("/v1/breach")
                        .jsonPath()
                        .getList("besideTheFeed.action"))
                .as("a note of a breach gave nothing out")
                .doesNotContain("breach.unlawful-disclosure");
    }

    @Test
    void whatWasErasedIsFoundByItsPolicyToo() {
        Instant since = Instant.now();
        Events event = released("Dgebuadze");
        bus.publish(event.next(Status.ERASED));
        europol.of(event.id(), 2);

        String declared = confirmed(Map.of("policy", "europol-personal-data", "since", since.toString()));

        assertThat(partner(declared)).containsEntry("items", 1);
        assertThat(FeedClient.of(event.id(), europol.readOn())).hasSize(2);
    }

    @Test
    void aRequestToPassItOnLapsesWithIt() {
        Events event = released("Machutadze");
        String cursor = europol.of(event.id(), 1).get(0).cursor();
        given().auth()
                .oauth2(TestIssuer.machine("EUROPOL", "feed-reader").mint())
                .contentType("application/json")
                .body(Map.of(
                        "to",
                        "Ministry of Justice of Arcadia",
                        "purpose",
                        "LAW_ENFORCEMENT",
                        "reason",
                        "they hear the case"))
                .post("/v1/feed/items/" + cursor + "/onward")
                .then()
                .statusCode(202);

        confirmed(Map.of("eventId", event.id().toString(), "partner", "EUROPOL"));

        ReleaseClient originator = new ReleaseClient("CRIMINAL-POLICE", "levan");
        String ofEvent = "items.findAll { it.eventId == '" + event.id() + "' }.holder";
        assertThat(originator.as().get("/v1/onward").jsonPath().<String>getList(ofEvent))
                .isEmpty();
        assertThat(originator.as().get("/v1/onward?state=LAPSED").jsonPath().<String>getList(ofEvent))
                .containsExactly("EUROPOL");
    }

    @Test
    void whatAPolicyDisclosedSinceATimeIsRecalledTogether() {
        Events before = released("Abashidze");
        Instant since = Instant.now();
        Events after = released("Gurieli");

        String declared = confirmed(Map.of("policy", "europol-personal-data", "since", since.toString()));

        europol.of(after.id(), 2);
        assertThat(FeedClient.of(before.id(), europol.readOn())).hasSize(1);
        assertThat(partner(declared)).containsEntry("partner", "EUROPOL").containsEntry("items", 1);
        assertThat(FeedClient.of(after.id(), borderPolice.readOn())).hasSize(1);
    }

    @Test
    void theExplanationSaysSoUnderEveryVersionAndNoPreviewShowsIt() {
        Events barred = released("Jaqeli");
        Events other = released("Dadiani");
        String draft = "&version=" + Officers.drafted(Officers.baselineAnd("test.cedar", MOVEMENTS_TO_STATE_SECURITY));
        assertThat(Officers.previewed("IAD", "BORDER-POLICE", "", barred.id())).isTrue();

        String declared = confirmed(Map.of("eventId", barred.id().toString(), "partner", "BORDER-POLICE"));

        for (String version : List.of("", draft)) {
            JsonPath said = explained(barred.id(), "BORDER-POLICE", version);
            assertThat(said.getString("decision")).isEqualTo("nothing");
            assertThat(declared).endsWith("/" + said.getInt("barred.declaration"));
            assertThat(Instant.parse(said.getString("barred.since"))).isBefore(Instant.now());
            assertThat(said.getList("legalBasis")).containsExactly("Directive (EU) 2016/680 Art. 7(3)");
            assertThat(said.getList("policies")).isEmpty();
            assertThat(Officers.previewed("IAD", "BORDER-POLICE", version, barred.id()))
                    .isFalse();
            assertThat(Officers.previewed("IAD", "BORDER-POLICE", version, other.id()))
                    .isTrue();
        }
        assertThat(Officers.as("lela")
                        .get("/v1/policies/explain?partner=BORDER-POLICE&event=" + barred.id())
                        .asString())
                .as("that another partner had it is told to nobody but the originator")
                .doesNotContain("barred");
        for (JsonPath elsewhere :
                List.of(explained(barred.id(), "CRIMINAL-POLICE", ""), explained(other.id(), "BORDER-POLICE", ""))) {
            assertThat(elsewhere.<Object>get("barred")).isNull();
            assertThat(elsewhere.getString("decision")).isNotEqualTo("nothing");
        }
    }

    @Test
    void whatOnePartnerHadIsFoundAmongWhatAllHadAndPartsAreCutByTime() throws SQLException {
        FeedClient iad = FeedClient.fromNowOn("IAD");
        iad.readOn();
        borderPolice.readOn();
        Instant since = Instant.now();
        Events event = Events.movement().to(ReleasableTo.named(AgencyId.IAD, new AgencyId("BORDER-POLICE")));
        bus.publish(event);
        iad.of(event.id(), 1);
        borderPolice.of(event.id(), 1);
        Map<String, String> what = Map.of("policy", "named-domestic-agency", "since", since.toString());

        try {
            execute(MANY_TO_BORDER_POLICE.formatted(event.id()));
            confirmed(and(what, "partner", "IAD"));
            assertThat(iad.of(event.id(), 2).get(1).kind()).isEqualTo("ERASURE");

            Map<String, String> toBorderPolice = and(what, "partner", "BORDER-POLICE");
            answer("lela", declare("zurab", toBorderPolice), "CONFIRM").then().statusCode(409);
            assertThat(FeedClient.of(event.id(), borderPolice.readOn())).hasSize(1);
            String until = since.plus(Duration.ofHours(1)).toString();
            confirmed(and(toBorderPolice, "until", until));
            assertThat(borderPolice.of(event.id(), 2).get(1).kind()).isEqualTo("ERASURE");
        } finally {
            execute(MANY_NO_MORE);
        }
        declaring("IAD", "zurab", and(what, "partner", "BORDER-POLISE")).then().statusCode(400);
        declaring("IAD", "zurab", and(what, "until", since.toString())).then().statusCode(400);
    }

    @Test
    void whatAPolicyLetBeShownIsRecalledWhateverBroughtItAndWhateverDecidesToday() throws SQLException {
        FeedClient migration = FeedClient.fromNowOn("MIGRATION-DEPARTMENT");
        activate("first");
        try {
            Officers.followed();
            migration.readOn();
            Instant since = Instant.now();
            Events event = Officers.movement();
            Events other = Officers.movement();
            Events taken = Officers.movement();
            Event link = Events.link(event.event(), other.event());
            bus.publish(event, other, taken);
            bus.publish(List.of(link), Optional.empty());
            bus.publish(taken.next(Status.WITHDRAWN));
            Events mended = Officers.movement();
            Events corrected = mended.next(RevisionKind.CORRECTION);
            bus.publish(mended);
            bus.publish(corrected);
            bus.publish(corrected.next(RevisionKind.SUPPLEMENT).to(ReleasableTo.named(AgencyId.IAD)));
            rowsOfMigrationDepartment(mended.id(), 3);
            execute("UPDATE feed_row SET added = added - interval '2 minutes' WHERE kind = 7 AND event_id = '%s'"
                    .formatted(mended.id()));
            rowsOfMigrationDepartment(link.id(), 1);
            rowsOfMigrationDepartment(taken.id(), 2);
            execute("UPDATE feed_row SET added = added - interval '2 minutes' WHERE kind = 5 AND event_id = '%s'"
                    .formatted(taken.id()));
            activate("second");
            Officers.followed();

            given().auth()
                    .oauth2(TestIssuer.machine("MIGRATION-DEPARTMENT", "feed-reader")
                            .mint())
                    .get("/v1/links/" + link.id())
                    .then()
                    .statusCode(200);
            confirmed(Map.of("policy", "test-unlawful-links-second", "since", since.toString()));
            assertThat(migration.of(event.id(), 1).get(0).kind()).isEqualTo("NEW");
            assertThat(migration.of(link.id(), 1))
                    .as("read by its id and not in the feed")
                    .extracting(FeedClient.Item::kind)
                    .containsExactly("ERASURE");

            execute(MOVE_CLASS.formatted(event.id()));

            assertThat(given().auth()
                            .oauth2(TestIssuer.machine("STATE-SECURITY", "event-publisher")
                                    .mint())
                            .get("/v1/audit/events/" + event.id())
                            .jsonPath()
                            .getList("items.find { it.agency == 'MIGRATION-DEPARTMENT' }.readings.policies.flatten()"))
                    .containsExactly("test-unlawful-second");
            confirmed(Map.of("policy", "test-unlawful-second", "since", since.toString()));
            assertThat(migration.of(event.id(), 2).get(1).kind()).isEqualTo("ERASURE");
            assertThat(FeedClient.of(taken.id(), migration.readOn()))
                    .as("of what was withdrawn before, nothing was shown any more")
                    .extracting(FeedClient.Item::kind)
                    .containsExactly("NEW", "WITHDRAWAL");
            assertThat(FeedClient.of(mended.id(), migration.readOn()))
                    .as("nor of a correction once it was offered no more")
                    .extracting(FeedClient.Item::kind, FeedClient.Item::event)
                    .containsExactly(tuple("CORRECTION", null), tuple("NO_LONGER_OFFERED", null));
        } finally {
            Officers.restore();
            Officers.followed();
        }
    }

    private static void activate(String which) {
        Officers.activate(Officers.baselineAnd(
                "test.cedar",
                MOVEMENTS_TO_MIGRATION_DEPARTMENT.formatted(which) + LINKS_TO_MIGRATION_DEPARTMENT.formatted(which)));
    }

    /** Returns when it has so many rows on the event, and reads none of them. */
    private static void rowsOfMigrationDepartment(EventId event, long many) throws SQLException {
        awaited(
                "SELECT count(*) FROM feed_row r JOIN feed f ON f.id = r.feed WHERE f.partner = 'MIGRATION-DEPARTMENT' AND r.event_id = '%s'"
                        .formatted(event),
                many);
    }

    @Test
    void whoeverLooksForWhatAPolicyDisclosedHoldsUpNoChangeOfTheRules() throws Exception {
        String declared = declare(
                "zurab",
                Map.of(
                        "policy",
                        "member-state-concerned",
                        "since",
                        Instant.now().toString()));

        try (Connection own = database();
                Statement statement = own.createStatement()) {
            own.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(" + DecisionTable.EPOCH_LOCK + ")");
            begun(() -> answer("lela", declared, "CONFIRM"))
                    .get(1, TimeUnit.MINUTES)
                    .then()
                    .statusCode(204);
        }
    }

    @Test
    void whatOthersGetWhileAConfirmationByPolicyWaitsIsRecalledToo() throws Exception {
        FeedClient iad = FeedClient.fromNowOn("IAD");
        Instant since = Instant.now();
        Events event = Events.movement().to(ReleasableTo.named(AgencyId.IAD, new AgencyId("BORDER-POLICE")));
        bus.publish(event);
        iad.of(event.id(), 1);
        execute(LATER.formatted("-1", event.id()));
        String declared = declare("zurab", Map.of("policy", "named-domestic-agency", "since", since.toString()));
        CompletableFuture<Response> confirmed;

        try (Connection own = database();
                Statement statement = own.createStatement()) {
            own.setAutoCommit(false);
            statement.execute("SELECT 1 FROM event_head WHERE event_id = '" + event.id() + "' FOR UPDATE");
            confirmed = begun(() -> answer("lela", declared, "CONFIRM"));
            waitingForTheHead(1);
            statement.execute(LATER.formatted("1", event.id()));
            own.commit();
        }

        confirmed.get(1, TimeUnit.MINUTES).then().statusCode(204);
        assertThat(iad.of(event.id(), 2).get(1).kind()).isEqualTo("ERASURE");
        assertThat(borderPolice.of(event.id(), 1))
                .extracting(FeedClient.Item::kind)
                .containsExactly("ERASURE");
    }

    @Test
    void aReleaseApprovedWhileTheConfirmationWaitsIsRecalledToo() throws Exception {
        Events event = Events.trafficking().with(PersonCategory.SUSPECT, "Amilakhvari");
        bus.publish(event);
        int pending = ilecc.pending(event.id(), "EUROPOL");
        String declared = declare("zurab", Map.of("eventId", event.id().toString()));
        CompletableFuture<Response> approved;
        CompletableFuture<Response> confirmed;

        try (Connection own = database();
                Statement statement = own.createStatement()) {
            own.setAutoCommit(false);
            statement.execute("SELECT 1 FROM event_head WHERE event_id = '" + event.id() + "' FOR UPDATE");
            approved = begun(() -> ilecc.say(pending, "APPROVE"));
            waitingForTheHead(1);
            confirmed = begun(() -> answer("lela", declared, "CONFIRM"));
            waitingForTheHead(2);
            statement.execute("UPDATE declaration SET reason = reason WHERE event_id = '" + event.id() + "'");
            own.rollback();
        }

        approved.get(1, TimeUnit.MINUTES).then().statusCode(200);
        confirmed.get(1, TimeUnit.MINUTES).then().statusCode(204);
        assertThat(europol.of(event.id(), 1)).extracting(FeedClient.Item::kind).containsExactly("ERASURE");
    }

    @Test
    void aDeclarationThatAnOfficerMayNotKnowOfIsNotEvenTouchedAndOwnOnesAreListedBehindAllOthers() throws Exception {
        Events event = Events.movement();
        bus.publish(event);
        borderPolice.of(event.id(), 1);
        String declared = declare("zurab", Map.of("eventId", event.id().toString()));
        String id = declared.substring(declared.lastIndexOf('/') + 1);

        try (Connection own = database();
                Statement statement = own.createStatement()) {
            own.setAutoCommit(false);
            statement.execute("SELECT 1 FROM declaration WHERE id = " + id + " FOR UPDATE");
            Response theirs = begun(() -> answer("STATE-SECURITY", "tamar", declared, "REFUSE"))
                    .get(1, TimeUnit.MINUTES);
            Response nobodys = answer("STATE-SECURITY", "tamar", declared.replace("/" + id, "/999999999"), "REFUSE");
            same(theirs, nobodys);
            same(read("STATE-SECURITY", "tamar", id), read("STATE-SECURITY", "tamar", "999999999"));
            assertThat(read("IAD", "lela", id).statusCode()).isEqualTo(200);

            statement.execute(OF_ANOTHER_AGENCY);
            own.commit();
            assertThat(Officers.as("lela")
                            .get("/v1/unlawful-disclosures")
                            .jsonPath()
                            .getList("items.id", String.class))
                    .contains(id);
        } finally {
            execute("DELETE FROM declaration WHERE policy = 'a-test'");
        }
        assertThat(logged(Map.of("action", "unlawful.listed", "agency", "IAD"))).isNotEmpty();
    }

    /** On a thread of its own: on few cores the JDK's common pool has one. */
    private static CompletableFuture<Response> begun(Supplier<Response> request) {
        return CompletableFuture.supplyAsync(request, task -> new Thread(task).start());
    }

    private static void waitingForTheHead(int many) throws SQLException {
        String waiting =
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%event_head%FOR UPDATE%'";
        awaited(waiting, many);
    }

    private static void awaited(String query, long many) throws SQLException {
        try (Connection own = database();
                Statement statement = own.createStatement()) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> Officers.number(statement, query) >= many);
        }
    }

    private static Connection database() throws SQLException {
        return KafkaAndPostgres.postgres().database("sharing").connect();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection own = database();
                Statement statement = own.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Map<String, String> and(Map<String, String> what, String name, String value) {
        Map<String, String> more = new HashMap<>(what);
        more.put(name, value);
        return more;
    }

    private static List<Map<String, Object>> logged(Map<String, String> query) {
        return given().auth()
                .oauth2(TestIssuer.person("otar", "IAD", "auditor").mint())
                .queryParams(query)
                .get("/v1/audit")
                .jsonPath()
                .getList("items.entry");
    }

    private static JsonPath explained(EventId event, String partner, String more) {
        Response answer = Officers.of("CRIMINAL-POLICE")
                .get("/v1/policies/explain?event=" + event + "&partner=" + partner + more);
        answer.then().statusCode(200);
        return answer.jsonPath();
    }

    @Test
    void anotherAgencysEventAndNoneAreTheSame() {
        Events event = Events.movement();
        bus.publish(event);
        borderPolice.of(event.id(), 1);

        Response theirs = declaring(
                "STATE-SECURITY", "tamar", Map.of("eventId", event.id().toString()));
        Response nobodys = declaring(
                "STATE-SECURITY",
                "tamar",
                Map.of("eventId", Events.movement().id().toString()));

        same(theirs, nobodys);
        declaring("IAD", "zurab", Map.of("policy", "a-policy")).then().statusCode(400);
        String since = Instant.now().toString();
        Response noPolicy = declaring(
                "IAD", "zurab", Map.of("policy", "europol-persona1-data", "since", since, "partner", "BORDER-POLISE"));
        noPolicy.then().statusCode(400);
        assertThat(noPolicy.asString()).contains("\"/policy\"", "\"/partner\"").doesNotContain("persona1");
        declaring("IAD", "zurab", Map.of()).then().statusCode(400);
        declaring("IAD", "zurab", Map.of("policy", "a-policy", "since", "0000-01-01T00:00:00Z"))
                .then()
                .statusCode(400);
    }

    private static Response read(String agency, String officer, String id) {
        return given().auth()
                .oauth2(TestIssuer.person(officer, agency, "policy-officer").mint())
                .get("/v1/unlawful-disclosures/" + id);
    }

    /** All that anybody can see, but for the date. */
    private static void same(Response forbidden, Response absent) {
        assertThat(forbidden.statusCode()).isEqualTo(404).isEqualTo(absent.statusCode());
        assertThat(forbidden.asString()).isEqualTo(absent.asString());
        assertThat(headers(forbidden)).isEqualTo(headers(absent));
    }

    private static List<String> headers(Response answer) {
        return answer.headers().asList().stream()
                .filter(header -> !header.getName().equalsIgnoreCase("date"))
                .map(Object::toString)
                .toList();
    }

    /** An event that Border Police have, and Europol after a release. */
    private Events released(String family) {
        Events event = Events.trafficking().with(PersonCategory.SUSPECT, family);
        bus.publish(event);
        ilecc.say(ilecc.pending(event.id(), "EUROPOL"), "APPROVE").then().statusCode(200);
        europol.of(event.id(), 1);
        borderPolice.of(event.id(), 1);
        return event;
    }

    private int approved(EventId event) {
        return ilecc.queue("state=APPROVED")
                .get("items.find { it.eventId == '" + event + "' && it.partner == 'EUROPOL' }.id");
    }

    private static String confirmed(Map<String, String> what) {
        String declared = declare("zurab", what);
        answer("lela", declared, "CONFIRM").then().statusCode(204);
        return declared;
    }

    private static String declare(String officer, Map<String, String> what) {
        Response answer = declaring("IAD", officer, what);
        answer.then().statusCode(201);
        return answer.header("Location");
    }

    private static Response declaring(String agency, String officer, Map<String, String> what) {
        Map<String, String> body = new HashMap<>(what);
        body.put("reason", "the agreement did not cover it");
        body.put("caseReference", "DPO 12/2027");
        return given().auth()
                .oauth2(TestIssuer.person(officer, agency, "policy-officer").mint())
                .contentType("application/json")
                .body(body)
                .post("/v1/unlawful-disclosures");
    }

    private static Response outcome(FeedClient.Item recall, String outcome) {
        return given().auth()
                .oauth2(TestIssuer.machine("EUROPOL", "feed-reader").mint())
                .contentType("application/json")
                .body(Map.of("outcome", outcome))
                .post("/v1/feed/items/" + recall.cursor() + "/outcome");
    }

    private static Response answer(String officer, String declared, String decision) {
        return answer("IAD", officer, declared, decision);
    }

    private static Response answer(String agency, String officer, String declared, String decision) {
        return given().auth()
                .oauth2(TestIssuer.person(officer, agency, "policy-officer").mint())
                .contentType("application/json")
                .body(Map.of("decision", decision, "reason", "read both", "caseReference", "DPO 12/2027"))
                .post(declared.substring(declared.indexOf("/v1/")) + "/decision");
    }

    private static Map<String, Object> partner(String declared) {
        return given().auth()
                .oauth2(TestIssuer.person("otar", "IAD", "auditor").mint())
                .get(declared.substring(declared.indexOf("/v1/")))
                .jsonPath()
                .getMap("partners.find { it.partner == 'EUROPOL' }");
    }

    private static List<Map<String, Object>> openRecalls() {
        return given().auth()
                .oauth2(TestIssuer.machine("EUROPOL", "feed-reader").mint())
                .get("/v1/feed/recalls")
                .jsonPath()
                .getList("items");
    }
}
