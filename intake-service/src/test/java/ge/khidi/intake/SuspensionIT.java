package ge.khidi.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.event.EventType;
import ge.khidi.intake.Agency.Answer;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.relay.suspension.SuspendedNow;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A suspended agency hands in nothing, as soon as sharing has said so, until sharing says otherwise. */
@QuarkusTest
class SuspensionIT {

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final String EVENTS = "/v1/events";
    private static final String POLICE = "HARBOUR-POLICE";
    private static final String CERT = "CERT-GOV-GE";

    @Inject
    Agencies agencies;

    @Inject
    RecordView onRecord;

    @Inject
    Pool pool;

    private final Sharing sharing = new Sharing();
    private Agency police;

    @BeforeEach
    void anAgency() {
        police = agencies.system(POLICE);
    }

    @AfterEach
    void letEverybodyIn() {
        sharing.suspends();
        for (String agency : new String[] {POLICE, CERT, "IAD"}) {
            awaitStatus(agencies.system(agency), 200);
        }
        sharing.close();
    }

    @Test
    void nothingOfASuspendedAgencyIsServedUntilTheSuspensionEnds() {
        Agency auditor = agencies.with(TestIssuer.person("ana", POLICE, "auditor"));
        assertThat(police.post(EVENTS, Samples.crime()).status()).isEqualTo(201);
        assertThat(auditor.get("/v1/audit?limit=1").status()).isEqualTo(200);
        assertThat(agencies.analyst().get(EVENTS).status()).isEqualTo(200);

        sharing.suspends(POLICE, "IAD");
        awaitStatus(police, 403);
        String reference = Samples.reference();
        ObjectNode refused = Samples.tree(EventType.CRIME_REPORT, reference);
        for (Answer answer : new Answer[] {
            police.post(EVENTS, refused),
            police.get(EVENTS),
            police.get("/v1/reviews"),
            police.batch(List.of(line(refused))),
            auditor.get("/v1/audit?limit=1"),
            agencies.analyst().get(EVENTS)
        }) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(403);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
            assertThat(answer.problem()).isEqualTo("not-permitted");
        }
        assertThat(agencies.system(CERT).post(EVENTS, Samples.crime()).status())
                .as("others go on")
                .isEqualTo(201);
        assertThat(new SuspendedNow(pool).has(new AgencyId(POLICE)).await().atMost(BOUND))
                .as("an instance that starts now")
                .isTrue();
        sharing.suspends();
        awaitStatus(police, 200);

        assertThat(onRecord.events(reference)).isZero();
        assertThat(police.post(EVENTS, refused).status()).isEqualTo(201);
        assertThat(onRecord.actionsFor(POLICE)).endsWith("agency.suspended", "agency.suspension-lifted");
    }

    @Test
    void whatIsOlderAndWhatNobodyCanReadChangesNothing() {
        long number = sharing.suspends(POLICE);
        awaitStatus(police, 403);
        int entries = onRecord.actionsFor(POLICE).size();

        sharing.says(number - 1);
        sharing.says(number);
        sharing.mumbles();
        sharing.says(number + 1, POLICE, CERT);
        awaitStatus(agencies.system(CERT), 403);

        assertThat(police.get(EVENTS).status()).isEqualTo(403);
        assertThat(onRecord.actionsFor(POLICE))
                .as("nobody was let in meanwhile")
                .hasSize(entries);
    }

    @Test
    void ofSetsThatAreHeardTogetherTheLatestCountsWhereverItStands() {
        long number = sharing.suspends(POLICE);
        awaitStatus(police, 403);
        int entries = onRecord.actionsFor("IAD").size();

        sharing.saysTogether(
                Sharing.set(number + 1, POLICE, "IAD"), Sharing.set(number + 3, CERT), Sharing.set(number + 2, POLICE));
        awaitStatus(agencies.system(CERT), 403);

        assertThat(police.get(EVENTS).status()).isEqualTo(200);
        assertThat(onRecord.actionsFor("IAD"))
                .as("nothing is kept of those before")
                .hasSize(entries);
    }

    @Test
    void aBatchThatIsUnderWayEndsWithWhatWasKeptBefore() throws IOException {
        ObjectNode before = Samples.crime();
        ObjectNode after = Samples.crime();
        try (RawRequest batch = RawRequest.batch(police, agencies.base())) {
            batch.send(line(before) + "\n");
            assertThat(batch.readLine()).startsWith("{\"line\":1,\"status\":201,");

            sharing.suspends(POLICE);
            awaitStatus(police, 403);
            batch.send(line(after) + "\n" + line(before) + "\n");

            assertThat(batch.readLine())
                    .startsWith("{\"line\":2,\"status\":403,")
                    .contains("not-permitted", "suspended");
            assertThat(batch.readLine()).startsWith("{\"line\":3,\"status\":403,");
            batch.end();
        }
        assertThat(onRecord.events(before.path("reference").asText())).isEqualTo(1);
        assertThat(onRecord.events(after.path("reference").asText())).isZero();
    }

    @Test
    void anEventThatIsStillBeingSentIsNotTaken() throws IOException {
        ObjectNode report = Samples.crime();
        String text = report.toString();
        try (RawRequest request = RawRequest.event(police, agencies.base())) {
            request.send(text.substring(0, 100));
            sharing.suspends(POLICE);
            awaitStatus(police, 403);
            request.send(text.substring(100));
            request.end();

            assertThat(request.readStatus()).startsWith("HTTP/1.1 403");
        }
        assertThat(onRecord.events(report.path("reference").asText())).isZero();
    }

    /** Refused at the door, so nobody has read it. */
    @Test
    void whatIsNotReadOfARefusedRequestIsNotInTheWayOfTheNext() throws IOException {
        sharing.suspends(POLICE);
        awaitStatus(police, 403);
        String line = line(Samples.crime()) + "\n";

        try (RawRequest batch = RawRequest.batch(police, agencies.base())) {
            for (int i = 0; i < 1_000; i++) {
                batch.send(line);
            }
            batch.end();
            assertThat(batch.readStatus()).startsWith("HTTP/1.1 403");
            batch.askAgain("/v1/events");
            assertThat(batch.readStatus()).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void whatAnAgencyWroteBeforeItsSuspensionIsStillBrought() {
        Agency courier = agencies.with(TestIssuer.machine("PLATFORM", "event-courier"));
        ObjectNode incident = Samples.tree(EventType.CYBER_INCIDENT, Samples.reference());
        sharing.suspends(CERT);
        awaitStatus(agencies.system(CERT), 403);

        Answer brought = courier.post(EVENTS, incident, "Khidi-On-Behalf-Of", CERT);
        Answer byItself = agencies.system(CERT).post(EVENTS, incident);

        assertThat(brought.status()).as(brought.text()).isEqualTo(201);
        assertThat(byItself.status()).isEqualTo(403);
    }

    @Test
    void everyStartHearsTheTopicFromItsBeginning() throws Exception {
        sharing.suspends(POLICE);
        awaitStatus(police, 403);

        try (Admin kafka = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                KafkaAndPostgres.kafka().bootstrapServers()))) {
            assertThat(kafka.listConsumerGroupOffsets("intake")
                            .partitionsToOffsetAndMetadata()
                            .get())
                    .isEmpty();
        }
    }

    private static void awaitStatus(Agency agency, int status) {
        await().atMost(BOUND)
                .ignoreExceptions()
                .until(() -> agency.get("/v1/events?limit=1").status() == status);
    }

    private static ObjectNode line(ObjectNode event) {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("op", "create");
        line.set("event", event);
        return line;
    }
}
