package ge.khidi.relay.caller;

import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.problem.ProblemException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

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

    /** The caller that a verified token has become; nothing for whoever came without one. */
    public static Optional<Caller> of(SecurityIdentity identity) {
        return Optional.ofNullable(identity.getAttribute(CallerAugmentor.CALLER));
    }

    /** Refuses (403) if the request carries no token that made a caller. */
    @Produces
    @Dependent
    public Caller caller() {
        return of(identity).orElseThrow(ForbiddenException::new);
    }

    /** The caller where only people may ask; refuses (403) a machine, whatever its roles. */
    public Caller person() {
        Caller caller = caller();
        if (caller.machine()) {
            throw new ProblemException(Problem.of(ProblemType.NOT_PERMITTED, "for people only"));
        }
        return caller;
    }
}
