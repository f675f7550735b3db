package ge.khidi.sharing.activation;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Authority;
import ge.khidi.relay.audit.Operation;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.feed.Consequence;
import ge.khidi.sharing.feed.Consequence.Effect;
import ge.khidi.sharing.feed.Consequences;
import ge.khidi.sharing.feed.Consequences.Change;
import ge.khidi.sharing.feed.Consequences.Chunk;
import ge.khidi.sharing.feed.Consequences.Run;
import ge.khidi.sharing.feed.Countries;
import ge.khidi.sharing.feed.Page;
import ge.khidi.sharing.feed.SeenNow;
import ge.khidi.sharing.feed.Sql;
import ge.khidi.sharing.feed.StateMovedException;
import ge.khidi.sharing.feed.ThroughSources;
import ge.khidi.sharing.feed.ThroughSources.Reached;
import ge.khidi.sharing.policy.Loaded;
import ge.khidi.sharing.policy.SourceFault;
import ge.khidi.sharing.rulebook.InForce;
import ge.khidi.sharing.rulebook.Rulebook;
import ge.khidi.sharing.rulebook.VersionKind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Says what would happen if a version were put in force now, without doing it: the same question the activation's job asks, in one
 * snapshot of the database. Nothing is appended and nobody is told; the classes are decided for it, and the decisions kept, so that an
 * activation finds them.
 */
@ApplicationScoped
public class Simulation {

    private static final int CHUNK = 500;
    private static final int SAMPLES = 5;
    private static final String FIRST = "00000000-0000-0000-0000-000000000000";

    private static final String ONE_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ WRITE";
    private static final String WATERMARK = """
            SELECT e.epoch, to_json(clock_timestamp()) #>> '{}', (SELECT sum(last_seq) FROM feed) FROM current_epoch e
            """;
    // What an officer may be shown of an event: that it exists, if their own agency said it or has been offered it; of
    // the latter, whether it is shown to the agency still is asked then.
    private static final String KNOWN_TO = """
            SELECT CAST(h.event_id AS text), h.revision, h.originator = :agency FROM event_head h
            WHERE h.event_id = ANY(CAST(CAST(:events AS text) AS uuid[])) AND (h.originator = :agency OR EXISTS (
                SELECT 1 FROM feed f CROSS JOIN LATERAL (
                    SELECT x.kind FROM (
                        SELECT seq, kind FROM feed_row r WHERE r.event_id = h.event_id AND r.feed = f.id AND r.cause = 0
                        UNION ALL
                        SELECT seq, kind FROM feed_row r WHERE r.event_id = h.event_id AND r.feed = f.id AND r.cause <> 0
                    ) x ORDER BY x.seq DESC LIMIT 1
                ) last WHERE f.partner = :agency AND last.kind IN (1, 2, 3)))
            """;

    private final Mutiny.SessionFactory sessions;
    private final DecisionTable decisions;
    private final SeenNow seenNow;
    private final Consequences consequences;
    private final ThroughSources throughSources;
    private final Countries countries;
    private final Rulebook rulebook;
    private final AuditLog audit;
    private final Clock clock;

    Simulation(
            Mutiny.SessionFactory sessions,
            DecisionTable decisions,
            SeenNow seenNow,
            Consequences consequences,
            ThroughSources throughSources,
            Countries countries,
            Rulebook rulebook,
            AuditLog audit,
            Clock clock) {
        this.sessions = sessions;
        this.decisions = decisions;
        this.seenNow = seenNow;
        this.consequences = consequences;
        this.throughSources = throughSources;
        this.countries = countries;
        this.rulebook = rulebook;
        this.audit = audit;
        this.clock = clock;
    }

    /** Where the database was when it was looked at: the epoch in force, the time, and how many rows all feeds had together. */
    public record Watermark(long epoch, Instant at, long rows) {}

    /** How often something happens to a partner, by what decides it, with a few events the officer may know of. */
    public static final class Counts {
        final Map<Effect, Long> effects = new EnumMap<>(Effect.class);
        final Map<String, Map<Effect, Long>> policies = new TreeMap<>();
        final Map<Effect, List<EventId>> samples = new EnumMap<>(Effect.class);

        private void add(Consequence one, List<String> deciding) {
            effects.merge(one.effect(), 1L, Long::sum);
            deciding.forEach(policy -> policies.computeIfAbsent(policy, none -> new EnumMap<>(Effect.class))
                    .merge(one.effect(), 1L, Long::sum));
        }

        private boolean wantsSample(Consequence one) {
            return samples.getOrDefault(one.effect(), List.of()).size() < SAMPLES;
        }

        private void sample(Consequence one) {
            samples.computeIfAbsent(one.effect(), none -> new ArrayList<>())
                    .add(one.revision().eventId());
        }
    }

    /** What came of it. */
    public record Result(Watermark watermark, Map<AgencyId, Counts> partners) {}

    /** A version, and from when personal data received earlier are brought along. */
    public record Order(VersionKind kind, int version, Optional<Instant> backfillFrom) {

        /** What the audit log says it is about: a version, and the window where there is one. */
        Authority under(long epoch) {
            List<String> about = new ArrayList<>(List.of(kind.name(version)));
            backfillFrom.ifPresent(from -> about.add("backfill/" + from));
            return new Authority(epoch, about);
        }
    }

    /** Somebody's order that is carried out, and how far it is. */
    record Task(Order order, Actor by, Far far) {}

    /**
     * Works out what would happen, and hands it over in the snapshot that it is of, so that it is kept and logged together or not at all. If other
     * rules go in force while the classes are decided, it begins anew. Answers the faults for which nothing can be said; usually none.
     */
    Uni<List<SourceFault>> run(Task task, BiFunction<Mutiny.Session, Result, Uni<Void>> keep) {
        Order order = task.order();
        return decisions
                .inForce()
                .chain(now -> rulebook.active()
                        .chain(active -> rulebook.look(active.with(order.kind(), order.version())))
                        .chain(loaded -> loaded instanceof Loaded.Faulty<InForce> faulty
                                ? Uni.createFrom().item(faulty.faults())
                                : run(task, now, loaded.orThrow(), keep).replaceWith(List.<SourceFault>of())))
                .onFailure(StateMovedException.class)
                .recoverWithUni(() -> run(task, keep));
    }

    private Uni<Void> run(Task task, long now, InForce by, BiFunction<Mutiny.Session, Result, Uni<Void>> keep) {
        return countries
                .seek(by.partners())
                .chain(() -> decisions.prepare(by, task.far()::decided))
                .chain(epoch -> sessions.withTransaction(session -> snapshot(session)
                        .invoke(watermark -> same(watermark, now))
                        .call(() -> decisions.prepare(by))
                        .chain(watermark -> walk(session, task, watermark, epoch))
                        .call(() -> audit.append(session, entry(task, epoch)))
                        .chain(result -> keep.apply(session, result))));
    }

    /** The rest was taken from the rules that were in force when it began. */
    private static void same(Watermark watermark, long epoch) {
        if (watermark.epoch() != epoch) {
            throw new StateMovedException("another version went in force meanwhile");
        }
    }

    private Uni<Result> walk(Mutiny.Session session, Task task, Watermark watermark, long after) {
        Map<AgencyId, Counts> partners =
                new TreeMap<>((one, other) -> one.value().compareTo(other.value()));
        return begin(session, after, task.order().backfillFrom())
                .call(run -> consequences.count(session, run).invoke(task.far()::walks))
                .chain(run -> each(session, run, chunk -> count(chunk, partners))
                        .onItem()
                        .transformToUniAndConcatenate(chunk -> sample(session, task.by(), chunk, partners))
                        .invoke(chunk -> task.far().walked(chunk.events()))
                        .collect()
                        .last())
                .replaceWith(new Result(watermark, partners));
    }

    /** From here on the transaction sees one moment, writers or not. */
    static Uni<Watermark> snapshot(Mutiny.Session session) {
        return session.createNativeQuery(ONE_SNAPSHOT)
                .executeUpdate()
                .chain(() ->
                        session.createNativeQuery(WATERMARK, Object[].class).getSingleResult())
                .map(row -> new Watermark(
                        ((Number) row[0]).longValue(),
                        OffsetDateTime.parse((String) row[1]).toInstant(),
                        ((Number) row[2]).longValue()));
    }

    /** What differs between what stands in the feeds and an epoch: what a change that they still follow has not done, this one will do. */
    Uni<Run> begin(Mutiny.Session session, long after, Optional<Instant> backfillFrom) {
        return decisions
                .beforeTheNext(session)
                .chain(before -> consequences.begin(session, new Change(before, after, Change.NOW, backfillFrom)));
    }

    /** Everything that happens, chunk by chunk, in the session's snapshot: to the events, and then to what was made from them. */
    Multi<Chunk> each(Mutiny.Session session, Run run, Consumer<Chunk> seen) {
        Reached reached = new Reached();
        Multi<Chunk> events = events(session, run).onItem().call(chunk -> throughSources.note(session, chunk, reached));
        Multi<Chunk> products = Multi.createFrom().deferred(() -> throughSources.each(session, run, reached));
        return Multi.createBy().concatenating().streams(events, products).invoke(seen);
    }

    private Multi<Chunk> events(Mutiny.Session session, Run run) {
        String[] place = {FIRST};
        return Uni.createFrom()
                .deferred(() -> next(session, run, place))
                .repeat()
                .whilst(chunk -> chunk.last().isPresent());
    }

    private Uni<Chunk> next(Mutiny.Session session, Run run, String[] place) {
        return consequences
                .next(session, run, place[0], CHUNK, false)
                .invoke(chunk -> chunk.last().ifPresent(last -> place[0] = last.toString()));
    }

    private static void count(Chunk chunk, Map<AgencyId, Counts> partners) {
        chunk.all().stream()
                .filter(one -> one.effect() != Effect.REQUEST_OVER)
                .forEach(one -> partners.computeIfAbsent(one.feed().partner().id(), none -> new Counts())
                        .add(one, deciding(one)));
    }

    /**
     * What decides: the policies, or the floor rule where it refuses; where nothing permits, that. What happens by a source is counted with the
     * source.
     */
    private static List<String> deciding(Consequence one) {
        if (one.effect() == Effect.ENDS_WITH_SOURCE || one.effect() == Effect.LOOKED_AT_WITH_SOURCE) {
            return List.of();
        }
        if (!one.now().grounds().policies().isEmpty()) {
            return one.now().grounds().policies();
        }
        return List.of(
                one.now().grounds().floorRule().map(rule -> "floor/" + rule).orElse("no-policy-permits"));
    }

    private Uni<Chunk> sample(Mutiny.Session session, Actor by, Chunk chunk, Map<AgencyId, Counts> partners) {
        List<Consequence> wanted = chunk.all().stream()
                .filter(one -> one.effect() != Effect.REQUEST_OVER)
                .filter(one -> Optional.ofNullable(
                                partners.get(one.feed().partner().id()))
                        .filter(counts -> counts.wantsSample(one))
                        .isPresent())
                .toList();
        if (wanted.isEmpty()) {
            return Uni.createFrom().item(chunk);
        }
        return known(
                        session,
                        by.agency(),
                        wanted.stream()
                                .map(one -> one.revision().eventId())
                                .distinct()
                                .toList())
                .invoke(known -> wanted.stream()
                        .filter(one -> known.contains(one.revision()))
                        .forEach(one -> Optional.ofNullable(
                                        partners.get(one.feed().partner().id()))
                                .filter(counts -> counts.wantsSample(one))
                                .ifPresent(counts -> counts.sample(one))))
                .replaceWith(chunk);
    }

    /** Those of these events that the agency said or is shown at this moment, in their newest revisions. */
    private Uni<Set<RevisionId>> known(Mutiny.Session session, AgencyId agency, List<EventId> events) {
        return session.createNativeQuery(KNOWN_TO, Object[].class)
                .setParameter("events", Sql.array(events))
                .setParameter("agency", agency.value())
                .getResultList()
                .chain(rows -> {
                    Set<RevisionId> known = new HashSet<>();
                    Set<RevisionId> offered = new HashSet<>();
                    rows.forEach(row -> ((Boolean) row[2] ? known : offered)
                            .add(new RevisionId(
                                    EventId.parse((String) row[0]).orElseThrow(), ((Number) row[1]).intValue())));
                    Optional<Feed> own = decisions.find(agency);
                    if (offered.isEmpty() || own.isEmpty()) {
                        return Uni.createFrom().item(known);
                    }
                    List<EventId> had =
                            offered.stream().map(RevisionId::eventId).toList();
                    return seenNow.of(session, own.get().id(), had).map(seen -> {
                        seen.values().stream()
                                .map(Page.Item::revision)
                                .filter(offered::contains)
                                .forEach(known::add);
                        return known;
                    });
                });
    }

    private AuditEntry entry(Task task, long epoch) {
        Order order = task.order();
        return AuditEntry.of(
                        clock.instant(), Operation.CONSULTATION, order.kind().action("simulated"), task.by())
                .under(order.under(epoch));
    }
}
