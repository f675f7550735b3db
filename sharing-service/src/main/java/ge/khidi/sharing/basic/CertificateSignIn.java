package ge.khidi.sharing.basic;

import ge.khidi.relay.certificate.Thumbprint;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Set;

/**
 * A certificate instead of a secret (RFC 8705 section 2.2), on the paths of tools that cannot do OAuth. Where a request says who it is by a header
 * too, the header counts. A certificate that is bound to no client is as good as none.
 */
@Singleton
class CertificateSignIn implements HttpAuthenticationMechanism {

    private final BoundCertificates bound;
    private final ClientSecrets secrets;
    private final VerifiedTokens tokens;
    private final Clock clock;

    CertificateSignIn(BoundCertificates bound, ClientSecrets secrets, VerifiedTokens tokens, Clock clock) {
        this.bound = bound;
        this.secrets = secrets;
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager identities) {
        if (request.request().headers().contains(HttpHeaderNames.AUTHORIZATION)
                || !ToolPaths.has(request.normalizedPath())) {
            return Uni.createFrom().nullItem();
        }
        return Thumbprint.presented(request.request(), clock.instant())
                .flatMap(bound::find)
                .map(client -> secrets.token(client).chain(token -> tokens.signIn(token, request, identities)))
                .orElseGet(() -> Uni.createFrom().nullItem());
    }

    /** The other mechanism of these paths says how to sign in. */
    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(TokenAuthenticationRequest.class);
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext request) {
        return Uni.createFrom().item(new HttpCredentialTransport(HttpCredentialTransport.Type.X509, "bound"));
    }
}
