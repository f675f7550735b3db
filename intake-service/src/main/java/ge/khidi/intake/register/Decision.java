package ge.khidi.intake.register;

import ge.khidi.intake.submission.Outcome;

/** One word for what became of a command, for logs and metrics. */
public enum Decision implements Outcome.Cases<String> {
    NAME;

    @Override
    public String accepted(Outcome.Accepted outcome) {
        return "accepted";
    }

    @Override
    public String alreadyKnown(Outcome.AlreadyKnown outcome) {
        return "already-known";
    }

    @Override
    public String conflict(Outcome.Conflict outcome) {
        return "conflict";
    }

    @Override
    public String refused(Outcome.Refused outcome) {
        return "refused";
    }
}
