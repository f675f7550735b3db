package ge.khidi.sharing.stream;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.housekeeping.Rounds;
import ge.khidi.relay.problem.Outage;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.relay.trace.FreshContext;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.feed.FeedsGrew;
import ge.khidi.sharing.feed.Reader;
import ge.khidi.sharing.suspension.Suspended;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Every open stream of this instance. All that is known of them is touched on one Vert.x context, so nothing here is locked: what comes
 * from elsewhere, such as that a socket has taken what was written, is carried over to it.
 *
 * <p>A stream reads when its list is longer than the place it has got to. That is heard from a look at the ends of the lists of all agencies
 * that have a stream open, right after an append of this instance, and every {@link StreamConfig#look()} for what others append.
 */
@Singleton
class Streams {

    private static final Logger LOG = Logger.getLogger(Streams.class);
    private static final Duration UPKEEP = Duration.ofMillis(250);
    private static final Duration GATHERING = Duration.ofMillis(5);
    private static final Duration LAST_WORDS = Duration.ofSeconds(10);
    private static final int READ_AT_A_TIME = 4;

    private final Ends ends;
    private final DecisionTable decisions;
    private final StreamConfig config;
    private final StreamMeters meters;
    private final Tracer tracer;
    private final Vertx vertx;
    private final Context context;
    private final Clock clock;
    private final Turns turns = new Turns(READ_AT_A_TIME);
    private final Map<Channel.Key, Channel> channels = new HashMap<>();
    private @Nullable Rounds looks;
    private boolean stopping;

    Streams(
            Ends ends,
            DecisionTable decisions,
            StreamConfig config,
            StreamMeters meters,
            OpenTelemetry openTelemetry,
            Vertx vertx,
            Clock clock) {
        this.ends = ends;
        this.decisions = decisions;
        this.config = config;
        this.meters = meters;
        this.tracer = openTelemetry.getTracer("ge.khidi.sharing");
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.clock = clock;
    }

    // what is heard from elsewhere

    void start(@Observes StartupEvent started) {
        here(() -> {
            looks = Rounds.begin(vertx, config.look(), this::look, LOG, "Looking for what live streams can tell");
            vertx.setPeriodic(UPKEEP.toMillis(), tick -> upkeep());
        });
    }

    void grew(@Observes FeedsGrew grown) {
        here(this::ring);
    }

    void suspended(@Observes Suspended suspended) {
        here(() -> endAll(suspended.agency(), Ending.SUSPENDED));
    }

    /** Before the open requests are waited for, of which each stream is one. */
    void stop(@Observes ShutdownDelayInitiatedEvent stops) {
        here(() -> {
            stopping = true;
            all().forEach(stream -> end(stream, Ending.RESTART));
        });
    }

    void stopped(@Observes ShutdownEvent stops) {
        here(() -> Optional.ofNullable(looks).ifPresent(Rounds::end));
    }

    private void here(Runnable work) {
        context.runOnContext(now -> work.run());
    }

    // opening and ending

    /**
     * Opens a stream; completes when it has ended, and fails with a problem before anything was written if the caller, or this instance, has
     * as many as it may.
     */
    Uni<Void> open(Reader reader, Carried carried, long from, Instant until, Outlet outlet) {
        return Uni.createFrom()
                .emitter(emitter -> here(() -> refusal(reader.caller())
                        .ifPresentOrElse(
                                refusal -> emitter.fail(new ProblemException(refusal)),
                                () -> begin(
                                        reader,
                                        carried,
                                        new Progress(from, until, clock.instant()),
                                        outlet,
                                        emitter))));
    }

    private Optional<Problem> refusal(Caller caller) {
        if (stopping || meters.open() >= config.most()) {
            return Optional.of(Problem.of(ProblemType.UNAVAILABLE, "no stream can be opened here at the moment"));
        }
        long own = all().stream()
                .filter(stream -> isSame(stream.reader().caller(), caller))
                .count();
        return own < config.perClient()
                ? Optional.empty()
                : Optional.of(Problem.of(
                        ProblemType.TOO_MANY_REQUESTS,
                        "at most " + config.perClient() + " streams are open at a time"));
    }

    private static boolean isSame(Caller one, Caller other) {
        return one.agency().equals(other.agency())
                && one.client().equals(other.client())
                && one.subject().equals(other.subject());
    }

    private void begin(
            Reader reader, Carried carried, Progress progress, Outlet outlet, UniEmitter<? super Void> emitter) {
        Caller caller = reader.caller();
        Channel channel = channels.computeIfAbsent(new Channel.Key(caller.agency(), carried), Channel::new);
        OpenStream stream = new OpenStream(reader, channel, progress, outlet, () -> emitter.complete(null));
        channel.streams().add(stream);
        meters.opened();
        emitter.onTermination(() -> here(() -> end(stream, Ending.LEFT)));
        outlet.begin();
        write(stream, ServerSentEvents.opening(config.retry(), carried.cursors().print(progress.place(), caller)));
        ring();
    }

    private void end(OpenStream stream, Ending why) {
        Channel channel = stream.channel();
        if (!channel.streams().remove(stream)) {
            return;
        }
        if (channel.streams().isEmpty()) {
            channels.remove(channel.key());
        }
        meters.ended(why);
        boolean waits = stream.progress().waits();
        if (why == Ending.SUSPENDED && waits) {
            stream.outlet().abandon();
        } else if (why != Ending.LEFT) {
            stream.outlet().end(why.told() ? ServerSentEvents.resume(why) : "");
        }
        if (why.told() && waits) {
            vertx.setTimer(LAST_WORDS.toMillis(), late -> abandon(stream));
        }
        stream.ended().run();
    }

    /** It had time to take the last words. */
    private static void abandon(OpenStream stream) {
        if (stream.progress().waits()) {
            stream.outlet().abandon();
        }
    }

    private void endAll(AgencyId agency, Ending why) {
        all().stream()
                .filter(stream -> stream.channel().key().agency().equals(agency))
                .forEach(stream -> end(stream, why));
    }

    private List<OpenStream> all() {
        return channels.values().stream()
                .flatMap(channel -> channel.streams().stream())
                .toList();
    }

    /** What time brings, known without asking anybody. */
    private void upkeep() {
        Instant now = clock.instant();
        for (OpenStream stream : all()) {
            Optional<Ending> ending = stream.progress().ending(now, config.patience());
            if (ending.isPresent()) {
                end(stream, ending.get());
            } else if (stream.progress().silent(now, config.heartbeat())) {
                write(stream, ServerSentEvents.HEARTBEAT);
            }
        }
    }

    // looking

    private void ring() {
        if (looks != null && !channels.isEmpty()) {
            looks.ring();
        }
    }

    private Uni<Void> look() {
        Set<AgencyId> agencies =
                channels.keySet().stream().map(Channel.Key::agency).collect(Collectors.toSet());
        return agencies.isEmpty()
                ? Uni.createFrom().voidItem()
                : ends.of(agencies)
                        .emitOn(this::here)
                        .invoke(found -> found.forEach(this::heard))
                        .replaceWithVoid();
    }

    private void heard(Ends.End end) {
        if (end.suspended()) {
            endAll(end.agency(), Ending.SUSPENDED);
            return;
        }
        boolean registered = decisions.find(end.agency()).isPresent();
        for (Channel channel : List.copyOf(channels.values())) {
            if (channel.key().agency().equals(end.agency())) {
                channel.endsAt(registered ? channel.carried().end(end) : 0);
                goOn(channel);
            }
        }
    }

    // reading

    private void goOn(Channel channel) {
        flush(channel);
        catchUp(channel);
    }

    /** Those that have got to the end read together, and then not again for the time of a flush. */
    private void flush(Channel channel) {
        Map<Long, List<OpenStream>> wanting = channel.resting() ? Map.of() : channel.wanting(false);
        if (!wanting.isEmpty()) {
            channel.rests(true);
            vertx.setTimer(config.flush().toMillis(), rested -> {
                channel.rests(false);
                flush(channel);
            });
            wanting.forEach((place, streams) -> read(channel, place, streams));
        }
    }

    /** Those that have more to read at once go on as fast as they take it. */
    private void catchUp(Channel channel) {
        if (!channel.gathering() && !channel.wanting(true).isEmpty()) {
            channel.gathers(true);
            vertx.setTimer(GATHERING.toMillis(), gathered -> {
                channel.gathers(false);
                channel.wanting(true).forEach((place, streams) -> read(channel, place, streams));
            });
        }
    }

    private void read(Channel channel, long place, List<OpenStream> streams) {
        streams.forEach(stream -> stream.progress().reads());
        turns.take(() -> chunk(channel.carried(), place, streams)
                .invoke(chunk -> streams.forEach(stream -> arrived(stream, chunk)))
                .onFailure()
                .invoke(failure -> failed(streams, failure))
                .onTermination()
                .invoke(() -> goOn(channel)));
    }

    /** In a trace of its own, linked to those of what it brings. */
    private Uni<Chunk> chunk(Carried carried, long place, List<OpenStream> streams) {
        List<Reader> readers = streams.stream()
                .filter(OpenStream::isOpen)
                .map(OpenStream::reader)
                .toList();
        if (readers.isEmpty()) {
            return Uni.createFrom().item(new Chunk(List.of(), place, false));
        }
        Span span = tracer.spanBuilder("stream.flush").setNoParent().startSpan();
        io.opentelemetry.context.Context trace =
                io.opentelemetry.context.Context.root().with(span);
        return FreshContext.run(vertx, trace, () -> carried.read(readers, place))
                .onTermination()
                .invoke(span::end)
                .emitOn(this::here);
    }

    private void arrived(OpenStream stream, Chunk chunk) {
        String text = stream.isOpen() ? stream.print(chunk) : "";
        stream.progress().arrived(chunk.last(), chunk.more());
        if (!text.isEmpty()) {
            meters.told(chunk.all().size());
            write(stream, text);
        }
    }

    private void failed(List<OpenStream> streams, Throwable failure) {
        streams.forEach(stream -> stream.progress().failed());
        if (!Outage.isBehind(failure)) {
            LOG.errorf("A stream ended through a fault of ours. cause=%s", Outage.describe(failure));
            streams.forEach(stream -> end(stream, Ending.FAULT));
        }
    }

    // writing

    private void write(OpenStream stream, String text) {
        Buffer bytes = Buffer.buffer(text);
        int length = bytes.length();
        stream.progress().wrote(clock.instant());
        meters.wrote(length);
        stream.outlet()
                .write(bytes)
                .onComplete(written -> here(() -> {
                    meters.taken(length);
                    stream.progress().taken();
                    if (written.failed()) {
                        end(stream, Ending.LEFT);
                    } else if (stream.isOpen()) {
                        goOn(stream.channel());
                    }
                }));
    }
}
