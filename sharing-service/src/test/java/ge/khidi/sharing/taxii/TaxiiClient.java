package ge.khidi.sharing.taxii;

import static io.restassured.RestAssured.given;

import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.sharing.Body;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** An agency's machine that reads collections by TAXII 2.1. */
final class TaxiiClient {

    static final String TYPE = "application/taxii+json;version=2.1";
    static final String COLLECTIONS = "/taxii2/khidi/collections/";
    private static final Duration BOUND = Duration.ofMinutes(3);

    private final Supplier<String> token;
    private final Instant begun = Instant.now();

    TaxiiClient(String agency) {
        this.token = () -> TestIssuer.machine(agency, "feed-reader").mint();
    }

    /** Another client of that agency. */
    TaxiiClient(String agency, String client) {
        this.token = () -> TestIssuer.machine(agency, "feed-reader")
                .client(client)
                .claim("preferred_username", "service-account-" + client)
                .mint();
    }

    /** An object as it came: what stands in it by name. */
    record Stix(Map<String, Object> body) {
        String id() {
            return String.valueOf(body.get("id"));
        }

        String type() {
            return String.valueOf(body.get("type"));
        }

        boolean revoked() {
            return Boolean.TRUE.equals(body.get("revoked"));
        }

        /** The id with the version, if it has one. */
        String version() {
            return id() + " " + body.get("modified");
        }

        boolean says(Object text) {
            return body.toString().contains(text.toString());
        }
    }

    RequestSpecification request() {
        return given().config(Body.unprinted())
                .urlEncodingEnabled(true)
                .auth()
                .oauth2(token.get())
                .header("Accept", TYPE);
    }

    /** Comes again, as it is told, while the list is made for the first time. */
    Response objects(TaxiiCollection collection, Map<String, ?> query) {
        return Awaitility.await()
                .atMost(BOUND)
                .pollDelay(Duration.ZERO)
                .until(
                        () -> request().queryParams(query).get(COLLECTIONS + collection.id() + "/objects/"),
                        answer -> answer.statusCode() != 503);
    }

    /** Every page of a collection, with these parameters. */
    List<Stix> crawl(TaxiiCollection collection, int limit, Map<String, ?> query) {
        List<Stix> all = new ArrayList<>();
        @Nullable String next = null;
        do {
            Map<String, Object> asked = new LinkedHashMap<>(query);
            asked.put("limit", limit);
            if (next != null) {
                asked.put("next", next);
            }
            Response page = objects(collection, asked);
            page.then().statusCode(200);
            all.addAll(objects(page));
            next = next(page);
        } while (next != null);
        return all;
    }

    List<Stix> all(TaxiiCollection collection) {
        return crawl(collection, 1000, Map.of());
    }

    private record Envelope(
            @Nullable List<Map<String, Object>> objects,
            @Nullable String next) {}

    static List<Stix> objects(Response page) {
        List<Map<String, Object>> objects = Body.of(page, Envelope.class).objects();
        return objects == null ? List.of() : objects.stream().map(Stix::new).toList();
    }

    static @Nullable String next(Response page) {
        return Body.of(page, Envelope.class).next();
    }

    /** The latest version of everything that came to a collection since this client was made, once that is so. */
    List<Stix> until(TaxiiCollection collection, Predicate<List<Stix>> enough) {
        return Awaitility.await()
                .atMost(BOUND)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> crawl(collection, 1000, Map.of("added_after", begun.toString())), enough);
    }
}
