package ge.khidi.relay.certificate;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * A token that names the certificate of whoever may use it ({@code cnf}, RFC 8705 section 3) is good with that certificate only, whatever it
 * asks for. One that is bound to something that is not checked here is good for nothing.
 */
@Singleton
class BoundTokens implements SecurityIdentityAugmentor {

    private static final int BEFORE_THE_CALLER_IS_KNOWN = 10;
    private static final String CONFIRMATION = "cnf";
    private static final String BY_CERTIFICATE = "x5t#S256";

    private final Clock clock = Clock.systemUTC();

    @Override
    public int priority() {
        return BEFORE_THE_CALLER_IS_KNOWN;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        return augment(identity, context, Map.of());
    }

    @Override
    public Uni<SecurityIdentity> augment(
            SecurityIdentity identity, AuthenticationRequestContext context, Map<String, Object> attributes) {
        return identity.getPrincipal() instanceof JsonWebToken token
                        && token.containsClaim(CONFIRMATION)
                        && !names(token, presented(attributes))
                ? Uni.createFrom().failure(new AuthenticationFailedException())
                : Uni.createFrom().item(identity);
    }

    private Optional<Thumbprint> presented(Map<String, Object> attributes) {
        return Optional.<RoutingContext>ofNullable(HttpSecurityUtils.getRoutingContextAttribute(attributes))
                .flatMap(request -> Thumbprint.presented(request.request(), clock.instant()));
    }

    private static boolean names(JsonWebToken token, Optional<Thumbprint> presented) {
        byte[] claims = Base64.getUrlDecoder().decode(token.getRawToken().split("\\.", -1)[1]);
        return new JsonObject(Buffer.buffer(claims)).getValue(CONFIRMATION) instanceof JsonObject methods
                && methods.fieldNames().equals(Set.of(BY_CERTIFICATE))
                && presented
                        .filter(thumbprint -> thumbprint.value().equals(methods.getValue(BY_CERTIFICATE)))
                        .isPresent();
    }
}
