package ge.khidi.sharing.basic;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.BaseAuthenticationRequest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Somebody whose token was verified a moment ago comes with it again: only what may have changed meanwhile is asked, as of everybody. */
final class KnownCaller extends BaseAuthenticationRequest {

    private final SecurityIdentity identity;

    KnownCaller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** Takes their word; the augmentors come after it, and with them the suspensions. */
    @Singleton
    static class Provider implements IdentityProvider<KnownCaller> {

        @Override
        public Class<KnownCaller> getRequestType() {
            return KnownCaller.class;
        }

        @Override
        public Uni<SecurityIdentity> authenticate(KnownCaller known, AuthenticationRequestContext context) {
            return Uni.createFrom().item(known.identity);
        }
    }
}
