package ge.khidi.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.localstack.StackFault;
import ge.khidi.localstack.client.Answer;
import ge.khidi.localstack.client.Platform;
import ge.khidi.localstack.client.Session;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A partner comes onto the platform and is suspended, at the real Keycloak. */
@OnPlatform
class AgenciesIT {

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Platform platform;
    private final URI agencies;
    private final URI feed;

    AgenciesIT(RunningPlatform running) {
        this.platform = running.client();
        this.agencies = platform.admin("sharing").resolve("/v1/agencies/");
        this.feed = platform.service("sharing").resolve("/v1/feed");
    }

    @Test
    void aRegisteredAgencyGetsATokenReadsItsFeedAndIsSuspendedAtOnce() throws IOException {
        Session registrar = platform.person("registrar.iad");
        ObjectNode agency = JSON.createObjectNode()
                .put("id", "COAST-GUARD")
                .put("kind", "DOMESTIC")
                .put("title", "Coast Guard")
                .put("titleKa", "სანაპირო დაცვა");
        agency.putObject("clearance").put("scheme", "GE").put("marking", "საიდუმლო");
        agency.putArray("purposes").add("LAW_ENFORCEMENT").add("BORDER_MANAGEMENT");
        ObjectNode body = JSON.createObjectNode().put("note", "Order 12 (invented)");
        body.set("agency", agency);
        Answer proposed = registrar.post(agencies.resolve("/v1/agencies"), body);
        assertThat(proposed.status()).as(proposed.text()).isEqualTo(201);
        String version = "versions/" + proposed.json().path("version").asInt();
        say("policy.iad", version + "/simulation", "{}");
        say("policy.iad", version + "/approval", "{\"reason\": \"agrees with order 12\"}");
        say("registrar.iad", version + "/activation", "{\"reason\": \"in force today\"}");

        awaitAccount("MADE");
        Answer groups = platform.client("khidi-registrar")
                .get(platform.keycloak()
                        .resolve("/admin/realms/khidi/groups?exact=true&briefRepresentation=false&search=COAST-GUARD"));
        assertThat(groups.json().at("/0/attributes/agency/0").asText())
                .as(groups.text())
                .isEqualTo("COAST-GUARD");
        Answer secret = registrar.post(agencies.resolve("COAST-GUARD/account/secret"), JSON.createObjectNode());
        assertThat(secret.status()).isEqualTo(200);
        String client = secret.json().path("client").asText();
        Session coastGuard =
                platform.client(client, secret.json().path("secret").asText());
        Answer page = coastGuard.get(feed);
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        String password = secret.json().path("secret").asText();
        for (String path : List.of("/v1/feed.csv", "/misp/manifest.json", "/misp/hashes.csv")) {
            assertThat(basic(client, password, path)).as(path).isEqualTo(200);
            assertThat(basic(client, "another", path)).as(path).isEqualTo(401);
        }
        assertThat(basic(client, password, "/v1/feed"))
                .as("a bearer token is needed")
                .isEqualTo(401);
        Answer refused = coastGuard.post(
                platform.service("intake").resolve("/v1/events"),
                Submissions.movement(Submissions.freshReference("COAST"), "CG001AA"));
        assertThat(refused.status()).as("nobody asked for it to publish").isEqualTo(403);

        put("COAST-GUARD/account", "{\"publishes\": true}");
        AtomicReference<Session> publisher = new AtomicReference<>(coastGuard);
        await().atMost(BOUND).until(() -> {
            publisher.set(platform.client(client, password));
            return handIn(publisher.get()) == 201;
        });

        CompletableFuture<Instant> shutOut = publishUntilRefused(publisher.get());
        say("registrar.iad", "COAST-GUARD/suspension", "{\"reason\": \"an incident (invented)\"}");
        Instant answered = Instant.now();
        assertThat(coastGuard.get(feed).status()).as("the token is still good").isEqualTo(403);
        assertThat(basic(client, password, "/v1/feed.csv"))
                .as("the secret is remembered")
                .isEqualTo(403);
        Instant refusedAtIntake =
                shutOut.orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join();
        assertThat(handIn(publisher.get())).as("and from then on").isEqualTo(403);
        Instant since = Instant.parse(registrar
                .get(agencies.resolve("COAST-GUARD"))
                .json()
                .at("/suspension/since")
                .asText());
        Figures.note(
                "A suspended agency that publishes with a good token: refused at intake %d ms after the suspension was committed, which was answered after %d ms."
                        .formatted(
                                Duration.between(since, refusedAtIntake).toMillis(),
                                Duration.between(since, answered).toMillis()));
        awaitAccount("DISABLED");
        await().atMost(BOUND).until(() -> refusedAtKeycloak(client, secret.json()));

        assertThat(lift("registrar.iad")).isEqualTo(202);
        assertThat(lift("policy.iad")).isEqualTo(204);
        awaitAccount("MADE");
        assertThat(platform.client(client, password).get(feed).status()).isEqualTo(200);
        await().atMost(BOUND).until(() -> handIn(platform.client(client, password)) == 201);
    }

    private int handIn(Session agency) throws IOException {
        return agency.post(
                        platform.service("intake").resolve("/v1/events"),
                        Submissions.movement(Submissions.freshReference("COAST"), "CG001AA"))
                .status();
    }

    /** One event after the other, with the token of before; when the first was refused. */
    private CompletableFuture<Instant> publishUntilRefused(Session agency) {
        CompletableFuture<Instant> refused = new CompletableFuture<>();
        Thread sender = new Thread(
                () -> {
                    try {
                        int status = 201;
                        while (status == 201) {
                            status = handIn(agency);
                        }
                        Instant now = Instant.now();
                        assertThat(status).isEqualTo(403);
                        refused.complete(now);
                    } catch (IOException | AssertionError fault) {
                        refused.completeExceptionally(fault);
                    }
                },
                "publisher");
        sender.setDaemon(true);
        sender.start();
        return refused;
    }

    private int basic(String client, String secret, String path) throws IOException {
        String pair = Base64.getEncoder().encodeToString((client + ":" + secret).getBytes(UTF_8));
        HttpRequest request = HttpRequest.newBuilder(feed.resolve(path))
                .header("Authorization", "Basic " + pair)
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private boolean refusedAtKeycloak(String client, JsonNode secret) throws IOException {
        try {
            platform.client(client, secret.path("secret").asText()).token();
            return false;
        } catch (StackFault refused) {
            return true;
        }
    }

    private void awaitAccount(String state) {
        await().atMost(BOUND)
                .until(() -> platform.person("registrar.iad")
                        .get(agencies.resolve("COAST-GUARD"))
                        .json()
                        .at("/account/state")
                        .asText()
                        .equals(state));
    }

    private void say(String officer, String path, String body) throws IOException {
        Answer answer = platform.person(officer).post(agencies.resolve(path), JSON.readTree(body));
        assertThat(answer.ok()).as(path + " " + answer.text()).isTrue();
    }

    private void put(String path, String body) throws IOException {
        Answer answer = platform.person("registrar.iad").put(agencies.resolve(path), JSON.readTree(body));
        assertThat(answer.ok()).as(path + " " + answer.text()).isTrue();
    }

    private int lift(String officer) throws IOException {
        return platform.person(officer)
                .send(HttpRequest.newBuilder(agencies.resolve("COAST-GUARD/suspension"))
                        .header("Khidi-Case", "the incident is over")
                        .DELETE())
                .status();
    }
}
