package ge.khidi.intake.reception;

import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.codec.Parsed;
import ge.khidi.contract.codec.SubmissionCodec;
import ge.khidi.intake.register.Decision;
import ge.khidi.intake.register.Drafts;
import ge.khidi.intake.register.Entry;
import ge.khidi.intake.register.Register;
import ge.khidi.intake.submission.Author;
import ge.khidi.intake.submission.Command;
import ge.khidi.intake.submission.Draft;
import ge.khidi.intake.submission.Faults;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.relay.suspension.SuspendedNow;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Takes one command from a request to its answer: read, understood away from the event loop, kept, answered. */
@Singleton
class Desk {

    /** The largest body of a request about one event. */
    static final int MOST_BYTES = SubmissionCodec.MAX_BYTES;

    private static final Logger LOG = Logger.getLogger(Desk.class);

    private final Vertx vertx;
    private final CallerProvider callers;
    private final Drafts drafts;
    private final Register register;
    private final SuspendedNow suspended;

    Desk(Vertx vertx, CallerProvider callers, Drafts drafts, Register register, SuspendedNow suspended) {
        this.vertx = vertx;
        this.callers = callers;
        this.drafts = drafts;
        this.register = register;
        this.suspended = suspended;
    }

    /** What a body asks for, with everything that is wrong with it. */
    interface Understanding {
        Parsed<? extends Command> read(byte[] body, Instant now);
    }

    /** Whoever was suspended while they were still sending is refused like one who comes after. */
    Uni<Response> serve(HttpServerRequest request, Understanding understanding) {
        Caller caller = callers.caller();
        Author author = Authors.of(
                caller,
                Optional.ofNullable(request.getHeader(Headers.ON_BEHALF_OF)),
                Headers.unit(request.getHeader(Headers.ON_BEHALF_OF_UNIT)));
        Body.require(request, MediaType.APPLICATION_JSON);
        return Body.read(request, MOST_BYTES)
                .chain(body -> offTheLoop(author, understanding, body))
                .call(() -> suspended.letIn(caller.agency()))
                .chain(draft -> register.keep(new Entry(draft, Authors.actor(caller, author), Optional.empty())))
                .invoke(outcome -> LOG.infof(
                        "An agency spoke and was answered. agency=%s decision=%s event=%s",
                        author.agency(), outcome.accept(Decision.NAME), outcome.accept(EventOf.OUTCOME)))
                .map(outcome -> outcome.accept(Answers.OF));
    }

    private Uni<Draft> offTheLoop(Author author, Understanding understanding, byte[] body) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(() -> draft(author, understanding, body), false)
                        .toCompletionStage());
    }

    private Draft draft(Author author, Understanding understanding, byte[] body) {
        Parsed<? extends Command> command = understanding.read(body, drafts.now());
        return drafts.draft(author, command.toOptional().orElseThrow(() -> faulty(command.faults())));
    }

    private static ProblemException faulty(List<Fault> faults) {
        return new ProblemException(Faults.problem(faults));
    }
}
