package ge.khidi.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ge.khidi.intake.Agency.Answer;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.localstack.test.TokenDraft;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A token that is wrong in one way gets nowhere, and the answer does not say in which. */
@QuarkusTest
class TokensIT {

    static Stream<Named<String>> bad() {
        return Stream.of(
                Named.of("none", ""),
                Named.of("not a token", "abc"),
                Named.of(
                        "wrong issuer",
                        good().issuer("http://localhost:1/realms/khidi").mint()),
                Named.of("wrong audience", good().audience("account").mint()),
                Named.of("no audience", good().without("aud").mint()),
                Named.of("wrong key", good().signedWithAnotherKey().mint()),
                Named.of("algorithm none", good().unsigned().mint()),
                Named.of("algorithm HS256", good().signedHs256WithThePublicKey().mint()),
                Named.of("expired", good().expired().mint()));
    }

    static Stream<Named<String>> notPermitted() {
        return Stream.of(
                Named.of("no agency", good().withoutAgency().mint()),
                Named.of(
                        "an agency that is none", good().agency("border police").mint()),
                Named.of("no role", good().roles().mint()),
                Named.of("another role", good().roles("feed-reader").mint()),
                Named.of(
                        "a person with the role of a machine",
                        TestIssuer.person("nino", "IAD", "event-publisher").mint()),
                Named.of(
                        "a machine with the role of a person",
                        TestIssuer.machine("IAD", "analyst").mint()),
                Named.of(
                        "an analyst of another agency",
                        TestIssuer.person("nino", "BORDER-POLICE", "analyst").mint()));
    }

    @Inject
    Agencies agencies;

    @ParameterizedTest
    @MethodSource("bad")
    void isNotAuthenticated(String token) {
        Agency stranger = agencies.withToken(token);

        Answer answer = stranger.post("/v1/events", Samples.crime());

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.problem()).isEqualTo("not-authenticated");
    }

    /** Nobody knows who it is, and it would be read for ever. */
    @Test
    void whoeverIsRefusedAndSendsOnIsCutOff() throws IOException {
        String much = "x".repeat(100_000) + "\n";
        try (RawRequest batch = RawRequest.batch(agencies.withToken("abc"), agencies.base())) {
            batch.send(much);
            assertThat(batch.readStatus()).startsWith("HTTP/1.1 401");

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            batch.send(much);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void everyFaultHasTheSameAnswer() {
        assertThat(bad().map(token -> agencies.withToken(token.getPayload())
                                .get("/v1/events")
                                .text())
                        .distinct())
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("notPermitted")
    void isNotPermitted(String token) {
        Agency stranger = agencies.withToken(token);

        for (Answer answer : new Answer[] {
            stranger.post("/v1/events", Samples.crime()),
            stranger.get("/v1/events"),
            stranger.get("/v1/events/0d9c6c1e-6f4f-4a43-9d10-5a0a3f1f2f10"),
            stranger.batch(List.of("{}"))
        }) {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.problem()).isEqualTo("not-permitted");
        }
    }

    @Test
    void anAnalystDoesNotSendInBulk() {
        assertThat(agencies.analyst().batch(List.of("{}")).status()).isEqualTo(403);
    }

    @Test
    void healthAndMetricsAskForNoToken() {
        Agency nobody = agencies.withToken("");

        // Another class may have killed the database a moment ago.
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(
                        () -> assertThat(nobody.get("/q/health/ready").status()).isEqualTo(200));
        assertThat(nobody.get("/q/metrics").status()).isEqualTo(200);
        assertThat(nobody.get("/q/openapi").status()).isEqualTo(200);
    }

    private static TokenDraft good() {
        return TestIssuer.machine("BORDER-POLICE", "event-publisher");
    }
}
