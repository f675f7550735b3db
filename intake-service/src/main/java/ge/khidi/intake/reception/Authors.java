package ge.khidi.intake.reception;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.intake.submission.Author;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;

/** As what a caller may speak: an agency's system, or an analyst of the Information-Analytical Department. Nobody else may. */
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

    /** An agency's system, which alone may send in bulk. */
    public static Author system(Caller caller) {
        Author author = of(caller);
        if (author.kind() != Author.Kind.SYSTEM) {
            throw new ProblemException(ProblemType.NOT_PERMITTED);
        }
        return author;
    }

    public static Actor actor(Caller caller) {
        return Actor.of(caller.agency(), caller.subject(), caller.client());
    }
}
