package ge.khidi.sharing.basic;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Signs a request in by an access token. Tools ask often: a token is verified when it comes first, and then once a minute. What may have
 * changed meanwhile, a suspension, or the certificate that a bound token needs, is looked at with every request.
 */
@Singleton
class VerifiedTokens {

    private final Clock clock;
    private final Proven<SecurityIdentity> verified = new Proven<>();

    VerifiedTokens(Clock clock) {
        this.clock = clock;
    }

    Uni<SecurityIdentity> signIn(String token, RoutingContext request, IdentityProviderManager identities) {
        Instant now = clock.instant();
        return verified.find(token, now)
                .map(identity -> identities.authenticate(on(request, new KnownCaller(identity))))
                .orElseGet(() -> identities
                        .authenticate(on(request, new TokenAuthenticationRequest(new AccessTokenCredential(token))))
                        .invoke(identity -> remember(token, identity, now)));
    }

    private static AuthenticationRequest on(RoutingContext request, AuthenticationRequest asked) {
        return HttpSecurityUtils.setRoutingContextAttribute(asked, request);
    }

    /** Who it is and the roles, and nothing of this request. */
    private void remember(String token, SecurityIdentity identity, Instant now) {
        if (identity.getPrincipal() instanceof JsonWebToken claims) {
            SecurityIdentity kept = QuarkusSecurityIdentity.builder()
                    .setPrincipal(claims)
                    .addRoles(identity.getRoles())
                    .build();
            verified.keep(token, kept, Duration.between(now, Instant.ofEpochSecond(claims.getExpirationTime())), now);
        }
    }
}
