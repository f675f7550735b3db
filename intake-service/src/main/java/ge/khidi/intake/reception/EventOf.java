package ge.khidi.intake.reception;

import ge.khidi.intake.submission.Outcome;

/** The revision an outcome is about, for the log; a refusal is about none. */
enum EventOf implements Outcome.Cases<String> {
    OUTCOME;

    private static final String NONE = "-";

    @Override
    public String accepted(Outcome.Accepted outcome) {
        return outcome.receipt().id().toString();
    }

    @Override
    public String alreadyKnown(Outcome.AlreadyKnown outcome) {
        return outcome.receipt().id().toString();
    }

    @Override
    public String conflict(Outcome.Conflict outcome) {
        return NONE;
    }

    @Override
    public String refused(Outcome.Refused outcome) {
        return NONE;
    }
}
