package ge.khidi.intake.reception;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.intake.submission.Author;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import java.util.Optional;

/**
 * As what a caller may speak: an agency's system, or an analyst of the Information-Analytical Department; and the platform's own courier, which names the
 * agency for which it comes. Nobody else may.
 */
public final class Authors {

    private Authors() {}

    public static Author of(Caller caller) {
        if (caller.machine() && caller.has(Role.EVENT_PUBLISHER)) {
            return new Author(caller.agency(), caller.unit(), Author.Kind.SYSTEM);
        }
        if (!caller.machine() && caller.has(Role.ANALYST) && caller.agency().equals(AgencyId.IAD)) {
            return new Author(caller.agency(), caller.unit(), Author.Kind.ANALYST);
        }
        throw new ProblemException(ProblemType.NOT_PERMITTED);
    }

    /**
     * The same where a courier may come as well. Whoever names somebody to speak for and is no courier is refused: a header must not look as if it meant
     * something.
     *
     * @param onBehalfOf the header {@link Headers#ON_BEHALF_OF}, if it was sent
     * @param unit the one that the header {@link Headers#ON_BEHALF_OF_UNIT} names
     */
    static Author of(Caller caller, Optional<String> onBehalfOf, Optional<String> unit) {
        if (onBehalfOf.isEmpty() && unit.isEmpty()) {
            return of(caller);
        }
        return onBehalfOf
                .flatMap(AgencyId::parse)
                .filter(agency -> caller.machine() && caller.has(Role.EVENT_COURIER))
                .map(agency -> new Author(agency, unit, Author.Kind.COURIER))
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_PERMITTED));
    }

    /** An agency's system, which alone may send in bulk. */
    public static Author system(Caller caller) {
        Author author = of(caller);
        if (author.kind() != Author.Kind.SYSTEM) {
            throw new ProblemException(ProblemType.NOT_PERMITTED);
        }
        return author;
    }

    /** Who acts, as the audit log names them: a courier for the agency it speaks for. */
    static Actor actor(Caller caller, Author author) {
        return Actor.of(author.agency(), caller.subject(), caller.client());
    }
}
