package ge.khidi.intake.batch;

import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.codec.Parsed;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.intake.register.Drafts;
import ge.khidi.intake.register.Entry;
import ge.khidi.intake.register.Register;
import ge.khidi.intake.submission.Author;
import ge.khidi.intake.submission.Command;
import ge.khidi.intake.submission.Draft;
import ge.khidi.intake.submission.Faults;
import ge.khidi.intake.submission.Outcome;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.problem.Outage;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.relay.suspension.SuspendedNow;
import ge.khidi.relay.trace.TraceContext;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Keeps some lines of a batch, and answers each with its result; nothing is kept of a line whose agency was suspended while the batch went on. It fails only
 * if the database is away: then nothing is known of these lines, the batch is broken off, and sending it again is safe.
 */
@Singleton
class Keeper {

    private static final Logger LOG = Logger.getLogger(Keeper.class);

    private static final Outcome SUSPENDED =
            new Outcome.Refused(Problem.of(ProblemType.NOT_PERMITTED, "the agency is suspended"));

    private final Vertx vertx;
    private final Drafts drafts;
    private final Register register;
    private final SuspendedNow suspended;
    private final Tracer tracer;

    Keeper(Vertx vertx, Drafts drafts, Register register, SuspendedNow suspended, OpenTelemetry openTelemetry) {
        this.vertx = vertx;
        this.drafts = drafts;
        this.register = register;
        this.suspended = suspended;
        this.tracer = openTelemetry.getTracer("ge.khidi.intake");
    }

    /** On whose behalf, and the request the lines came in. */
    record Sender(Author author, Actor actor, SpanContext request) {}

    Uni<List<String>> keep(Sender sender, List<Line> lines) {
        return suspended
                .has(sender.author().agency())
                .onFailure(Outage::isBehind)
                .transform(Keeper::away)
                .chain(refused -> refused
                        ? Uni.createFrom().item(results(lines, Collections.nCopies(lines.size(), SUSPENDED)))
                        : kept(sender, lines));
    }

    private Uni<List<String>> kept(Sender sender, List<Line> lines) {
        List<Span> spans = lines.stream().map(line -> span(sender)).toList();
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(() -> entries(sender, lines, spans), false)
                        .toCompletionStage())
                .chain(this::keepTogether)
                .map(outcomes -> results(lines, outcomes))
                .eventually(() -> spans.forEach(Span::end));
    }

    private Uni<List<Outcome>> keepTogether(List<Entry> entries) {
        return register.keep(entries).onFailure().recoverWithUni(failure -> keepApart(entries, failure));
    }

    /** One of them made the transaction fail; the others must not suffer for it. */
    private Uni<List<Outcome>> keepApart(List<Entry> entries, Throwable failure) {
        if (Outage.isBehind(failure)) {
            return Uni.createFrom().failure(away(failure));
        }
        return Multi.createFrom()
                .iterable(entries)
                .onItem()
                .transformToUniAndConcatenate(
                        entry -> register.keep(entry).onFailure().recoverWithUni(Keeper::failed))
                .collect()
                .asList();
    }

    private static Uni<Outcome> failed(Throwable failure) {
        if (Outage.isBehind(failure)) {
            return Uni.createFrom().failure(away(failure));
        }
        LOG.errorf("A line of a batch failed through a fault of ours. cause=%s", Outage.describe(failure));
        return Uni.createFrom().item(Outcome.Refused.of(ProblemType.INTERNAL));
    }

    private static ProblemException away(Throwable failure) {
        LOG.warnf("A batch is broken off because the database is away. cause=%s", Outage.describe(failure));
        return new ProblemException(ProblemType.UNAVAILABLE);
    }

    private List<Entry> entries(Sender sender, List<Line> lines, List<Span> spans) {
        Instant now = drafts.now();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Optional<TraceContext> trace = TraceContext.of(Context.root().with(spans.get(i)));
            entries.add(new Entry(draft(sender, lines.get(i), now), sender.actor(), trace));
        }
        return entries;
    }

    private Draft draft(Sender sender, Line line, Instant now) {
        Optional<byte[]> bytes = line.bytes();
        if (bytes.isEmpty()) {
            return new Draft.Settled(sender.author(), new Outcome.Refused(Faults.tooLarge()));
        }
        Parsed<? extends Command> command = Op.parse(bytes.get(), now);
        return command.toOptional()
                .map(known -> drafts.draft(sender.author(), known))
                .orElseGet(() -> new Draft.Settled(sender.author(), refused(command.faults())));
    }

    private static Outcome refused(List<Fault> faults) {
        return new Outcome.Refused(Faults.problem(faults));
    }

    private static List<String> results(List<Line> lines, List<Outcome> outcomes) {
        List<String> results = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            results.add(outcomes.get(i).accept(new Result(lines.get(i).number())));
        }
        return results;
    }

    /** Each line is a story of its own, which only began in this request. */
    private Span span(Sender sender) {
        return tracer.spanBuilder("accept line")
                .setNoParent()
                .setSpanKind(SpanKind.SERVER)
                .addLink(sender.request())
                .startSpan();
    }
}
