package ge.khidi.relay.caller;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * The caller of the current request. A resource that lives longer than a request asks {@link #caller()} in each method; one that
 * lives as long as a request may have a {@link Caller} injected.
 */
@Singleton
public class CallerProvider {

    private final SecurityIdentity identity;

    public CallerProvider(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** Refuses (403) if the request carries no token that made a caller. */
    @Produces
    @Dependent
    public Caller caller() {
        Caller caller = identity.getAttribute(CallerAugmentor.CALLER);
        if (caller == null) {
            throw new ForbiddenException();
        }
        return caller;
    }
}
