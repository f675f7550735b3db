package ge.khidi.sharing.misp;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.CyberEvents;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.activation.Officers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MispIT {

    private final Bus bus = new Bus();
    private final FeedClient csirt = FeedClient.fromNowOn("CSIRT-A");
    private final FeedClient iad = FeedClient.fromNowOn("IAD");
    private final String domain = "visa-" + UUID.randomUUID() + ".example";

    @AfterEach
    void close() {
        Officers.restore();
        bus.close();
    }

    @Test
    void theManifestNamesTheIncidentItsDocumentHasTheValuesAndTheirHashesFindIt() {
        Events event = Events.trafficking();
        publish(CyberEvents.incident(event, domain));
        csirt.of(event.id(), 1);
        iad.of(event.id(), 1);

        Map<String, Object> entry = manifest("CSIRT-A")
                .<String, Map<String, Object>>getMap("$")
                .getOrDefault(event.id().toString(), Map.of());
        JsonPath document = document("CSIRT-A", event.id()).jsonPath();

        assertThat(entry).containsEntry("info", "Cyber incident: fraud");
        assertThat(document.getString("Event.timestamp")).isEqualTo(entry.get("timestamp"));
        assertThat(document.getList("Event.Attribute.value")).containsExactly(domain);
        assertThat(get("CSIRT-A", "hashes.csv").asString().lines()).contains(md5(domain) + "," + event.id());
        assertThat(document("IAD", event.id()).jsonPath().getString("Event.Attribute[0].uuid"))
                .as("another partner cannot compare")
                .isNotEqualTo(document.getString("Event.Attribute[0].uuid"));
    }

    @Test
    void whatIsWithheldIsNowhereInIt() {
        Events event = Events.trafficking();
        publish(CyberEvents.incident(
                event,
                domain,
                tree -> tree.putArray("narratives")
                        .addObject()
                        .put("text", "Kanarienvogel sings")
                        .put("language", "en")
                        .put("nature", "FACT")));
        csirt.of(event.id(), 1);
        iad.of(event.id(), 1);

        assertThat(document("IAD", event.id()).asString()).contains("Kanarienvogel");
        for (String path : List.of("manifest.json", "hashes.csv", event.id() + ".json")) {
            assertThat(get("CSIRT-A", path).asString())
                    .contains(event.id().toString())
                    .doesNotContain("Kanarienvogel", md5("Kanarienvogel sings"));
        }
    }

    @Test
    void aCorrectionKeepsTheAttributeAndIsNewerForWhoeverFetchedBefore() {
        Events event = Events.trafficking();
        publish(CyberEvents.incident(event, domain));
        csirt.of(event.id(), 1);
        JsonPath before = document("CSIRT-A", event.id()).jsonPath();

        publish(CyberEvents.incident(event.next(RevisionKind.CORRECTION), "right-" + domain));
        csirt.of(event.id(), 2);

        JsonPath after = document("CSIRT-A", event.id()).jsonPath();
        assertThat(after.getString("Event.Attribute[0].value")).isEqualTo("right-" + domain);
        assertThat(after.getString("Event.Attribute[0].uuid")).isEqualTo(before.getString("Event.Attribute[0].uuid"));
        assertThat(after.getLong("Event.timestamp")).isGreaterThan(before.getLong("Event.timestamp"));
        assertThat(get("CSIRT-A", "hashes.csv").asString())
                .contains(md5("right-" + domain))
                .doesNotContain(md5(domain));
    }

    @Test
    void whatWasWithdrawnIsUnpublishedForWhoHadItAndUnknownToEverybodyElse() {
        Events event = Events.trafficking();
        publish(CyberEvents.incident(event, domain));
        csirt.of(event.id(), 1);

        publish(CyberEvents.incident(event.next(Status.WITHDRAWN), domain));
        csirt.of(event.id(), 2);

        assertThat(manifest("CSIRT-A").getMap("$").keySet())
                .doesNotContain(event.id().toString());
        assertThat(get("CSIRT-A", "hashes.csv").asString())
                .doesNotContain(event.id().toString());
        Response had = document("CSIRT-A", event.id());
        assertThat(had.jsonPath().getBoolean("Event.published")).isFalse();
        assertThat(had.asString()).doesNotContain(domain, "CERT-GOV-GE", "fraud");
        Response never = document("IOM", event.id());
        Response nothing = document("IOM", new EventId(UUID.randomUUID()));
        assertThat(never.statusCode()).isEqualTo(404);
        assertThat(never.asString()).isEqualTo(nothing.asString());
        assertThat(never.headers().asList()).isEqualTo(nothing.headers().asList());
        assertThat(document("IOM", "nonsense").asString()).isEqualTo(nothing.asString());
    }

    @Test
    void aCorrectionThatLeavesNoObservableUnpublishesTheEvent() {
        Events event = Events.movement();
        ObjectNode tree = EventCodec.tree(event.event());
        CyberEvents.observable(tree.withArray("entities").addObject(), "c-1", "DOMAIN_NAME", domain);
        publish(EventCodec.parse(tree).toOptional().orElseThrow());
        iad.of(event.id(), 1);
        assertThat(document("IAD", event.id()).jsonPath().getList("Event.Attribute.value"))
                .containsExactly(domain);

        bus.publish(event.next(RevisionKind.CORRECTION));
        iad.of(event.id(), 2);

        JsonPath document = document("IAD", event.id()).jsonPath();
        assertThat(document.getBoolean("Event.published")).isFalse();
        assertThat(document.getList("Event.Attribute")).isEmpty();
        assertThat(manifest("IAD").getMap("$").keySet())
                .doesNotContain(event.id().toString());
    }

    @Test
    void whatWasCorrectedBeforeItWasOfferedNoMoreIsUnpublishedForWhoHadIt() {
        Events event = Events.trafficking();
        publish(CyberEvents.incident(event, domain));
        csirt.of(event.id(), 1);
        Events corrected = event.next(RevisionKind.CORRECTION);

        publish(CyberEvents.incident(corrected, "right-" + domain));
        publish(CyberEvents.incident(
                corrected.next(RevisionKind.SUPPLEMENT).to(ReleasableTo.named(AgencyId.IAD)), "right-" + domain));

        assertThat(csirt.of(event.id(), 3)).extracting(FeedClient.Item::kind).endsWith("NO_LONGER_OFFERED");
        Response document = document("CSIRT-A", event.id());
        assertThat(document.jsonPath().getBoolean("Event.published")).isFalse();
        assertThat(document.asString()).doesNotContain(domain);
        assertThat(manifest("CSIRT-A").getMap("$").keySet())
                .doesNotContain(event.id().toString());
    }

    @Test
    void thePolicyOfThisMomentCountsFromTheMomentItIsInForce() {
        Events event = Events.trafficking();
        publish(CyberEvents.incident(event, domain));
        csirt.of(event.id(), 1);
        assertThat(manifest("CSIRT-A").getMap("$").keySet()).contains(event.id().toString());

        Officers.activate(Officers.baselineAnd("no-csirt.cedar", """
                @id("no-csirt")
                @title("Nothing to foreign CSIRTs")
                @legal_basis("Order 17 (invented)")
                forbid (principal == Partner::"CSIRT-A", action == Action::"receive", resource);
                """));

        assertThat(manifest("CSIRT-A").getMap("$").keySet())
                .doesNotContain(event.id().toString());
        assertThat(document("CSIRT-A", event.id()).statusCode()).isEqualTo(404);
    }

    @Test
    void aFeedOfManyRowsIsReadToItsEnd() {
        Events first = Events.trafficking();
        Events last = Events.trafficking();
        publish(CyberEvents.incident(first, domain));
        iad.of(first.id(), 1);
        Events[] between = Stream.generate(Events::movement).limit(1_100).toArray(Events[]::new);
        bus.publish(between);
        Set<String> ids =
                Stream.of(between).map(movement -> movement.id().toString()).collect(Collectors.toSet());
        iad.readUntil(
                all -> all.stream().filter(item -> ids.contains(item.eventId())).count() == ids.size());
        publish(CyberEvents.incident(last, "last-" + domain));
        iad.of(last.id(), 1);

        assertThat(manifest("IAD").getMap("$").keySet())
                .contains(first.id().toString(), last.id().toString());
        assertThat(get("IAD", "hashes.csv").asString().lines())
                .contains(md5(domain) + "," + first.id(), md5("last-" + domain) + "," + last.id());
    }

    @Test
    void otherEventsAreNotInItAndWhoHasNoFeedGetsAnEmptyOne() {
        Events movement = Events.movement();
        bus.publish(movement);
        iad.of(movement.id(), 1);

        assertThat(manifest("IAD").getMap("$").keySet())
                .doesNotContain(movement.id().toString());
        assertThat(document("IAD", movement.id()).statusCode()).isEqualTo(404);
        assertThat(manifest("NOBODY-KNOWN").getMap("$")).isEmpty();
        assertThat(get("NOBODY-KNOWN", "hashes.csv").asString()).isEmpty();
    }

    @Test
    void eachAnswerThatShowsSomethingIsInTheAuditLog() {
        Events event = Events.trafficking();
        publish(CyberEvents.incident(event, domain));
        csirt.of(event.id(), 1);

        for (String what : List.of("manifest.json", "hashes.csv", event.id() + ".json")) {
            get("CSIRT-A", what).then().statusCode(200);
        }

        List<String> asked = given().auth()
                .oauth2(TestIssuer.person("maka", "IAD", "auditor").mint())
                .queryParam("partner", "CSIRT-A")
                .queryParam("action", "feed.read")
                .get("/v1/audit")
                .jsonPath()
                .getList("items.entry.rows.filter");
        assertThat(asked).contains("misp manifest", "misp hashes", "misp event");
    }

    private void publish(Event event) {
        bus.publish(List.of(event), Optional.empty());
    }

    private static JsonPath manifest(String agency) {
        Response answer = get(agency, "manifest.json");
        answer.then().statusCode(200);
        return answer.jsonPath();
    }

    private static Response document(String agency, Object uuid) {
        return get(agency, uuid + ".json");
    }

    private static Response get(String agency, String file) {
        return given().auth()
                .oauth2(TestIssuer.machine(agency, "feed-reader").mint())
                .get("/misp/" + file);
    }

    private static String md5(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
