package ge.khidi.sharing.taxii;

import static ge.khidi.sharing.taxii.TaxiiCollection.ANALYSIS_PRODUCTS;
import static ge.khidi.sharing.taxii.TaxiiCollection.BORDER_EVENTS;
import static ge.khidi.sharing.taxii.TaxiiCollection.CRIME_EVENTS;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.DecoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class TaxiiIT {

    private static final String HERE = TaxiiClient.COLLECTIONS + BORDER_EVENTS.id() + "/";

    private static final String ASKED_FOR =
            "SELECT action FROM audit_entry WHERE CAST(line AS jsonb) #>> '{rows,filter}' = $1";

    private static final String ENLARGE =
            "UPDATE stix_object SET body = jsonb_set(body::jsonb, '{description}', to_jsonb($2::text))::text WHERE object_id = $1";

    private final Bus bus = new Bus();
    private final TaxiiClient iad = new TaxiiClient("IAD");
    private final TaxiiClient borderPolice = new TaxiiClient("BORDER-POLICE");

    @Inject
    Pool pool;

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void aClientFindsItsWayFromDiscoveryToEveryResource() {
        Events event = Events.movement();
        bus.publish(event);
        String incident = incident(iad, event).id();

        JsonPath discovery = ok(iad.request().get("/taxii2/"));
        String root = discovery.getString("default");
        assertThat(discovery.getList("api_roots")).contains(root);
        JsonPath apiRoot = ok(iad.request().get(root));
        assertThat(apiRoot.getList("versions")).contains(TaxiiClient.TYPE);
        assertThat(apiRoot.getInt("max_content_length")).isPositive();
        JsonPath collections = ok(iad.request().get(root + "collections/"));
        assertThat(collections.getList("collections.alias"))
                .containsExactly("border-events", "crime-events", "cyber-incidents", "analysis-products");
        String id = collections.getString("collections[0].id");
        JsonPath collection = ok(iad.request().get(root + "collections/" + id + "/"));
        assertThat(collection.getBoolean("can_read")).isTrue();
        assertThat(collection.getBoolean("can_write")).isFalse();
        assertThat(ok(iad.request().get(root + "collections/border-events/")).getString("id"))
                .isEqualTo(id);

        String objects = root + "collections/" + id + "/objects/";
        Response one = iad.request().get(objects + incident + "/");
        assertThat(ok(one).getList("objects.id")).containsExactly(incident);
        assertThat(ok(iad.request().get(objects + incident + "/versions/")).getList("versions"))
                .containsExactly(TaxiiClient.objects(one).get(0).body().get("modified"));
        JsonPath manifest =
                ok(iad.request().queryParam("match[id]", incident).get(root + "collections/" + id + "/manifest/"));
        assertThat(manifest.getList("objects.id")).containsExactly(incident);
        assertThat(manifest.getString("objects[0].media_type")).isEqualTo("application/stix+json;version=2.1");
        assertThat(manifest.getString("objects[0].version"))
                .isEqualTo(TaxiiClient.objects(one).get(0).body().get("modified"));
        assertThat(manifest.getString("objects[0].date_added"))
                .isEqualTo(one.header("X-TAXII-Date-Added-First"))
                .isEqualTo(one.header("X-TAXII-Date-Added-Last"));
        iad.request().get(root + "status/" + UUID.randomUUID() + "/").then().statusCode(404);
    }

    private static JsonPath ok(Response response) {
        response.then().statusCode(200);
        assertThat(response.header("Content-Type")).isEqualTo(TaxiiClient.TYPE);
        return response.jsonPath();
    }

    @ParameterizedTest
    @CsvSource({
        "/taxii2/nowhere/, 404",
        "/taxii2/khidi/collections/00000000-0000-4000-8000-000000000000/, 404",
        "/taxii2/khidi/collections/00000000-0000-4000-8000-000000000000/objects/, 404",
        "/taxii2/khidi/collections/border-events/objects/?limit=0, 400",
        "/taxii2/khidi/collections/border-events/objects/?limit=-1, 400",
        "/taxii2/khidi/collections/border-events/objects/?limit=many, 400",
        "/taxii2/khidi/collections/border-events/objects/?added_after=yesterday, 400",
        "/taxii2/khidi/collections/border-events/objects/?next=AAAAAAAAAAAAAAAAAAAAAA, 400",
        "/taxii2/khidi/collections/border-events/manifest/?match[version]=newest, 400"
    })
    void whatIsWrongIsSaidInAnErrorMessageOfTaxii(String path, int status) {
        iad.request()
                .get(path)
                .then()
                .statusCode(status)
                .header("Content-Type", TaxiiClient.TYPE)
                .body("http_status", equalTo(String.valueOf(status)))
                .body("title", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/taxii2/", "/taxii2/khidi/collections/", "/taxii2/khidi/collections/border-events/objects/"})
    void whoSaysNotWhoTheyAreIsAskedAndWhoMayNotReadIsRefused(String path) {
        given().header("Accept", TaxiiClient.TYPE)
                .get(path)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", notNullValue())
                .header("Content-Type", TaxiiClient.TYPE);
        given().auth()
                .oauth2(TestIssuer.machine("IAD", "event-publisher").mint())
                .get(path)
                .then()
                .statusCode(403)
                .header("Content-Type", TaxiiClient.TYPE);
        given().auth()
                .oauth2(TestIssuer.machine("IAD", "feed-reader").mint())
                .header("Accept", "application/taxii+json;version=2.0")
                .get(path)
                .then()
                .statusCode(406)
                .header("Content-Type", TaxiiClient.TYPE);
    }

    @Test
    void nothingCanBeWritten() {
        iad.request()
                .contentType("application/taxii+json;version=2.1")
                .body("{}")
                .post(HERE + "objects/")
                .then()
                .statusCode(403)
                .header("Content-Type", TaxiiClient.TYPE);
        iad.request()
                .contentType("application/json")
                .body("{}")
                .post(HERE + "objects/")
                .then()
                .statusCode(415);
        iad.request()
                .delete(HERE + "objects/incident--" + UUID.randomUUID() + "/")
                .then()
                .statusCode(403);
        iad.request().delete(HERE + "objects/").then().statusCode(405).header("Allow", notNullValue());
        iad.request()
                .contentType("application/taxii+json;version=2.1")
                .body("{\"objects\":[\"" + "x".repeat(1_000_000) + "\"]}")
                .post(HERE + "objects/")
                .then()
                .statusCode(413);
    }

    @Test
    void anObjectThatIsLargerThanOthersComesWholeAndBesideThem() {
        String begin = Instant.now().toString();
        Events event = Events.movement();
        bus.publish(event);
        String id = incident(iad, event).id();
        String words = "x".repeat(50_000);
        assertThat(pool.preparedQuery(ENLARGE)
                        .execute(Tuple.of(id, words))
                        .await()
                        .atMost(Duration.ofMinutes(1))
                        .rowCount())
                .isOne();

        List<TaxiiClient.Stix> page =
                TaxiiClient.objects(iad.objects(BORDER_EVENTS, Map.of("limit", 100, "added_after", begin)));

        assertThat(page).hasSizeGreaterThan(1).anySatisfy(object -> {
            assertThat(object.id()).isEqualTo(id);
            assertThat(object.body()).containsEntry("description", words);
        });
    }

    @Test
    void slashesHeadConditionsAndCompressionAreAsInHttp() {
        Events event = Events.movement();
        bus.publish(event);
        String path = HERE + "objects/" + incident(iad, event).id();

        Response withSlash = iad.request().get(path + "/");
        Response without = iad.request().get(path);
        String tag = withSlash.header("ETag");

        assertThat(without.asString()).isEqualTo(withSlash.asString());
        assertThat(iad.request().head(path + "/").statusCode()).isEqualTo(200);
        assertThat(iad.request().head(path + "/").header("X-TAXII-Date-Added-Last"))
                .isNotNull();
        Response known = iad.request().header("If-None-Match", tag).get(path + "/");
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.asString()).isEmpty();
        bus.publish(event.next(RevisionKind.SUPPLEMENT));
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> iad.request()
                                .header("If-None-Match", tag)
                                .get(path + "/")
                                .statusCode()
                        == 200);
        Response packed = iad.request()
                .config(RestAssuredConfig.config()
                        .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()))
                .header("Accept-Encoding", "gzip")
                .get(path + "/");
        assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
    }

    @Test
    void versionsAreAskedForByWordAndTime() {
        Events first = Events.movement().with(PersonCategory.SUSPECT, "Erstfassung");
        Events second = first.next(RevisionKind.CORRECTION);
        bus.publish(first);
        TaxiiClient.Stix one = incident(iad, first);
        bus.publish(second);
        TaxiiClient.Stix two = iad
                .until(
                        BORDER_EVENTS,
                        all -> all.stream()
                                .anyMatch(o ->
                                        o.id().equals(one.id()) && !o.version().equals(one.version())))
                .stream()
                .filter(o -> o.id().equals(one.id()))
                .findFirst()
                .orElseThrow();

        assertThat(versions(one.id(), Map.of())).containsExactly(two.version());
        assertThat(versions(one.id(), Map.of("match[version]", "last"))).containsExactly(two.version());
        assertThat(versions(one.id(), Map.of("match[version]", "first"))).containsExactly(one.version());
        assertThat(versions(one.id(), Map.of("match[version]", "all"))).containsExactly(one.version(), two.version());
        assertThat(versions(one.id(), Map.of("match[version]", "first,last")))
                .containsExactly(one.version(), two.version());
        assertThat(versions(one.id(), Map.of("match[version]", one.body().get("modified"))))
                .containsExactly(one.version());
        assertThat(versions(one.id(), Map.of("match[spec_version]", "2.0"))).isEmpty();
        assertThat(versions(one.id(), Map.of("match[spec_version]", "2.1"))).hasSize(1);
        assertThat(versions(one.id(), Map.of("match[type]", "note"))).isEmpty();
        assertThat(versions(one.id(), Map.of("match[type]", "note,incident"))).hasSize(1);
        assertThat(ok(iad.request().get(HERE + "objects/" + one.id() + "/versions/"))
                        .getList("versions"))
                .containsExactly(one.body().get("modified"), two.body().get("modified"));
    }

    private List<String> versions(String id, Map<String, ?> query) {
        Map<String, Object> asked = new LinkedHashMap<>(query);
        asked.put("match[id]", id);
        return iad.crawl(BORDER_EVENTS, 1, asked).stream()
                .map(TaxiiClient.Stix::version)
                .toList();
    }

    @Test
    void aForbiddenObjectIsAnsweredAsOneThatNeverWas() {
        Events event = Events.movement().to(ReleasableTo.named(AgencyId.IAD));
        bus.publish(event);
        String incident = incident(iad, event).id();
        Events marker = Events.movement();
        bus.publish(marker);
        incident(borderPolice, marker);

        for (String what : List.of("/", "/versions/")) {
            Response forbidden = borderPolice.request().get(HERE + "objects/" + incident + what);
            Response absent = borderPolice.request().get(HERE + "objects/incident--" + UUID.randomUUID() + what);
            assertThat(forbidden.statusCode()).isEqualTo(404);
            assertThat(forbidden.asString()).isEqualTo(absent.asString());
            assertThat(forbidden.headers().toString())
                    .isEqualTo(absent.headers().toString());
        }
        assertThat(new TaxiiClient("NOBODY-KNOWN").all(BORDER_EVENTS)).isEmpty();
        new TaxiiClient("NOBODY-KNOWN")
                .request()
                .get(HERE + "objects/" + incident + "/")
                .then()
                .statusCode(404);
    }

    @Test
    void aNextIsGoodForOneClientAndOneQuestionOnly() {
        bus.publish(Events.movement(), Events.movement());
        iad.until(BORDER_EVENTS, all -> all.size() > 1);
        Response page = iad.objects(BORDER_EVENTS, Map.of("limit", 1));
        String next = page.jsonPath().getString("next");

        assertThat(iad.objects(BORDER_EVENTS, Map.of("limit", 2, "next", next)).statusCode())
                .isEqualTo(200);
        assertThat(iad.objects(BORDER_EVENTS, Map.of("added_after", "2020-01-01T00:00:00Z", "next", next))
                        .statusCode())
                .as("clients differ in whether they say it again")
                .isEqualTo(200);
        assertThat(iad.objects(CRIME_EVENTS, Map.of("limit", 1, "next", next)).statusCode())
                .isEqualTo(400);
        assertThat(iad.objects(BORDER_EVENTS, Map.of("match[type]", "note", "next", next))
                        .statusCode())
                .isEqualTo(400);
        assertThat(borderPolice.objects(BORDER_EVENTS, Map.of("next", next)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void whatWasWithdrawnIsServedNoMoreInAnyVersion() {
        Events event = Events.movement().with(PersonCategory.SUSPECT, "Zurueckgenommen");
        bus.publish(event);
        TaxiiClient.Stix before = incident(iad, event);

        bus.publish(event.next(Status.WITHDRAWN));

        List<TaxiiClient.Stix> after =
                iad.until(BORDER_EVENTS, all -> all.stream().anyMatch(o -> o.id().equals(before.id()) && o.revoked()));
        assertThat(after).noneMatch(o -> o.says("Zurueckgenommen"));
        List<TaxiiClient.Stix> versions = iad.crawl(BORDER_EVENTS, 100, Map.of("match[version]", "all"));
        assertThat(versions).noneMatch(o -> o.says("Zurueckgenommen"));
        assertThat(versions.stream().filter(o -> o.id().equals(before.id()))).allMatch(TaxiiClient.Stix::revoked);
    }

    @Test
    void whoReadIsToldToTheOriginator() {
        Events event = Events.movement();
        bus.publish(event);
        incident(iad, event);

        JsonPath told = given().auth()
                .oauth2(TestIssuer.machine("PATROL-POLICE", "event-publisher").mint())
                .get("/v1/audit/events/" + event.id())
                .jsonPath();
        assertThat(told.getList("items.findAll { it.reads > 0 }.agency")).containsExactly("IAD");
    }

    @Test
    void whatWasAskedForStandsInTheAuditLog() {
        Events event = Events.movement();
        bus.publish(event);
        String incident = incident(iad, event).id();

        iad.request()
                .queryParam("match[id]", incident)
                .get(HERE + "objects/")
                .then()
                .statusCode(200);
        iad.request().get(HERE + "objects/" + incident + "/").then().statusCode(200);

        assertThat(pool.preparedQuery(ASKED_FOR)
                        .execute(Tuple.of("match[id]=" + incident))
                        .await()
                        .atMost(Duration.ofMinutes(1)))
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder("taxii.border-events.objects", "taxii.border-events.object");
    }

    /** The incident an event became, when it is there. */
    @Test
    void aLinkIsARelationshipBetweenTheIncidentsOfItsEvents() {
        Events seen = Events.movement().silent();
        Events reported = Events.trafficking().silent();
        bus.publish(seen, reported);
        bus.publish(List.of(Events.link(seen.event(), reported.event())), Optional.empty());

        String first = incident(iad, seen).id();
        TaxiiClient.Stix link = iad
                .until(
                        ANALYSIS_PRODUCTS,
                        all -> all.stream()
                                .anyMatch(one -> first.equals(one.body().get("source_ref"))))
                .stream()
                .filter(one -> first.equals(one.body().get("source_ref")))
                .findFirst()
                .orElseThrow();

        assertThat(iad.all(CRIME_EVENTS))
                .filteredOn(one -> is(one, reported))
                .extracting(TaxiiClient.Stix::id)
                .containsExactly(String.valueOf(link.body().get("target_ref")));
    }

    private static TaxiiClient.Stix incident(TaxiiClient client, Events event) {
        return client.until(BORDER_EVENTS, all -> all.stream().anyMatch(one -> is(one, event))).stream()
                .filter(one -> is(one, event))
                .findFirst()
                .orElseThrow();
    }

    private static boolean is(TaxiiClient.Stix object, Events event) {
        return object.type().equals("incident") && object.says(event.id());
    }

    @Test
    void aTranslationIsReadAsAnyOtherObjectAndTheVersionItTranslatesIsThere() {
        TaxiiClient full = new TaxiiClient("BORDER-POLICE", "border-police-full");
        Events event = Events.movement();
        bus.publish(event);
        TaxiiClient.Stix incident = incident(full, event);

        TaxiiClient.Stix translation =
                full.crawl(BORDER_EVENTS, 1000, Map.of("match[type]", "language-content")).stream()
                        .filter(one -> incident.id().equals(one.body().get("object_ref")))
                        .findFirst()
                        .orElseThrow();
        assertThat(translation.body())
                .containsEntry("object_modified", incident.body().get("modified"))
                .hasEntrySatisfying(
                        "contents",
                        contents -> assertThat(String.valueOf(contents))
                                .contains("ka=", event.id().toString()));
        assertThat(ok(full.request().queryParam("match[id]", translation.id()).get(HERE + "manifest/"))
                        .getString("objects[0].version"))
                .isEqualTo(translation.body().get("modified"));
        assertThat(borderPolice
                        .objects(BORDER_EVENTS, Map.of("match[type]", "language-content", "limit", 1))
                        .jsonPath()
                        .getList("objects"))
                .isNull();
    }

    /** What a partner's own feed says is what its collections say. */
    @Test
    void theCollectionsShowWhatTheFeedShows() {
        Events event = Events.movement();
        bus.publish(event);
        new FeedClient("BORDER-POLICE").of(event.id(), 1);

        assertThat(incident(borderPolice, event).revoked()).isFalse();
        assertThat(new TaxiiClient("PATROL-POLICE").all(BORDER_EVENTS)).noneMatch(one -> is(one, event));
    }
}
