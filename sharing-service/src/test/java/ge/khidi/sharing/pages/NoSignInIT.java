package ge.khidi.sharing.pages;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** An installation without a client for the pages is a good installation: it says so where the pages would be. */
@QuarkusTest
class NoSignInIT {

    @Test
    void everyPageSaysThatNobodyCanSignInAndTheApiIsThere() {
        for (String page : new String[] {"/pages", "/pages/feed", "/pages/releases/1", "/pages/nowhere"}) {
            given().get(page)
                    .then()
                    .statusCode(503)
                    .contentType("text/html")
                    .header("Content-Security-Policy", containsString("default-src 'none'"))
                    .body(containsString("khidi.pages.enabled is not set"));
        }

        given().get("/v1/feed").then().statusCode(401).contentType("application/problem+json");
    }
}
