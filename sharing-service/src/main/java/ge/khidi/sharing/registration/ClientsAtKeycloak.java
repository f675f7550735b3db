package ge.khidi.sharing.registration;

import ge.khidi.contract.AgencyId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.MultiMap;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The realm's clients and groups, through Keycloak's administration interface and an account that may manage these and nothing else: no users,
 * no members, no roles. A client gets its roles by mappers of its own, since giving them to its service account would need the right to
 * manage users. A group has the agency's name, and the attribute from which the tokens of its people take their agency.
 */
@Singleton
class ClientsAtKeycloak {

    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final String ACCOUNT = "khidi-registrar";
    private static final String SCOPE = "khidi";
    private static final String AGENCY = "agency";
    private static final String READER = "feed-reader";
    private static final String PUBLISHER = "event-publisher";
    private static final String SUSPENDED = "khidi.suspended";
    private static final int MOST = 5_000;

    private final WebClient http;
    private final Optional<String> secret;
    private final String realm;

    ClientsAtKeycloak(
            Vertx vertx,
            RegistrationConfig config,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> realm) {
        this.http = WebClient.create(
                io.vertx.mutiny.core.Vertx.newInstance(vertx),
                new WebClientOptions().setConnectTimeout((int) BOUND.toMillis()));
        this.secret = config.clientSecret();
        this.realm = realm.orElse("");
    }

    /** Keycloak did not do what was asked: it is away, or refuses. Names the step, never what was sent. */
    static final class Away extends RuntimeException {
        Away(String step) {
            super(step, null, false, false);
        }
    }

    /** A client's secret, on its way to whoever asked for it. */
    record Secret(String client, String value) {
        @Override
        public String toString() {
            return "Secret[" + client + ", withheld]";
        }
    }

    /** Whether there is an account to do anything with. */
    boolean configured() {
        return secret.isPresent() && realm.contains("/realms/");
    }

    /** Makes the account as it should be. Doing it again changes nothing. */
    Uni<Void> keep(Account account) {
        return token().chain(token -> clients(token)
                .chain(clients -> account.managed() && own(clients, account).isEmpty()
                        ? create(token, account).chain(() -> clients(token))
                        : Uni.createFrom().item(clients))
                .chain(clients -> publishing(token, account, own(clients, account))
                        .chain(() -> Multi.createFrom()
                                .iterable(clients)
                                .filter(client -> speaksFor(client, account))
                                .onItem()
                                .transformToUniAndConcatenate(client -> enable(token, client, !account.suspended()))
                                .collect()
                                .asList()))
                .chain(() -> account.managed()
                        ? group(token, account.agency())
                        : Uni.createFrom().voidItem()));
    }

    /** Makes a new secret; the one before is void. */
    Uni<Secret> newSecret(Account account) {
        return token().chain(token -> clients(token)
                .map(clients -> own(clients, account).orElseThrow(() -> new Away("there is no such client")))
                .chain(found ->
                        send(token, HttpMethod.POST, "/clients/" + found.getString("id") + "/client-secret", null))
                .map(answer ->
                        new Secret(account.client(), answer.bodyAsJsonObject().getString("value"))));
    }

    private Uni<String> token() {
        MultiMap form = MultiMap.caseInsensitiveMultiMap()
                .add("grant_type", "client_credentials")
                .add("client_id", ACCOUNT)
                .add("client_secret", secret.orElse(""));
        return http.postAbs(realm + "/protocol/openid-connect/token")
                .timeout(BOUND.toMillis())
                .sendForm(form)
                .map(answer -> done(answer, "token"))
                .map(answer -> answer.bodyAsJsonObject().getString("access_token"));
    }

    private Uni<List<JsonObject>> clients(String token) {
        return send(token, HttpMethod.GET, "/clients?max=" + MOST, null)
                .map(answer -> answer.bodyAsJsonArray().stream()
                        .map(JsonObject.class::cast)
                        .toList());
    }

    /** The agency's client. One of that id which speaks for somebody else is not: then it cannot be made, and stays due. */
    private static Optional<JsonObject> own(List<JsonObject> clients, Account account) {
        return clients.stream()
                .filter(client -> account.client().equals(client.getString("clientId")))
                .filter(client -> speaksFor(client, account))
                .findFirst();
    }

    /** Whether tokens of the client name the agency. */
    private static boolean speaksFor(JsonObject client, Account account) {
        return client.getJsonArray("protocolMappers", new JsonArray()).stream()
                .map(mapper -> ((JsonObject) mapper).getJsonObject("config", new JsonObject()))
                .anyMatch(config -> AGENCY.equals(config.getString("claim.name"))
                        && account.agency().value().equals(config.getString("claim.value")));
    }

    private Uni<Void> create(String token, Account account) {
        JsonObject client = new JsonObject()
                .put("clientId", account.client())
                .put("name", account.agency().value())
                .put("enabled", !account.suspended())
                .put("protocol", "openid-connect")
                .put("publicClient", false)
                .put("clientAuthenticatorType", "client-secret")
                .put("standardFlowEnabled", false)
                .put("directAccessGrantsEnabled", false)
                .put("serviceAccountsEnabled", true)
                .put("defaultClientScopes", new JsonArray().add(SCOPE))
                .put("optionalClientScopes", new JsonArray())
                .put(
                        "protocolMappers",
                        new JsonArray().add(agencyClaim(account)).add(role(READER)));
        return send(token, HttpMethod.POST, "/clients", client).replaceWithVoid();
    }

    private Uni<Void> group(String token, AgencyId agency) {
        String found = "/groups?exact=true&briefRepresentation=false&search=" + agency;
        JsonArray speaksFor = new JsonArray().add(agency.value());
        return send(token, HttpMethod.GET, found, null)
                .map(answer -> named(answer.bodyAsJsonArray(), agency))
                .chain(group -> group.isEmpty()
                        ? send(token, HttpMethod.POST, "/groups", group(agency, speaksFor))
                                .replaceWithVoid()
                        : keep(group.get(), speaksFor));
    }

    private static JsonObject group(AgencyId agency, JsonArray speaksFor) {
        return new JsonObject().put("name", agency.value()).put("attributes", new JsonObject().put(AGENCY, speaksFor));
    }

    private static Optional<JsonObject> named(JsonArray groups, AgencyId agency) {
        return groups.stream()
                .map(JsonObject.class::cast)
                .filter(group -> agency.value().equals(group.getString("name")))
                .findFirst();
    }

    /** One of that name whose people speak for somebody else is not ours to change. */
    private static Uni<Void> keep(JsonObject group, JsonArray speaksFor) {
        return speaksFor.equals(
                        group.getJsonObject("attributes", new JsonObject()).getJsonArray(AGENCY))
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().failure(new Away("the group of that name is somebody else's"));
    }

    private static JsonObject agencyClaim(Account account) {
        return mapper(AGENCY, "oidc-hardcoded-claim-mapper")
                .put(
                        "config",
                        new JsonObject()
                                .put("claim.value", account.agency().value())
                                .put("claim.name", AGENCY)
                                .put("jsonType.label", "String")
                                .put("access.token.claim", "true")
                                .put("id.token.claim", "false")
                                .put("userinfo.token.claim", "false")
                                .put("introspection.token.claim", "true"));
    }

    private static JsonObject role(String role) {
        return mapper(role, "oidc-hardcoded-role-mapper").put("config", new JsonObject().put("role", role));
    }

    private static JsonObject mapper(String name, String type) {
        return new JsonObject()
                .put("name", name)
                .put("protocol", "openid-connect")
                .put("protocolMapper", type)
                .put("consentRequired", false);
    }

    private Uni<Void> publishing(String token, Account account, Optional<JsonObject> client) {
        if (!account.managed() || client.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Optional<String> mapper = client.get().getJsonArray("protocolMappers", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .filter(one -> PUBLISHER.equals(one.getString("name")))
                .map(one -> one.getString("id"))
                .findFirst();
        if (mapper.isPresent() == account.publishes()) {
            return Uni.createFrom().voidItem();
        }
        String path = "/clients/" + client.get().getString("id") + "/protocol-mappers/models";
        return (account.publishes()
                        ? send(token, HttpMethod.POST, path, role(PUBLISHER))
                        : send(token, HttpMethod.DELETE, path + "/" + mapper.orElseThrow(), null))
                .replaceWithVoid();
    }

    /** A client that somebody else disabled stays as it is. */
    private Uni<Void> enable(String token, JsonObject client, boolean enabled) {
        boolean suspended = "true"
                .equals(client.getJsonObject("attributes", new JsonObject()).getString(SUSPENDED));
        boolean is = client.getBoolean("enabled", true);
        if (is == enabled || (enabled && !suspended)) {
            return Uni.createFrom().voidItem();
        }
        JsonObject change = new JsonObject()
                .put("clientId", client.getString("clientId"))
                .put("enabled", enabled)
                .put("attributes", new JsonObject().put(SUSPENDED, Boolean.toString(!enabled)));
        return send(token, HttpMethod.PUT, "/clients/" + client.getString("id"), change)
                .replaceWithVoid();
    }

    private Uni<HttpResponse<Buffer>> send(String token, HttpMethod method, String path, @Nullable JsonObject body) {
        HttpRequest<Buffer> request = http.requestAbs(method, realm.replaceFirst("/realms/", "/admin/realms/") + path)
                .timeout(BOUND.toMillis())
                .bearerTokenAuthentication(token);
        return (body == null
                        ? request.send()
                        : request.putHeader("Content-Type", "application/json")
                                .sendBuffer(Buffer.buffer(body.encode())))
                .map(answer -> done(answer, method + " " + path.split("[/?]", -1)[1]));
    }

    private static HttpResponse<Buffer> done(HttpResponse<Buffer> answer, String step) {
        if (answer.statusCode() / 100 != 2) {
            throw new Away(step + " " + answer.statusCode());
        }
        return answer;
    }
}
