package ge.khidi.localstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Keycloak, with the realm as committed, gives out the tokens the services are built for. */
class KeycloakIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Keycloak keycloak;

    @BeforeAll
    static void start(@TempDir Path directory) {
        int port = FreePorts.find(1).get(0);
        keycloak = new Keycloak(Home.find(), directory, port, "http://localhost:8083");
        keycloak.start(progress -> {});
        keycloak.awaitHealthy(Duration.ofMinutes(5));
    }

    @AfterAll
    static void stop() {
        keycloak.kill();
    }

    @Test
    void everyAgencyHasItsClientAndItsTokenNamesTheAgency() throws Exception {
        for (String agency : List.of(
                "BORDER-POLICE",
                "PATROL-POLICE",
                "MIGRATION-DEPARTMENT",
                "CRIMINAL-POLICE",
                "IAD",
                "STATE-SECURITY",
                "CERT-GOV-GE",
                "ILECC",
                "EUROPOL",
                "MEMBER-STATE-A",
                "THIRD-COUNTRY-B",
                "FRONTEX",
                "IOM",
                "CSIRT-A")) {
            JsonNode claims = machineToken(agency.toLowerCase(Locale.ROOT) + "-system");

            assertThat(claims.path("agency").asText()).isEqualTo(agency);
            assertThat(roles(claims)).contains("feed-reader");
        }
    }

    @Test
    void aMachinesTokenSaysWhoItIsAndNothingElse() throws Exception {
        JsonNode claims = machineToken("border-police-batumi-system");

        assertThat(claims.path("iss").asText()).isEqualTo(keycloak.issuer());
        assertThat(claims.path("aud").asText()).isEqualTo("khidi");
        assertThat(claims.path("azp").asText()).isEqualTo("border-police-batumi-system");
        assertThat(claims.path("agency").asText()).isEqualTo("BORDER-POLICE");
        assertThat(claims.path("unit").asText()).isEqualTo("Batumi");
        assertThat(claims.path("preferred_username").asText()).isEqualTo("service-account-border-police-batumi-system");
        assertThat(roles(claims)).containsExactlyInAnyOrder("event-publisher", "feed-reader");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(300);
        assertThat(claims.path("sub").asText()).isNotEmpty();
    }

    @Test
    void aForeignPartnerCannotPublish() throws Exception {
        for (String client : List.of("europol-system", "third-country-b-system", "iom-system")) {
            assertThat(roles(machineToken(client))).containsExactly("feed-reader");
        }
    }

    @Test
    void everyRoleHasAPersonWhoseTokenNamesTheAgency() throws Exception {
        Set<String> rolesSeen = new TreeSet<>();
        for (Realm.Person person : keycloak.realm().people()) {
            JsonNode claims = personToken(person);

            assertThat(claims.path("preferred_username").asText()).isEqualTo(person.username());
            assertThat(claims.path("agency").asText()).isEqualTo(person.agency());
            assertThat(claims.path("unit").asText(null)).isEqualTo(person.unit());
            rolesSeen.addAll(roles(claims));
        }

        assertThat(rolesSeen)
                .containsExactlyInAnyOrder(
                        "liaison-officer",
                        "release-officer",
                        "analyst",
                        "policy-officer",
                        "data-protection-officer",
                        "auditor",
                        "agency-registrar",
                        "operator",
                        "council-reader");
    }

    @Test
    void theDecisionsThatNeedTwoPeopleFindTwo() {
        List<String> roles = keycloak.realm().people().stream()
                .flatMap(person -> person.roles().stream())
                .toList();

        assertThat(roles.stream().filter("policy-officer"::equals)).hasSizeGreaterThanOrEqualTo(2);
        assertThat(roles.stream().filter("release-officer"::equals)).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void aPasswordIsGoodOnlyAtTheClientMarkedForTheDemonstration() throws Exception {
        Realm.Person person = keycloak.realm().people().get(0);

        HttpResponse<byte[]> answer = tokenRequest(Map.of(
                "grant_type", "password",
                "client_id", "khidi-pages",
                "client_secret", secretOf("khidi-pages"),
                "username", person.username(),
                "password", keycloak.secret(person.passwordVariable())));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("error").asText()).isEqualTo("unauthorized_client");
    }

    @Test
    void aBrowserIsSentBackOnlyToTheOfficersPages() throws Exception {
        assertThat(signInPage("http://localhost:8083/pages/signed-in").statusCode())
                .isEqualTo(200);
        assertThat(signInPage("http://localhost:8083/pages/feed").statusCode()).isEqualTo(400);
        assertThat(signInPage("http://localhost:8083.example.org/pages/signed-in")
                        .statusCode())
                .isEqualTo(400);
        assertThat(signInPage("https://example.org/").statusCode()).isEqualTo(400);
    }

    @Test
    void theAccountThatMakesClientsAndGroupsSeesNoPersonAndNothingElse() throws Exception {
        String token = registrar();

        assertThat(administration(token, "GET", "/clients?max=1", null).statusCode())
                .isEqualTo(200);
        assertThat(administration(token, "GET", "/groups", null).statusCode()).isEqualTo(200);
        for (String others : List.of("/users", "/roles", "/components", "/identity-provider/instances")) {
            assertThat(administration(token, "GET", others, null).statusCode())
                    .as(others)
                    .isEqualTo(403);
        }
        assertThat(roles(machineToken("khidi-registrar"))).isEmpty();
    }

    @Test
    void onlyThePlatformsOwnAccountHandsInForOthersAndItMayDoNothingElse() throws Exception {
        JsonNode claims = machineToken("khidi-sharing");

        assertThat(claims.path("agency").asText()).isEqualTo("PLATFORM");
        assertThat(roles(claims)).containsExactly("event-courier");
        assertThat(keycloak.realm().clients().stream()
                        .filter(client -> client.roles().contains("event-courier"))
                        .map(Realm.Client::id))
                .containsExactly("khidi-sharing");
    }

    @Test
    void itMakesAGroupAndSetsNoPasswordAddsNoMemberAndGivesNoRole() throws Exception {
        String token = registrar();
        String group = created(administration(token, "POST", "/groups", group("RURITANIA")));
        String admin = administrator();
        String officer = id(admin, "/users?exact=true&username=liaison.europol");
        String management = id(admin, "/clients?clientId=realm-management");
        JsonNode ofRealm = json(administration(admin, "GET", "/roles/policy-officer", null));
        JsonNode ofClient = json(administration(admin, "GET", "/clients/" + management + "/roles/manage-users", null));
        ObjectNode password = JSON.createObjectNode().put("type", "password").put("value", "of-an-intruder");
        ObjectNode intruder =
                JSON.createObjectNode().put("username", "intruder").put("enabled", true);

        for (HttpResponse<byte[]> refused : List.of(
                administration(token, "PUT", "/users/" + officer + "/reset-password", password),
                administration(token, "PUT", "/users/" + officer, intruder),
                administration(token, "POST", "/users", intruder),
                administration(token, "GET", "/groups/" + group + "/members", null),
                administration(token, "PUT", "/users/" + officer + "/groups/" + group, null),
                administration(token, "POST", "/users/" + officer + "/role-mappings/realm", list(ofRealm)),
                administration(token, "POST", "/groups/" + group + "/role-mappings/realm", list(ofRealm)),
                administration(
                        token, "POST", "/groups/" + group + "/role-mappings/clients/" + management, list(ofClient)))) {
            assertThat(refused.statusCode())
                    .as(refused.request().method() + " " + refused.uri().getPath())
                    .isEqualTo(403);
        }
        personToken(keycloak.realm().people().stream()
                .filter(person -> person.username().equals("liaison.europol"))
                .findFirst()
                .orElseThrow());
    }

    @Test
    void whoeverIsPutIntoAnAgencysGroupSpeaksForTheAgency() throws Exception {
        created(administration(registrar(), "POST", "/groups", group("SYLDAVIA")));
        ObjectNode person = JSON.createObjectNode()
                .put("username", "liaison.syldavia")
                .put("enabled", true)
                .put("email", "liaison.syldavia@khidi.example")
                .put("emailVerified", true)
                .put("firstName", "Bianca")
                .put("lastName", "Ottokar");
        person.putArray("groups").add("/SYLDAVIA");
        String password = keycloak.adminPassword();
        person.putArray("credentials").addObject().put("type", "password").put("value", password);
        created(administration(administrator(), "POST", "/users", person));

        JsonNode claims = claims(login("liaison.syldavia", password));

        assertThat(claims.path("agency").asText()).isEqualTo("SYLDAVIA");
    }

    private static ObjectNode group(String agency) {
        ObjectNode group = JSON.createObjectNode().put("name", agency);
        group.putObject("attributes").putArray("agency").add(agency);
        return group;
    }

    private static ArrayNode list(JsonNode one) {
        return JSON.createArrayNode().add(one);
    }

    private static String registrar() throws Exception {
        return accessToken(tokenRequest(Map.of(
                "grant_type", "client_credentials",
                "client_id", "khidi-registrar",
                "client_secret", secretOf("khidi-registrar"))));
    }

    /** Of the whole Keycloak. */
    private static String administrator() throws Exception {
        return accessToken(tokenRequest(
                URI.create(keycloak.url() + "/realms/master/protocol/openid-connect/token"),
                Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        "admin-cli",
                        "username",
                        keycloak.adminUsername(),
                        "password",
                        keycloak.adminPassword())));
    }

    private static String accessToken(HttpResponse<byte[]> answer) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(200);
        return json(answer).path("access_token").asText();
    }

    private static JsonNode json(HttpResponse<byte[]> answer) throws Exception {
        return JSON.readTree(answer.body());
    }

    private static String id(String token, String path) throws Exception {
        return json(administration(token, "GET", path, null)).path(0).path("id").asText();
    }

    /** The id of what was made. */
    private static String created(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(201);
        String location = answer.headers().firstValue("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static HttpResponse<byte[]> administration(
            String token, String method, String path, @Nullable JsonNode body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(keycloak.url() + "/admin/realms/khidi" + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void noTwoClientsShareASecret() {
        List<Realm.Client> clients = keycloak.realm().clients();

        assertThat(clients.stream()
                        .map(client -> keycloak.secret(client.secretVariable()))
                        .distinct())
                .hasSameSizeAs(clients);
    }

    private static JsonNode machineToken(String client) throws Exception {
        return claims(tokenRequest(
                Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", secretOf(client))));
    }

    private static JsonNode personToken(Realm.Person person) throws Exception {
        return claims(login(person.username(), keycloak.secret(person.passwordVariable())));
    }

    private static HttpResponse<byte[]> login(String username, String password) throws Exception {
        return tokenRequest(Map.of(
                "grant_type",
                "password",
                "client_id",
                "khidi-demo-login",
                "client_secret",
                secretOf("khidi-demo-login"),
                "username",
                username,
                "password",
                password));
    }

    private static String secretOf(String clientId) {
        return keycloak.realm().clients().stream()
                .filter(client -> client.id().equals(clientId))
                .map(client -> keycloak.secret(client.secretVariable()))
                .findFirst()
                .orElseThrow();
    }

    private static HttpResponse<byte[]> tokenRequest(Map<String, String> form) throws Exception {
        return tokenRequest(URI.create(keycloak.tokenEndpoint()), form);
    }

    private static HttpResponse<byte[]> tokenRequest(URI endpoint, Map<String, String> form) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(endpoint)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpResponse<byte[]> signInPage(String redirect) throws Exception {
        String query = encoded(Map.of(
                "client_id", "khidi-pages",
                "response_type", "code",
                "redirect_uri", redirect,
                "code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                "code_challenge_method", "S256"));
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(keycloak.issuer() + "/protocol/openid-connect/auth?" + query))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static JsonNode claims(HttpResponse<byte[]> answer) throws Exception {
        assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
        String token = JSON.readTree(answer.body()).path("access_token").asText();
        return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
    }

    private static List<String> roles(JsonNode claims) {
        return StreamSupport.stream(claims.at("/realm_access/roles").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
