package ge.khidi.localstack.replay;

import java.util.List;

/** What intake said to one line. */
sealed interface Verdict {

    /** A receipt for something new. */
    record Accepted(String eventId, int revision) implements Verdict {}

    /** The receipt that was given the first time. */
    record AlreadyKnown(String eventId, int revision) implements Verdict {}

    /** Nothing was kept. */
    record Refused(List<Reason> reasons) implements Verdict {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }
}
