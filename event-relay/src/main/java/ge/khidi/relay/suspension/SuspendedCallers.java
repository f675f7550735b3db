package ge.khidi.relay.suspension;

import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
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

    private final SuspendedNow suspended;

    SuspendedCallers(SuspendedNow suspended) {
        this.suspended = suspended;
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
                : suspended.letIn(caller.get().agency()).replaceWith(identity);
    }
}
