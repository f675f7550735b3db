package ge.khidi.sharing.retention;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.Topics;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.Status;
import ge.khidi.localstack.test.Canary;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.relay.trace.FreshContext;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ErasureProofIT {

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final String CRIME = Topics.CRIME_EVENTS;
    private static final String LETTERS = Topics.deadLetter("sharing", CRIME);
    private static final List<String> ALL_LETTERS = Topics.ALL.stream()
            .map(topic -> Topics.deadLetter("sharing", topic))
            .toList();
    /** What people wrote about an event elsewhere: event, text. */
    private static final List<String> WORDS = List.of(
            "INSERT INTO onward_request (feed, holder, event_id, revision, originator, recipient, purpose, reason, subject, client, state,"
                    + " deadline, decided_reason) SELECT feed, 'IAD', event_id, revision, 'CRIMINAL-POLICE', 'Arcadia', 'LAW_ENFORCEMENT', $2,"
                    + " 'tamar', 'iad', 'REJECTED', now(), $2 FROM feed_row WHERE event_id = $1 LIMIT 1",
            "INSERT INTO onward_request (feed, holder, event_id, revision, originator, recipient, purpose, reason, subject, client, state,"
                    + " deadline, decided_reason) SELECT feed, 'IAD', event_id, revision, 'CRIMINAL-POLICE', 'Borduria', 'LAW_ENFORCEMENT', $2,"
                    + " 'tamar', 'iad', 'APPROVED', now(), $2 FROM feed_row WHERE event_id = $1 LIMIT 1",
            "INSERT INTO declaration (event_id, agency, subject, reason, case_reference) VALUES ($1, 'IAD', 'tamar', $2, '2026/17')",
            "INSERT INTO outcome (feed, seq, event_id, revision, outcome, justification, subject, client) SELECT feed, seq, event_id,"
                    + " revision, 'KEPT_WITH_JUSTIFICATION', $2, 'tamar', 'iad' FROM feed_row WHERE event_id = $1 LIMIT 1",
            "WITH r AS (INSERT INTO write_request (id, agency, client, at) VALUES (gen_random_uuid(), 'IAD', 'iad', now()) RETURNING id)"
                    + " INSERT INTO written_object (request, place, agency, object_id, version, modified, state, digest, revokes, event_id,"
                    + " revision, tag, next_at) SELECT id, 0, 'IAD', 'indicator--x', '1', now(), 'DONE', 'keyed', false, $1, 1, $2, now()"
                    + " FROM r");

    private static final Map<String, String> AT_ONCE = Map.of(
            "segment.ms", "100",
            "min.cleanable.dirty.ratio", "0.0001",
            "min.compaction.lag.ms", "0",
            "max.compaction.lag.ms", "1",
            "delete.retention.ms", "1",
            "file.delete.delay.ms", "1");

    @Inject
    Proof proof;

    @Inject
    Vertx vertx;

    @Inject
    Pool pool;

    private final Bus bus = new Bus();
    private final Canary canary =
            new Canary("კანარი" + UUID.randomUUID().toString().replace("-", "").substring(0, 12));
    private final Events held = Events.trafficking().with(PersonCategory.SUSPECT, canary.text());

    @AfterEach
    void asItWas() {
        configure(
                CRIME,
                AT_ONCE.keySet(),
                Map.of("min.compaction.lag.ms", "604800000", "max.compaction.lag.ms", "864000000"));
        ALL_LETTERS.forEach(topic ->
                configure(topic, Set.of("segment.ms", "file.delete.delay.ms"), Map.of("retention.ms", "604800000")));
        bus.close();
    }

    @Test
    void anErasureIsDoneWhenNoTableAndNoFileOfKafkaHasAnyOfIt() {
        Event event = withCanaries();
        bus.publish(List.of(event), Optional.empty());
        bus.raw(CRIME, event.id().toString(), ("{\"broken\": \"" + canary.text() + "\"").getBytes(UTF_8));
        FeedClient iad = new FeedClient("IAD");
        iad.of(event.id(), 1);
        int release = decided(event, "LIFE_THREAT");
        WORDS.forEach(words -> pool.preparedQuery(words)
                .execute(Tuple.of(event.id().value(), "is about " + canary.text()))
                .await()
                .atMost(BOUND));
        Events second = Events.trafficking();
        bus.publish(second);
        bus.publish(List.of(Events.link(event, second.event())), Optional.empty());
        Awaitility.await().atMost(BOUND).until(() -> !inTables().isEmpty() && inKafka(LETTERS));
        assertThat(inTables())
                .contains(
                        "event_revision.body",
                        "rendition.body",
                        "release_decision.reason",
                        "onward_request.reason",
                        "onward_request.decided_reason",
                        "declaration.reason",
                        "outcome.justification",
                        "written_object.tag");
        assertThat(inKafka(CRIME)).isTrue();

        bus.publish(held.next(Status.ERASED));
        Awaitility.await()
                .atMost(BOUND)
                .until(() -> reported("ERASED_IN_TABLES").contains(event.id().toString()));
        assertThat(inTables()).as("the rows go with the erasure itself").isEmpty();

        person("gio", "ILECC", "release-officer", "/v1/releases/" + release + "/decision", words("CONFIRM"))
                .then()
                .statusCode(200);
        person(
                        "gela",
                        "CRIMINAL-POLICE",
                        "release-officer",
                        "/v1/onward/" + onward(event) + "/decision",
                        words("REVOKE"))
                .then()
                .statusCode(204);
        person("zurab", "IAD", "policy-officer", "/v1/unlawful-disclosures", declaration(event))
                .then()
                .statusCode(201);
        answered(iad.of(event.id(), 2).get(1)).then().statusCode(204);
        assertThat(inTables()).as("and no word comes after it").isEmpty();
        pool.preparedQuery(WORDS.get(WORDS.size() - 1))
                .execute(Tuple.of(event.id().value(), "came at the same moment, with " + canary.text()))
                .await()
                .atMost(BOUND);

        look();
        assertThat(reported("ERASED_IN_TABLES"))
                .as("compaction has not run")
                .contains(event.id().toString());
        configure(CRIME, Set.of(), AT_ONCE);
        Awaitility.await().atMost(BOUND).pollInterval(Duration.ofSeconds(1)).until(() -> {
            bus.publish(
                    IntStream.range(0, 64).mapToObj(i -> Events.trafficking()).toArray(Events[]::new));
            look();
            return reported("COMPACTED").contains(event.id().toString());
        });
        assertThat(inKafka(LETTERS)).as("and so it is not done").isTrue();
        ALL_LETTERS.forEach(topic -> configure(
                topic, Set.of(), Map.of("retention.ms", "1", "segment.ms", "100", "file.delete.delay.ms", "1")));
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    look();
                    return reported("DONE").contains(event.id().toString());
                });

        Awaitility.await().atMost(BOUND).until(() -> !inKafka(CRIME) && !inKafka(LETTERS));
        assertThat(inTables()).isEmpty();
    }

    @Test
    void anOriginatorSeesItsOwnErasuresOnly() {
        bus.publish(held);
        new FeedClient("IAD").of(held.id(), 1);
        pool.preparedQuery(
                        "UPDATE event_tally SET occurred_at = occurred_at + interval '7 seconds' WHERE event_id = $1")
                .execute(Tuple.of(held.id().value()))
                .await()
                .atMost(BOUND);
        bus.publish(held.next(Status.ERASED));
        Awaitility.await()
                .atMost(BOUND)
                .until(() -> reported("ERASED_IN_TABLES").contains(held.id().toString()));

        assertThat(pool.preparedQuery(
                                "SELECT reported_at > accepted_at AND occurred_at = date_trunc('minute', occurred_at)"
                                        + " FROM event_tally WHERE event_id = $1")
                        .execute(Tuple.of(held.id().value()))
                        .await()
                        .atMost(BOUND)
                        .iterator()
                        .next()
                        .getBoolean(0))
                .as("the times are those that the erasure left")
                .isTrue();
        assertThat(report("CRIMINAL-POLICE", "ERASED_IN_TABLES"))
                .contains(held.id().toString());
        assertThat(report("BORDER-POLICE", "ERASED_IN_TABLES"))
                .doesNotContain(held.id().toString());
    }

    /** The canary as a name and in free text. */
    private Event withCanaries() {
        ObjectNode tree = EventCodec.tree(held.event());
        tree.putArray("narratives")
                .addObject()
                .put("language", "en")
                .put("nature", "FACT")
                .put("text", "it was " + canary.text() + " who said so");
        return EventCodec.parse(tree).fold(one -> one, faults -> {
            throw new IllegalStateException(faults.toString());
        });
    }

    private int decided(Event event, String decision) {
        String find = "items.find { it.eventId == '" + event.id() + "' }?.id";
        Integer id = Awaitility.await()
                .atMost(BOUND)
                .until(
                        () -> given().auth()
                                .oauth2(TestIssuer.person("nino", "ILECC", "release-officer")
                                        .mint())
                                .get("/v1/releases?state=PENDING")
                                .jsonPath()
                                .<Integer>get(find),
                        found -> found != null);
        person("nino", "ILECC", "release-officer", "/v1/releases/" + id + "/decision", words(decision))
                .then()
                .statusCode(200);
        return id;
    }

    private Map<String, String> words(String decision) {
        return Map.of("decision", decision, "reason", "is about " + canary.text(), "caseReference", canary.text());
    }

    private static Response person(String name, String agency, String role, String path, Map<String, String> body) {
        return given().auth()
                .oauth2(TestIssuer.person(name, agency, role).mint())
                .contentType("application/json")
                .body(body)
                .post(path);
    }

    private Map<String, String> declaration(Event event) {
        return Map.of("eventId", event.id().toString(), "reason", canary.text(), "caseReference", canary.text());
    }

    private static int onward(Event event) {
        return given().auth()
                .oauth2(TestIssuer.person("gela", "CRIMINAL-POLICE", "release-officer")
                        .mint())
                .get("/v1/onward?state=APPROVED")
                .jsonPath()
                .getInt("items.find { it.eventId == '" + event.id() + "' }.id");
    }

    private Response answered(FeedClient.Item recall) {
        return given().auth()
                .oauth2(TestIssuer.machine("IAD", "feed-reader").mint())
                .contentType("application/json")
                .body(Map.of("outcome", "KEPT_WITH_JUSTIFICATION", "justification", "is about " + canary.text()))
                .post("/v1/feed/items/" + recall.cursor() + "/outcome");
    }

    private void look() {
        FreshContext.run(vertx, FreshContext.untraced(), () -> proof.look(Instant.now()))
                .await()
                .atMost(BOUND);
    }

    private static String reported(String state) {
        return given().auth()
                .oauth2(TestIssuer.person("tamar", "IAD", "data-protection-officer")
                        .mint())
                .get("/v1/erasures?state=" + state)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static String report(String agency, String state) {
        return given().auth()
                .oauth2(TestIssuer.machine(agency, "event-publisher").mint())
                .get("/v1/erasures?state=" + state)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    /** The audit log is left out: it holds what an officer gave as a reason, for good, and never what an event says. */
    private List<String> inTables() {
        return canary.columnsWithIt(KafkaAndPostgres.postgres().database("sharing"), Set.of("audit_entry"));
    }

    private boolean inKafka(String topic) {
        return !canary.filesWithIt(
                        KafkaAndPostgres.kafka().data(),
                        Set.of(),
                        file -> file.toString().contains("/" + topic + "-"))
                .isEmpty();
    }

    private static void configure(String topic, Collection<String> gone, Map<String, String> settings) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        List<AlterConfigOp> changes = Stream.concat(
                        gone.stream()
                                .filter(key -> !settings.containsKey(key))
                                .map(key -> new AlterConfigOp(new ConfigEntry(key, ""), AlterConfigOp.OpType.DELETE)),
                        settings.entrySet().stream()
                                .map(entry -> new AlterConfigOp(
                                        new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET)))
                .toList();
        try (Admin admin = Admin.create(
                Map.of("bootstrap.servers", KafkaAndPostgres.kafka().bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(resource, changes)).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
