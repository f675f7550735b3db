package ge.khidi.sharing.basic;

import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.problem.ProblemException;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.MultiMap;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Asks Keycloak's token endpoint about a client's secret (client credentials grant), and remembers for a minute that it was right. A
 * secret that was changed or a client that was disabled at Keycloak is therefore good here for a minute more; a suspension counts at once,
 * since every request asks for it.
 */
@Singleton
public class ClientSecrets {

    private static final Logger LOG = Logger.getLogger(ClientSecrets.class);
    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403);

    /** More who wait for Keycloak at once are told to come again: guessing secrets must not use up the service. */
    private static final int MOST_WAITING = 200;

    private final WebClient http;
    private final String tokenEndpoint;
    private final Clock clock;
    private final Proven<String> proven = new Proven<>();

    ClientSecrets(
            Vertx vertx, Clock clock, @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> realm) {
        this.http = WebClient.create(
                io.vertx.mutiny.core.Vertx.newInstance(vertx),
                new WebClientOptions().setConnectTimeout((int) BOUND.toMillis()).setMaxWaitQueueSize(MOST_WAITING));
        this.tokenEndpoint = realm.orElse("") + "/protocol/openid-connect/token";
        this.clock = clock;
    }

    /** The access token of an account of the platform's own; fails as {@link #token(BasicCredentials)} does. */
    public Uni<String> token(String client, String secret) {
        return token(new BasicCredentials(client, secret));
    }

    /**
     * The access token of the client with that secret. Fails with {@link AuthenticationFailedException} where Keycloak refuses, and with a
     * problem (503) where it cannot be asked.
     */
    Uni<String> token(BasicCredentials given) {
        Optional<String> known = proven.find(given.pair(), clock.instant());
        return known.isPresent() ? Uni.createFrom().item(known.get()) : ask(given);
    }

    private Uni<String> ask(BasicCredentials given) {
        MultiMap form = MultiMap.caseInsensitiveMultiMap()
                .add("grant_type", "client_credentials")
                .add("client_id", given.client())
                .add("client_secret", given.secret());
        return http.postAbs(tokenEndpoint)
                .timeout(BOUND.toMillis())
                .sendForm(form)
                .onFailure()
                .transform(away -> away(away.getClass().getName()))
                .map(answer -> read(given, answer));
    }

    private String read(BasicCredentials given, HttpResponse<Buffer> answer) {
        if (REFUSALS.contains(answer.statusCode())) {
            throw new AuthenticationFailedException();
        }
        if (answer.statusCode() != 200) {
            throw away("status " + answer.statusCode());
        }
        JsonObject grant = answer.bodyAsJsonObject();
        String token = grant.getString("access_token");
        proven.keep(given.pair(), token, Duration.ofSeconds(grant.getLong("expires_in", 0L)), clock.instant());
        return token;
    }

    private static ProblemException away(String cause) {
        LOG.warnf("A client's secret could not be checked because Keycloak is away. cause=%s", cause);
        return new ProblemException(ProblemType.UNAVAILABLE);
    }
}
