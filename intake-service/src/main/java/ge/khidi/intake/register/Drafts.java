package ge.khidi.intake.register;

import ge.khidi.contract.EventId;
import ge.khidi.intake.submission.Admission;
import ge.khidi.intake.submission.Author;
import ge.khidi.intake.submission.Command;
import ge.khidi.intake.submission.Draft;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** Gives the decision what it may not fetch itself: the time and a fresh id. Costly for a large event, so not on the event loop. */
@Singleton
public class Drafts {

    private final Admission admission;
    private final Clock clock;

    public Drafts(Admission admission, Clock clock) {
        this.admission = admission;
        this.clock = clock;
    }

    public Draft draft(Author author, Command command) {
        return admission.draft(author, command, new EventId(UUID.randomUUID()), clock.instant());
    }

    /** The time at which what is submitted now counts as submitted. */
    public Instant now() {
        return clock.instant();
    }
}
