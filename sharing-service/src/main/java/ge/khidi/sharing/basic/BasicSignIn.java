package ge.khidi.sharing.basic;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.security.AuthenticationFailedException;
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
import java.util.Set;

/**
 * Basic for the paths of tools that cannot do OAuth: {@code /taxii2/}, {@code /misp/}, {@code /v1/feed.csv} and {@code /v1/feed/rights}. A
 * bearer token is good there as well; on every other path a Basic header is as good as none.
 */
@Singleton
class BasicSignIn implements HttpAuthenticationMechanism {

    /** Both schemes in one field (RFC 9110 section 11.6.1). */
    private static final String CHALLENGE = "Bearer, Basic realm=\"khidi\"";

    private static final String BEARER = "Bearer ";

    private final ClientSecrets secrets;
    private final VerifiedTokens tokens;

    BasicSignIn(ClientSecrets secrets, VerifiedTokens tokens) {
        this.secrets = secrets;
        this.tokens = tokens;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager identities) {
        String header = request.request().getHeader(HttpHeaderNames.AUTHORIZATION);
        if (header == null || !ToolPaths.has(request.normalizedPath())) {
            return Uni.createFrom().nullItem();
        }
        if (BasicCredentials.areIn(header)) {
            return BasicCredentials.parse(header)
                    .map(secrets::token)
                    .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException()))
                    .chain(token -> tokens.signIn(token, request, identities));
        }
        return header.startsWith(BEARER) && header.length() > BEARER.length()
                ? tokens.signIn(header.substring(BEARER.length()), request, identities)
                : Uni.createFrom().nullItem();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return ToolPaths.has(request.normalizedPath())
                ? Uni.createFrom().item(new ChallengeData(401, HttpHeaderNames.WWW_AUTHENTICATE, CHALLENGE))
                : Uni.createFrom().nullItem();
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(TokenAuthenticationRequest.class);
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext request) {
        return Uni.createFrom().item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, "basic"));
    }

    /** Before bearer tokens, which look at the same header. */
    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 2;
    }
}
