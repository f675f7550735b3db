package ge.khidi.sharing.suspension;

import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Refuses whoever speaks for a suspended agency, whatever they ask for, although their token may be good for some minutes more. */
@Singleton
class SuspendedCallers implements SecurityIdentityAugmentor {

    private static final int AFTER_THE_CALLER_IS_KNOWN = -10;

    private final Suspensions suspensions;

    SuspendedCallers(Suspensions suspensions) {
        this.suspensions = suspensions;
    }

    @Override
    public int priority() {
        return AFTER_THE_CALLER_IS_KNOWN;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        Optional<Caller> caller = CallerProvider.of(identity);
        return caller.isEmpty()
                ? Uni.createFrom().item(identity)
                : suspensions
                        .stands(caller.get().agency())
                        .chain(suspended -> suspended
                                ? Uni.createFrom().failure(new ForbiddenException())
                                : Uni.createFrom().item(identity));
    }
}
