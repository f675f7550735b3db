package ge.khidi.sharing.renewal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.EventId;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.CyberEvents;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.ReleaseClient;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an originator writes beside the handling of an event is free text, whoever reads and by whatever road. */
@QuarkusTest
class HandlingWordsIT {

    private static final String COMMENT = "told us by the night porter; STATE-SECURITY and EUROPOL have it";
    private static final String BASIS = "Order of 3 May on the porter of the hotel";

    private final Bus bus = new Bus();
    private final FeedClient csirt = FeedClient.fromNowOn("CSIRT-A");

    @Inject
    Pool pool;

    @Inject
    Renewal renewal;

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void aForeignCsirtGetsNoneOfTheWordsAtOnceAndCriminalPoliceGetThem() {
        Event event = incident(Events.movement(), "porter-one.example");

        publish(event);

        FeedClient.Item item = csirt.of(event.id(), 1).get(0);
        assertThat(String.valueOf(item))
                .contains("porter-one.example")
                .doesNotContain("night porter", "Order of 3 May");
        assertThat(read("CSIRT-A", "/misp/" + event.id() + ".json"))
                .contains("porter-one.example")
                .doesNotContain("night porter", "Order of 3 May");
        FeedClient europol = FeedClient.fromNowOn("EUROPOL");
        assertThat(String.valueOf(europol.of(event.id(), 1).get(0)))
                .contains("without-free-text")
                .doesNotContain("night porter", "Order of 3 May");
        FeedClient police = FeedClient.fromNowOn("CRIMINAL-POLICE");
        assertThat(String.valueOf(police.of(event.id(), 1).get(0))).contains(COMMENT, BASIS);
    }

    @Test
    void whatH3MeansLeavesWithTheReleaseAndNotToWhomNoWordsMayGo() {
        Events suspect =
                Events.trafficking().with(PersonCategory.SUSPECT, "Porteridze").code(HandlingCode.H3);
        Event event = Events.saying(suspect.event(), COMMENT, BASIS);
        Event cyber = incident(Events.movement().code(HandlingCode.H3), "porter-two.example");
        Event marker = incident(Events.movement(), "porter-three.example");
        FeedClient europol = FeedClient.fromNowOn("EUROPOL");

        publish(event, cyber, marker);
        ReleaseClient originator = new ReleaseClient("CRIMINAL-POLICE", "levan");
        int id = originator.pending(event.id(), "EUROPOL");
        originator.say(id, "APPROVE").then().statusCode(202);
        assertThat(FeedClient.of(event.id(), europol.readOn())).isEmpty();
        new ReleaseClient("ILECC", "nino").say(id, "APPROVE").then().statusCode(200);

        assertThat(String.valueOf(europol.of(event.id(), 1).get(0))).contains(COMMENT);
        csirt.of(marker.id(), 1);
        assertThat(FeedClient.of(cyber.id(), csirt.readOn())).isEmpty();
        assertThat(new ReleaseClient("CERT-GOV-GE", "tamar").find(cyber.id(), "CSIRT-A"))
                .as("nobody is asked for what cannot leave")
                .isNull();
    }

    /** As if it had been rendered before the words followed the profile: what is read again is without them, and nothing is sent anew. */
    @Test
    void whatWasRenderedWithThemIsServedWithoutThem() {
        csirt.readOn();
        String before = csirt.place();
        Event event = incident(Events.movement(), "porter-four.example");
        publish(event);
        csirt.of(event.id(), 1);
        List<String> now = bodies(event.id());
        run(
                "UPDATE rendition SET body = replace(body, '\"purposes\":', '\"comment\":\"the night porter\",\"purposes\":')"
                        + " WHERE event_id = $1 AND strpos(body, 'legalBasis') = 0",
                Tuple.of(event.id().value()));
        run(
                "UPDATE profile_meaning SET meaning = $2 WHERE name = $1",
                Tuple.of(Kept.RENDITIONS.title(), Kept.RENDITIONS.beginning()));
        assertThat(csirt.page(before, 1000).asString()).contains("the night porter");

        renewal.renew();
        renewal.renew();

        assertThat(bodies(event.id())).isEqualTo(now);
        assertThat(csirt.page(before, 1000).asString())
                .contains("porter-four.example")
                .doesNotContain("the night porter");
        assertThat(FeedClient.of(event.id(), csirt.readOn())).hasSize(1);
    }

    /** The objects of a list are made once and stored, with each field of the event as a line. */
    @Test
    void whatWasListedInStixWithThemIsServedWithoutThem() {
        String listed = "/taxii2/khidi/collections/cyber-incidents/objects/?limit=1000&added_after=" + Instant.now();
        Event event = incident(Events.movement(), "porter-five.example");
        publish(event);
        csirt.of(event.id(), 1);
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> read("CSIRT-A", listed).contains("porter-five.example"));
        List<String> now = listed(event.id());
        run(
                "UPDATE stix_object SET body = replace(body, '\"description\":\"', '\"description\":\"handling.comment: the night porter\\n')"
                        + " WHERE strpos(body, $1) > 0 AND strpos(body, 'handling.legalBasis') = 0",
                Tuple.of(event.id().toString()));
        run(
                "UPDATE profile_meaning SET meaning = $2 WHERE name = $1",
                Tuple.of(Kept.STIX_OBJECTS.title(), Kept.STIX_OBJECTS.beginning()));
        assertThat(read("CSIRT-A", listed)).contains("handling.comment: the night porter");

        renewal.renew();
        renewal.renew();

        assertThat(listed(event.id())).isEqualTo(now);
        assertThat(read("CSIRT-A", listed)).contains("porter-five.example").doesNotContain("the night porter");
    }

    private List<String> listed(EventId event) {
        List<String> bodies = new ArrayList<>();
        run(
                        "SELECT body FROM stix_object WHERE strpos(body, $1) > 0 ORDER BY list, collection, added",
                        Tuple.of(event.toString()))
                .forEach(row -> bodies.add(row.getString(0)));
        assertThat(bodies).isNotEmpty();
        return bodies;
    }

    private static Event incident(Events event, String domain) {
        return Events.saying(CyberEvents.incident(event, domain), COMMENT, BASIS);
    }

    private void publish(Event... events) {
        bus.publish(List.of(events), Optional.empty());
    }

    private static String read(String agency, String path) {
        return given().auth()
                .oauth2(TestIssuer.machine(agency, "feed-reader").mint())
                .get(path)
                .asString();
    }

    private List<String> bodies(EventId event) {
        List<String> bodies = new ArrayList<>();
        run("SELECT body FROM rendition WHERE event_id = $1 ORDER BY variant", Tuple.of(event.value()))
                .forEach(row -> bodies.add(row.getString(0)));
        assertThat(bodies).isNotEmpty();
        return bodies;
    }

    private RowSet<Row> run(String statement, Tuple parameters) {
        return pool.preparedQuery(statement).execute(parameters).await().atMost(Duration.ofMinutes(1));
    }
}
