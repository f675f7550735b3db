package ge.khidi.relay.caller;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Turns every verified token into a {@link Caller}, and refuses one that names no agency, whatever it asks for. */
@Singleton
class CallerAugmentor implements SecurityIdentityAugmentor {

    static final String CALLER = "ge.khidi.caller";

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous() || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        Optional<Caller> caller = Caller.of(token, identity.getRoles());
        return caller.isEmpty()
                ? Uni.createFrom().failure(new ForbiddenException())
                : Uni.createFrom()
                        .item(QuarkusSecurityIdentity.builder(identity)
                                .addAttribute(CALLER, caller.get())
                                .build());
    }
}
