package ge.khidi.intake.retention;

import ge.khidi.intake.register.Drafts;
import ge.khidi.intake.register.Entry;
import ge.khidi.intake.register.Register;
import ge.khidi.intake.submission.Author;
import ge.khidi.intake.submission.Command;
import ge.khidi.intake.submission.Outcome;
import ge.khidi.intake.submission.Target;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.housekeeping.Rounds;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Erases what nobody decided to keep, from the start of the service on and then every so often. Whether an event really is to be erased is
 * decided anew under its lock, so several instances, and a decision to keep it that comes at this moment, do no harm.
 */
@Singleton
class Eraser {

    private static final Logger LOG = Logger.getLogger(Eraser.class);
    private static final Actor ACTOR = Actor.platform("retention");

    private final Reviews reviews;
    private final Register register;
    private final Drafts drafts;
    private final RetentionConfig config;
    private final Vertx vertx;
    private final Counter erased;
    private final Counter failed;

    Eraser(
            Reviews reviews,
            Register register,
            Drafts drafts,
            RetentionConfig config,
            Vertx vertx,
            MeterRegistry meters) {
        this.reviews = reviews;
        this.register = register;
        this.drafts = drafts;
        this.config = config;
        this.vertx = vertx;
        this.erased = meters.counter("khidi.intake.erased");
        this.failed = meters.counter("khidi.intake.erasures.failed");
    }

    void start(@Observes StartupEvent started) {
        Rounds.begin(vertx, config.every(), this::look, LOG, "Erasing what nobody decided to keep")
                .go();
    }

    private Uni<Integer> look() {
        return eraseOverdue(Optional.empty()).invoke(Eraser::tell).call(reviews::forgetRepeats);
    }

    private static void tell(int events) {
        if (events > 0) {
            LOG.infof("Events were erased that nobody decided to keep. events=%d", events);
        }
    }

    /** How many were erased of those behind an event. Ends when none is left; one that cannot be erased is passed, and tried at the next look. */
    private Uni<Integer> eraseOverdue(Optional<Reviews.Overdue> after) {
        return reviews.listOverdue(after, config.together()).chain(overdue -> {
            if (overdue.isEmpty()) {
                return Uni.createFrom().item(0);
            }
            List<Reviews.Overdue> together = ofOneAuthor(overdue);
            Optional<Reviews.Overdue> last = Optional.of(together.get(together.size() - 1));
            return erase(together)
                    .onFailure()
                    .recoverWithUni(() -> eraseEach(together))
                    .chain(count -> eraseOverdue(last).map(more -> count + more));
        });
    }

    private Uni<Integer> erase(List<Reviews.Overdue> together) {
        return register.keep(together.stream().map(this::entry).toList())
                .map(outcomes -> (int) outcomes.stream()
                        .filter(Outcome.Accepted.class::isInstance)
                        .count())
                .invoke(count -> erased.increment(count));
    }

    /** One of them failed, and the others with it: each by itself, past those that fail. */
    private Uni<Integer> eraseEach(List<Reviews.Overdue> together) {
        return Multi.createFrom()
                .iterable(together)
                .onItem()
                .transformToUniAndConcatenate(one -> erase(List.of(one))
                        .onFailure()
                        .invoke(failure -> failed(one, failure))
                        .onFailure()
                        .recoverWithItem(0))
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }

    private void failed(Reviews.Overdue one, Throwable failure) {
        failed.increment();
        LOG.errorf(
                "An event that nobody decided to keep could not be erased; it is tried again at the next look. event=%s cause=%s",
                one.id(), failure.getClass().getName());
    }

    /** Those of the first originator and kind of author only: the record keeps entries of one author together. */
    private static List<Reviews.Overdue> ofOneAuthor(List<Reviews.Overdue> overdue) {
        Author author = author(overdue.get(0));
        return overdue.stream().filter(one -> author(one).equals(author)).toList();
    }

    private Entry entry(Reviews.Overdue overdue) {
        Command erase = Command.Erase.overdue(Target.id(overdue.id()));
        return new Entry(drafts.draft(author(overdue), erase), ACTOR, Optional.empty());
    }

    private static Author author(Reviews.Overdue overdue) {
        Author.Kind kind = overdue.decision() ? Author.Kind.ANALYST : Author.Kind.SYSTEM;
        return new Author(overdue.originator(), Optional.empty(), kind);
    }
}
