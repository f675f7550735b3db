package ge.khidi.sharing.decision;

import ge.khidi.contract.AgencyId;
import ge.khidi.relay.housekeeping.Rounds;
import ge.khidi.relay.trace.FreshContext;
import ge.khidi.sharing.installation.Rules;
import ge.khidi.sharing.policy.Agreement;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.policy.Loaded;
import ge.khidi.sharing.policy.Partner;
import ge.khidi.sharing.policy.Partners;
import ge.khidi.sharing.policy.Policy;
import ge.khidi.sharing.rulebook.Edition;
import ge.khidi.sharing.rulebook.InForce;
import ge.khidi.sharing.rulebook.Remembered;
import ge.khidi.sharing.rulebook.Rulebook;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of the current epoch, in the database and beside it in memory.
 *
 * <p>An epoch begins when the rules differ from those of the last one: officers activated another policy set or another registry, the
 * installation brought other profiles, or an agreement or a transfer basis came into force or ended. All
 * classes are decided before it begins; writers hold the epoch lock shared while they append, the change takes it alone, so nothing is
 * ever appended under an epoch that is over.
 */
@Singleton
public class DecisionTable {

    /** The advisory lock behind which the epoch changes; writers hold it shared. */
    public static final long EPOCH_LOCK = 0x4b68696469L;

    private static final Logger LOG = Logger.getLogger(DecisionTable.class);
    private static final Duration BOUND = Duration.ofMinutes(5);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
    private static final Duration FOLLOW_OTHERS = Duration.ofSeconds(1);

    /** Classes decided together: what a kill may cost, and by how many at a time progress is told. */
    private static final int CHUNK = 100;

    private static final int JUDGED_REMEMBERED = 500;
    private static final int WORKERS = Runtime.getRuntime().availableProcessors();

    private static final String OPEN_FEEDS = """
            INSERT INTO feed (partner) SELECT partner FROM unnest($1::text[]) AS p (partner)
            WHERE NOT EXISTS (SELECT 1 FROM feed f WHERE f.partner = p.partner) ORDER BY partner
            ON CONFLICT DO NOTHING
            """;
    private static final String FEEDS = "SELECT id, partner FROM feed";
    private static final String CURRENT = """
            SELECT e.id, e.version, e.policy_version, e.registry_version, e.in_force_since, e.day
            FROM current_epoch c JOIN epoch e ON e.id = c.epoch
            """;
    private static final String WINDOWS = """
            SELECT epoch, to_json(backfill_from) #>> '{}', CAST(to_json(before) AS text) FROM epoch_change
            WHERE epoch = ANY(CAST(CAST(:epochs AS text) AS bigint[])) AND backfill_from IS NOT NULL AND state <> 'DONE'
            """;
    private static final String OF_DAY = "SELECT version FROM epoch WHERE id = $1";
    private static final String DAY = "SELECT day FROM epoch WHERE id = $1";
    // They are numbered as they are prepared, and may come in force in another order.
    private static final String IN_ORDER = "SELECT id FROM epoch WHERE id = ANY($1) ORDER BY in_force_since, id";
    private static final String PREPARED = """
            SELECT id FROM epoch WHERE version = $1 AND policy_version = $2 AND registry_version = $3 AND in_force_since IS NULL
            ORDER BY id LIMIT 1
            """;
    private static final String PREPARE = """
            WITH opened AS (
                INSERT INTO epoch (version, policy_version, registry_version, day) VALUES ($1, $2, $3, $5) RETURNING id
            ), ends AS (
                INSERT INTO epoch_until (epoch, partner, until)
                SELECT o.id, u.partner, u.until FROM opened o CROSS JOIN jsonb_to_recordset($4::jsonb) AS u (partner text, until date)
            )
            SELECT id FROM opened
            """;
    // Put in force by another instance while this one waited for the lock, or nothing new any more.
    private static final String OVERTAKEN = """
            SELECT EXISTS (SELECT 1 FROM epoch e WHERE e.id = :epoch AND (e.in_force_since IS NOT NULL OR EXISTS (
                SELECT 1 FROM current_epoch c JOIN epoch n ON n.id = c.epoch
                WHERE n.version = e.version AND n.policy_version = e.policy_version AND n.registry_version = e.registry_version
            )))
            """;
    private static final String SOUGHT = "SELECT country FROM country_sought";
    private static final String FIRST_SOUGHT = """
            INSERT INTO country_sought (country, done) SELECT unnest($1::text[]), true
            WHERE NOT EXISTS (SELECT 1 FROM country_sought) ON CONFLICT DO NOTHING
            """;
    private static final String TAKE_EPOCH_LOCK = "SELECT CAST(pg_advisory_xact_lock(" + EPOCH_LOCK + ") AS text)";
    private static final String IN_FORCE = "UPDATE epoch SET in_force_since = clock_timestamp() WHERE id = :epoch";
    private static final String FLIP = """
            INSERT INTO current_epoch (epoch) VALUES (:epoch) ON CONFLICT (one) DO UPDATE SET epoch = excluded.epoch
            """;
    private static final String UNDECIDED = """
            SELECT c.id, c.facts FROM disclosure_class c
            WHERE c.id > $3 AND (SELECT count(*) FROM decision d WHERE d.epoch = $1 AND d.class_id = c.id) < $2
            ORDER BY c.id LIMIT %d
            """.formatted(CHUNK);
    private static final String EARLIER = """
            WITH unfinished AS (
                %s
            ), earlier AS (
                SELECT unnest(before) AS id FROM unfinished
                UNION SELECT epoch FROM unfinished
                UNION SELECT epoch FROM current_epoch
            )
            """;
    // The row under which the feeds follow. What an earlier change had not finished is this one's to do.
    private static final String FOLLOW = EARLIER.formatted(
                    "UPDATE epoch_change SET state = 'SUPERSEDED' WHERE state = 'RUNNING' RETURNING epoch, before")
            + """
            INSERT INTO epoch_change (epoch, before, watermark, feeds, backfill_from)
            SELECT :epoch, (SELECT array_agg(id) FROM earlier), clock_timestamp(),
                (SELECT CAST(json_object_agg(partner, last_seq) AS text) FROM feed),
                CAST(nullif(CAST(:window AS text), '') AS timestamptz)
            WHERE EXISTS (SELECT 1 FROM current_epoch)
            """;
    private static final String BEFORE =
            EARLIER.formatted("SELECT epoch, before FROM epoch_change WHERE state = 'RUNNING'")
                    + "SELECT id FROM earlier ORDER BY id <> (SELECT epoch FROM current_epoch), id";
    // Rules that are another registry's may give again what ended under those before: nothing was appended meanwhile.
    private static final String ENDED = """
            SELECT DISTINCT f.id FROM epoch n CROSS JOIN unnest($1::bigint[]) AS b (epoch) JOIN epoch o ON o.id = b.epoch
            JOIN epoch_until u ON u.epoch = o.id JOIN feed f ON f.partner = u.partner
            WHERE n.id = $2 AND u.until < CAST(coalesce(n.in_force_since, clock_timestamp()) AT TIME ZONE 'UTC' AS date)
            AND n.registry_version IS DISTINCT FROM o.registry_version
            """;
    private static final String DIFFERING = """
            SELECT DISTINCT n.class_id FROM decision n CROSS JOIN unnest($2::bigint[]) AS b (epoch)
            LEFT JOIN decision o ON o.epoch = b.epoch AND o.class_id = n.class_id AND o.feed = n.feed
            WHERE n.epoch = $1 AND (o.decision IS DISTINCT FROM n.decision
                OR (n.feed = ANY($3) AND n.decision NOT LIKE '{"outcome":"nothing"%'))
            ORDER BY n.class_id
            """;
    private static final String THEN = """
            SELECT d.epoch, d.class_id, d.feed, d.decision FROM unnest($1::bigint[], $2::bigint[]) AS w (epoch, class_id)
            JOIN decision d ON d.epoch = w.epoch AND d.class_id = w.class_id
            """;
    private static final String REGISTRIES =
            "SELECT id, registry_version, in_force_since FROM epoch WHERE id = ANY($1) AND registry_version IS NOT NULL";
    private static final String EPOCH =
            "SELECT policy_version, registry_version, in_force_since, day FROM epoch WHERE id = $1";
    private static final String INTERN = """
            INSERT INTO disclosure_class (digest, facts)
            SELECT digest, facts FROM jsonb_to_recordset($1::jsonb) AS c (digest text, facts text) ORDER BY digest
            ON CONFLICT DO NOTHING
            """;
    private static final String CLASSES = "SELECT id, digest FROM disclosure_class WHERE digest = ANY($1)";
    private static final String KEEP = """
            INSERT INTO decision (epoch, class_id, feed, decision)
            SELECT epoch, class_id, feed, decision
            FROM jsonb_to_recordset($1::jsonb) AS d (epoch bigint, class_id bigint, feed smallint, decision text)
            ORDER BY epoch, class_id, feed
            ON CONFLICT DO NOTHING
            """;
    private static final String KEPT = """
            SELECT class_id, feed, decision FROM decision WHERE epoch = $1 AND class_id = ANY($2)
            """;

    private final Pool pool;
    private final Vertx vertx;
    private final Mutiny.SessionFactory sessions;
    private final Rules rules;
    private final Rulebook rulebook;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Map<String, Long> classIds = new ConcurrentHashMap<>();
    private final Map<Met, Map<Short, Decision>> judged = Remembered.atMost(JUDGED_REMEMBERED);
    private volatile Map<Short, Feed> feeds = Map.of();
    private volatile Set<String> sought = Set.of();
    private volatile @Nullable Epoch current;

    /** An epoch, who decides in it and for which day, whose feeds there are, and those of its decisions that were looked up. */
    private static final class Epoch {
        private final long id;
        private final InForce by;
        private final LocalDate day;
        private final Map<Short, Feed> feeds;
        private final Map<Long, Map<Feed, Decision>> byClass = new ConcurrentHashMap<>();

        Epoch(long id, InForce by, LocalDate day, Map<Short, Feed> feeds) {
            this.id = id;
            this.by = by;
            this.day = day;
            this.feeds = Map.copyOf(feeds);
        }

        /** The feeds for which something was decided on what has ended since. */
        private List<Feed> endedBefore(LocalDate today) {
            return feeds.values().stream()
                    .filter(feed -> feed.partner()
                            .receivesUntil(day)
                            .filter(until -> until.isBefore(today))
                            .isPresent())
                    .toList();
        }
    }

    /** How far the classes are decided, in the order of their ids, and whether there may be more behind the last. */
    public record Chunk(long last, boolean more) {
        private static final Chunk NONE_YET = new Chunk(0, true);
    }

    DecisionTable(
            Pool pool,
            Mutiny.SessionFactory sessions,
            Vertx vertx,
            Rules rules,
            Rulebook rulebook,
            Clock clock,
            MeterRegistry meters) {
        this.pool = pool;
        this.vertx = vertx;
        this.sessions = sessions;
        this.rules = rules;
        this.rulebook = rulebook;
        this.clock = clock;
        this.meters = meters;
    }

    /** Before anything is consumed. */
    void start(@Observes @Priority(1) StartupEvent started) {
        InForce active = rulebook.inForce().await().atMost(BOUND);
        String[] countries = active.partners().countries().toArray(String[]::new);
        pool.preparedQuery(FIRST_SOUGHT).execute(Tuple.of(countries)).await().atMost(BOUND);
        meters.gauge("khidi.sharing.classes.known", classIds, Map::size);
        beginEpochIfRulesChanged();
        refresh().await().atMost(BOUND);
        vertx.setPeriodic(LOOK_AGAIN.toMillis(), tick -> lookAgain());
        Rounds.begin(vertx, FOLLOW_OTHERS, this::followOthers, LOG, "Following of other instances");
    }

    /** Another instance may have begun an epoch. */
    private Uni<Void> followOthers() {
        return inForce().invoke(epoch -> inForce(epoch)).chain(() -> refresh()).replaceWithVoid();
    }

    private void lookAgain() {
        vertx.executeBlocking(() -> {
                    beginEpochIfRulesChanged();
                    inForce()
                            .invoke(epoch -> inForce(epoch))
                            .chain(() -> refresh())
                            .await()
                            .atMost(BOUND);
                    return null;
                })
                .onFailure(failure -> LOG.warnf(
                        "Whether the rules changed could not be seen, next look in %s. cause=%s",
                        LOOK_AGAIN, failure.getClass().getName()));
    }

    /** How events are seen in the epoch in force. */
    public Uni<Sight> sight() {
        return refresh().map(epoch -> new Sight(epoch.id, epoch.by.partners(), sought));
    }

    /** The feed of an agency in the registry in force. */
    public Optional<Feed> find(AgencyId partner) {
        return feeds.values().stream()
                .filter(feed -> feed.partner().id().equals(partner))
                .findFirst();
    }

    public Optional<Feed> find(short id) {
        return Optional.ofNullable(feeds.get(id));
    }

    /**
     * What every partner may have of events with these facts: as the epoch decides it for its day, and nothing for whom today's rules would give
     * nothing, since its agreement or its transfer basis has ended. Classes never seen before are kept in a transaction of their own, sorted,
     * so that two readers that meet them together do not lock each other out.
     */
    public Uni<Decided> decide(Set<DisclosureFacts> facts) {
        Map<DisclosureFacts, String> digests =
                facts.stream().collect(Collectors.toMap(fact -> fact, DisclosureFacts::digest));
        return intern(digests)
                .chain(() -> refresh())
                .chain(epoch -> decided(epoch, digests).chain(decided -> withoutWhatEnded(epoch, decided)));
    }

    private Uni<Decided> withoutWhatEnded(Epoch epoch, Decided decided) {
        LocalDate today = LocalDate.now(clock);
        List<Feed> ended = epoch.endedBefore(today);
        return ended.isEmpty()
                ? Uni.createFrom().item(decided)
                : OffLoop.run(() -> new Decided(
                        decided.epoch(),
                        decided.classes().entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        one -> withoutWhatEnded(
                                                epoch.by, one.getKey(), one.getValue(), ended, today)))));
    }

    private static Decided.OfClass withoutWhatEnded(
            InForce by, DisclosureFacts facts, Decided.OfClass of, List<Feed> ended, LocalDate today) {
        Map<Feed, Decision> byFeed = new HashMap<>(of.byFeed());
        ended.forEach(feed -> byFeed.computeIfPresent(feed, (same, decided) -> {
            Decision now = by.gate().decide(feed.partner().id(), facts, today);
            return now.profile().isEmpty() ? now : decided;
        }));
        return new Decided.OfClass(of.id(), byFeed);
    }

    /** Forget the epoch known here: somebody has begun another. */
    public void epochMoved() {
        current = null;
    }

    /** Forget the epoch known here, and know the one in force. */
    public Uni<Void> nextEpoch() {
        epochMoved();
        return refresh().replaceWithVoid();
    }

    /** Says which epoch is in force, as the caller, who holds it, has read; if another is known here it is forgotten. */
    public void inForce(long epoch) {
        Epoch known = current;
        if (known != null && known.id != epoch) {
            epochMoved();
        }
    }

    /**
     * What those of these policies say of themselves that look at nothing but settled facts, as they stand in that epoch; none while another is
     * known here, or it is being found out which is in force.
     */
    public List<Policy> told(long epoch, Collection<String> ids, Set<String> settled) {
        Epoch known = current;
        return known == null || known.id != epoch
                ? List.of()
                : known.by.policies().told(ids, settled);
    }

    /** The epoch in force at this moment. */
    public Uni<Long> inForce() {
        return pool.query(CURRENT).execute().map(rows -> rows.iterator().next().getLong(0));
    }

    /**
     * The epochs of which rows may stand in the feeds, as the session sees them, the one in force first: what an earlier change has not
     * finished is to be done by the next.
     */
    public Uni<List<Long>> beforeTheNext(Mutiny.Session session) {
        return session.createNativeQuery(BEFORE, Long.class).getResultList();
    }

    /** The feeds for which some of those epochs decided on what had ended when this one began, whose registry may give it again. */
    public Uni<Set<Short>> endedSince(Collection<Long> before, long epoch) {
        return pool.preparedQuery(ENDED)
                .execute(Tuple.of(before.toArray(Long[]::new), epoch))
                .map(rows -> {
                    Set<Short> ended = new TreeSet<>();
                    rows.forEach(row -> ended.add(row.getShort(0)));
                    return ended;
                });
    }

    /** The classes of which some feed may have something else in this epoch than in any of those, or one of these feeds anything at all. */
    public Uni<List<Long>> differing(Collection<Long> before, long epoch, Set<Short> feeds) {
        return pool.preparedQuery(DIFFERING)
                .execute(Tuple.of(epoch, before.toArray(Long[]::new), feeds.toArray(Short[]::new)))
                .map(rows -> {
                    List<Long> classes = new ArrayList<>();
                    rows.forEach(row -> classes.add(row.getLong(0)));
                    return classes;
                });
    }

    /**
     * The feeds of partners that get what they get on other terms in this epoch than in any of those. Of an epoch from before its registry was
     * kept nobody knows the terms: all of them.
     */
    public Uni<Set<Short>> onOtherTerms(Collection<Long> before, long epoch) {
        Set<Short> others = new TreeSet<>();
        return edition(epoch)
                .chain(this::feedsOf)
                .chain(now -> Multi.createFrom()
                        .iterable(before)
                        .onItem()
                        .transformToUniAndConcatenate(this::rules)
                        .onItem()
                        .transformToUniAndConcatenate(by -> by.isEmpty()
                                ? Uni.createFrom().item(now.keySet())
                                : feedsOf(by.get()).map(then -> onOtherTerms(then, now)))
                        .onItem()
                        .invoke(others::addAll)
                        .collect()
                        .last())
                .replaceWith(others);
    }

    private static Set<Short> onOtherTerms(Map<Short, Feed> then, Map<Short, Feed> now) {
        return now.values().stream()
                .filter(feed -> then.containsKey(feed.id()))
                .filter(feed -> !feed.partner()
                        .onTheTermsOf(
                                Objects.requireNonNull(then.get(feed.id())).partner()))
                .map(Feed::id)
                .collect(Collectors.toSet());
    }

    /**
     * What each feed may have of these classes in an epoch, as it was decided. What was not decided in it is missing. The partners are those of
     * its registry, or of the one in force where that was not kept.
     */
    public Uni<Map<Long, Map<Feed, Decision>>> decided(long epoch, Collection<Long> classes) {
        return then(epoch)
                .chain(then -> then.isPresent()
                        ? feedsOf(then.get().by(), then.get().day())
                        : rulebook.inForce().chain(this::feedsOf))
                .chain(known -> pool.preparedQuery(KEPT)
                        .execute(Tuple.of(epoch, classes.toArray(Long[]::new)))
                        .map(rows -> decided(rows, known)));
    }

    private static Map<Long, Map<Feed, Decision>> decided(RowSet<Row> rows, Map<Short, Feed> known) {
        Map<String, Decision> once = new HashMap<>();
        Map<Long, Map<Feed, Decision>> decided = new HashMap<>();
        for (Row row : rows) {
            Decision decision = once.computeIfAbsent(row.getString(2), Decision::parse);
            Optional.ofNullable(known.get(row.getShort(1)))
                    .ifPresent(feed -> decided.computeIfAbsent(row.getLong(0), id -> new HashMap<>())
                            .put(feed, decision));
        }
        return decided;
    }

    /**
     * What each feed might have of these classes, each in its epochs, by epoch and class. A class that nobody had met in an epoch is decided by the
     * rules of that epoch, for its day, and not kept. It is missing where these were not kept, or hold no more under this installation's
     * profiles.
     */
    public Uni<Map<Long, Map<Long, Map<Short, Decision>>>> decidedThen(
            Map<Long, Set<Long>> epochs, Map<Long, DisclosureFacts> classes) {
        Map<Long, Map<Long, DisclosureFacts>> asked = new TreeMap<>();
        epochs.forEach((classId, its) -> its.forEach(epoch -> asked.computeIfAbsent(epoch, none -> new TreeMap<>())
                .put(classId, Objects.requireNonNull(classes.get(classId)))));
        List<Long> of = new ArrayList<>();
        List<Long> met = new ArrayList<>();
        asked.forEach((epoch, its) -> its.keySet().forEach(classId -> {
            of.add(epoch);
            met.add(classId);
        }));
        return pool.preparedQuery(THEN)
                .execute(Tuple.of(of.toArray(Long[]::new), met.toArray(Long[]::new)))
                .map(DecisionTable::decidedThen)
                .call(decided -> Multi.createFrom()
                        .iterable(asked.entrySet())
                        .onItem()
                        .transformToUniAndConcatenate(one -> judge(
                                one.getKey(),
                                one.getValue(),
                                decided.computeIfAbsent(one.getKey(), none -> new HashMap<>())))
                        .collect()
                        .asList());
    }

    private static Map<Long, Map<Long, Map<Short, Decision>>> decidedThen(RowSet<Row> rows) {
        Map<String, Decision> once = new HashMap<>();
        Map<Long, Map<Long, Map<Short, Decision>>> decided = new HashMap<>();
        for (Row row : rows) {
            decided.computeIfAbsent(row.getLong(0), none -> new HashMap<>())
                    .computeIfAbsent(row.getLong(1), none -> new HashMap<>())
                    .put(row.getShort(2), once.computeIfAbsent(row.getString(3), Decision::parse));
        }
        return decided;
    }

    private Uni<Void> judge(long epoch, Map<Long, DisclosureFacts> classes, Map<Long, Map<Short, Decision>> decided) {
        Map<Long, DisclosureFacts> unmet = new HashMap<>(classes);
        unmet.keySet()
                .forEach(classId -> Optional.ofNullable(judged.get(new Met(epoch, classId)))
                        .ifPresent(known -> decided.putIfAbsent(classId, known)));
        unmet.keySet().removeAll(decided.keySet());
        return unmet.isEmpty()
                ? Uni.createFrom().voidItem()
                : then(epoch)
                        .chain(then -> then.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : feedsOf(then.get().by())
                                        .chain(known ->
                                                OffLoop.run(() -> then.get().judge(unmet, known)))
                                        .invoke(found -> {
                                            decided.putAll(found);
                                            if (then.get().began()) {
                                                found.forEach((classId, of) ->
                                                        judged.put(new Met(epoch, classId), Map.copyOf(of)));
                                            }
                                        })
                                        .replaceWithVoid());
    }

    /** The partners as they stood when each of these epochs began; none where its registry was not kept, or holds no more. */
    public Uni<Map<Long, Partners>> partnersThen(Collection<Long> epochs) {
        return registries(epochs)
                .map(found -> found.stream()
                        .collect(Collectors.toMap(
                                Registry::epoch, one -> one.partners().on(one.began()))));
    }

    /** The registry of an epoch, and the day the epoch began. */
    private record Registry(long epoch, LocalDate began, Partners partners) {}

    private Uni<List<Registry>> registries(Collection<Long> epochs) {
        return epochs.isEmpty()
                ? Uni.createFrom().item(List.of())
                : pool.preparedQuery(REGISTRIES)
                        .execute(Tuple.of(epochs.toArray(Long[]::new)))
                        .onItem()
                        .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                        .onItem()
                        .transformToUniAndConcatenate(row -> rulebook.partners(row.getInteger(1))
                                .map(found -> found.map(partners ->
                                        new Registry(row.getLong(0), day(row.getOffsetDateTime(2)), partners))))
                        .collect()
                        .asList()
                        .map(all -> all.stream().flatMap(Optional::stream).toList());
    }

    /** A class in an epoch in which nobody met it. */
    private record Met(long epoch, long classId) {}

    /** The rules of an epoch, and the day for which it decides: where that was not kept, the one on which it began. */
    private record Then(InForce by, LocalDate day, boolean began) {

        private Map<Long, Map<Short, Decision>> judge(Map<Long, DisclosureFacts> classes, Map<Short, Feed> known) {
            Map<Long, Map<Short, Decision>> decided = new HashMap<>();
            classes.forEach((id, facts) -> {
                Map<Short, Decision> of = decided.computeIfAbsent(id, none -> new HashMap<>());
                known.values()
                        .forEach(feed -> of.put(
                                feed.id(), by.gate().decide(feed.partner().id(), facts, day)));
            });
            return decided;
        }
    }

    private Uni<Optional<Then>> then(long epoch) {
        return pool.preparedQuery(EPOCH)
                .execute(Tuple.of(epoch))
                .map(rows -> rows.iterator().next())
                .chain(row -> row.getInteger(0) == null || row.getInteger(1) == null
                        ? Uni.createFrom().item(Optional.empty())
                        : rulebook.look(new Edition(row.getInteger(0), row.getInteger(1)))
                                .map(Loaded::toOptional)
                                .map(found -> found.map(by -> new Then(
                                        by,
                                        day(row.getLocalDate(3), row.getOffsetDateTime(2)),
                                        row.getOffsetDateTime(2) != null))));
    }

    private LocalDate day(@Nullable LocalDate kept, @Nullable OffsetDateTime began) {
        return kept == null ? day(began) : kept;
    }

    private LocalDate day(@Nullable OffsetDateTime began) {
        return began == null
                ? LocalDate.now(clock)
                : began.atZoneSameInstant(clock.getZone()).toLocalDate();
    }

    /** The rules that decide in an epoch. */
    private Uni<InForce> edition(long epoch) {
        return rules(epoch).map(Optional::orElseThrow);
    }

    /** The rules that decided in an epoch; those of older releases do not say by which, and others hold no more under this installation's profiles. */
    private Uni<Optional<InForce>> rules(long epoch) {
        return then(epoch).map(found -> found.map(Then::by));
    }

    private Uni<Map<Short, Feed>> feedsOf(InForce by) {
        return feedsOf(by, LocalDate.now(clock));
    }

    /** The feeds of a registry's partners, opened where they are new, with the partners as they stand on that day. */
    private Uni<Map<Short, Feed>> feedsOf(InForce by, LocalDate day) {
        Partners partners = by.partners().on(day);
        String[] ids =
                partners.list().stream().map(partner -> partner.id().value()).toArray(String[]::new);
        return pool.preparedQuery(OPEN_FEEDS)
                .execute(Tuple.of(ids))
                .chain(() -> pool.query(FEEDS).execute())
                .map(rows -> {
                    Map<Short, Feed> known = new TreeMap<>();
                    rows.forEach(row -> partners.find(new AgencyId(row.getString(1)))
                            .ifPresent(partner -> known.put(row.getShort(0), new Feed(row.getShort(0), partner))));
                    return known;
                });
    }

    private Uni<Epoch> refresh() {
        Epoch known = current;
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        return pool.query(CURRENT)
                .execute()
                .map(rows -> rows.iterator().next())
                .chain(row -> rulebook.find(new Edition(row.getInteger(2), row.getInteger(3)))
                        .chain(by -> {
                            LocalDate day = day(row.getLocalDate(5), row.getOffsetDateTime(4));
                            return feedsOf(by, day).map(opened -> new Epoch(row.getLong(0), by, day, opened));
                        }))
                .call(this::seek)
                .invoke(found -> {
                    feeds = found.feeds;
                    current = found;
                });
    }

    private Uni<Void> seek() {
        return pool.query(SOUGHT)
                .execute()
                .invoke(rows -> {
                    Set<String> countries = new TreeSet<>();
                    rows.forEach(row -> countries.add(row.getString(0)));
                    sought = Set.copyOf(countries);
                })
                .replaceWithVoid();
    }

    private Uni<Void> intern(Map<DisclosureFacts, String> digests) {
        JsonArray unseen = new JsonArray();
        List<String> names = new ArrayList<>();
        digests.forEach((facts, digest) -> {
            if (!classIds.containsKey(digest)) {
                names.add(digest);
                unseen.add(new JsonObject().put("digest", digest).put("facts", facts.canonicalJson()));
            }
        });
        if (names.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return pool.withTransaction(
                        connection -> connection.preparedQuery(INTERN).execute(Tuple.of(unseen)))
                .chain(() -> pool.preparedQuery(CLASSES).execute(Tuple.of(names.toArray(String[]::new))))
                .invoke(rows -> rows.forEach(row -> classIds.put(row.getString(1), row.getLong(0))))
                .replaceWithVoid();
    }

    private Uni<Decided> decided(Epoch epoch, Map<DisclosureFacts, String> digests) {
        Map<Long, DisclosureFacts> missing = new HashMap<>();
        digests.forEach((facts, digest) -> {
            long id = id(digest);
            if (!epoch.byClass.containsKey(id)) {
                missing.put(id, facts);
            }
        });
        Uni<Void> found = missing.isEmpty() ? Uni.createFrom().voidItem() : look(epoch, missing);
        return found.map(done -> new Decided(
                epoch.id,
                digests.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> ofClass(epoch, entry.getValue())))));
    }

    private Decided.OfClass ofClass(Epoch epoch, String digest) {
        long id = id(digest);
        return new Decided.OfClass(id, epoch.byClass.getOrDefault(id, Map.of()));
    }

    private long id(String digest) {
        Long id = classIds.get(digest);
        if (id == null) {
            throw new IllegalStateException("a class that was not kept");
        }
        return id;
    }

    /** Takes the decisions from the table; asks the gate for those that are not there, and keeps them. */
    private Uni<Void> look(Epoch epoch, Map<Long, DisclosureFacts> classes) {
        Long[] ids = classes.keySet().toArray(Long[]::new);
        return pool.preparedQuery(KEPT).execute(Tuple.of(epoch.id, ids)).chain(rows -> {
            Map<Long, Map<Feed, Decision>> kept = new ConcurrentHashMap<>();
            for (Row row : rows) {
                Optional.ofNullable(epoch.feeds.get(row.getShort(1)))
                        .ifPresent(feed -> kept.computeIfAbsent(row.getLong(0), id -> new HashMap<>())
                                .put(feed, Decision.parse(row.getString(2))));
            }
            return ask(epoch, classes, kept)
                    .chain(this::keep)
                    .invoke(() -> kept.forEach((id, decisions) -> epoch.byClass.put(id, Map.copyOf(decisions))));
        });
    }

    /**
     * For the day of the epoch, though another may have begun. On every core: each takes the next class until none is left, and nobody else
     * touches what it puts under that class.
     */
    private Uni<JsonArray> ask(Epoch epoch, Map<Long, DisclosureFacts> classes, Map<Long, Map<Feed, Decision>> kept) {
        Queue<Map.Entry<Long, DisclosureFacts>> waiting = new ConcurrentLinkedQueue<>(classes.entrySet());
        Queue<JsonObject> asked = new ConcurrentLinkedQueue<>();
        Callable<Boolean> work = () -> {
            for (var next = waiting.poll(); next != null; next = waiting.poll()) {
                asked.addAll(ask(epoch, next.getKey(), next.getValue(), kept));
            }
            return true;
        };
        return Uni.join()
                .all(Collections.nCopies(Math.min(WORKERS, classes.size()), OffLoop.run(work)))
                .andFailFast()
                .map(done -> new JsonArray(List.copyOf(asked)));
    }

    private static List<JsonObject> ask(
            Epoch epoch, long id, DisclosureFacts facts, Map<Long, Map<Feed, Decision>> kept) {
        Map<Feed, Decision> decisions = kept.computeIfAbsent(id, none -> new HashMap<>());
        List<JsonObject> asked = new ArrayList<>();
        for (Feed feed : epoch.feeds.values()) {
            if (!decisions.containsKey(feed)) {
                Decision decision = epoch.by.gate().decide(feed.partner().id(), facts, epoch.day);
                decisions.put(feed, decision);
                asked.add(new JsonObject()
                        .put("epoch", epoch.id)
                        .put("class_id", id)
                        .put("feed", feed.id())
                        .put("decision", decision.print()));
            }
        }
        return asked;
    }

    private Uni<Void> keep(JsonArray asked) {
        return asked.isEmpty()
                ? Uni.createFrom().voidItem()
                : pool.preparedQuery(KEEP).execute(Tuple.of(asked)).replaceWithVoid();
    }

    // the change of an epoch

    /** Begins an epoch if the rules of today are not those of the current one. Blocks while every class is decided. */
    void beginEpochIfRulesChanged() {
        InForce active = rulebook.inForce().await().atMost(BOUND);
        Optional<Instant> since = Optional.empty();
        for (Row row : pool.query(CURRENT).execute().await().atMost(BOUND)) {
            boolean same = new Edition(
                            Objects.requireNonNullElse(row.getInteger(2), 0),
                            Objects.requireNonNullElse(row.getInteger(3), 0))
                    .equals(active.edition());
            if (same && version(active, LocalDate.now(clock)).equals(row.getString(1))) {
                return;
            }
            since = Optional.ofNullable(row.getOffsetDateTime(4))
                    .map(OffsetDateTime::toInstant)
                    .filter(began -> same
                            && Optional.ofNullable(row.getLocalDate(5))
                                    .filter(day -> version(active, day).equals(row.getString(1)))
                                    .isPresent());
        }
        if (!begin(active, since)) {
            beginEpochIfRulesChanged();
        }
    }

    /**
     * Where only the calendar has moved on, whoever gets a right by it gets what was received since the day it begins, however late that is
     * noticed. False if it was another day, or officers had activated something else, before every class was decided, or another instance has
     * put the same rules in force meanwhile.
     */
    private boolean begin(InForce active, Optional<Instant> since) {
        long epoch = open(active).await().atMost(BOUND);
        for (Chunk done = Chunk.NONE_YET; done.more(); ) {
            done = decideSome(epoch, active, done.last()).await().atMost(BOUND);
        }
        boolean begun = FreshContext.run(
                        vertx,
                        FreshContext.untraced(),
                        () -> sessions.withTransaction(session -> holdAlone(session)
                                .chain(() -> rulebook.active())
                                .chain(still ->
                                        areOfToday(epoch, active).map(today -> today && still.equals(active.edition())))
                                .chain(still -> overtaken(session, epoch).map(overtaken -> still && !overtaken))
                                .call(still -> still
                                        ? begin(session, epoch, since)
                                        : Uni.createFrom().voidItem())))
                .await()
                .atMost(BOUND);
        epochMoved();
        return begun;
    }

    private static Uni<Boolean> overtaken(Mutiny.Session session, long epoch) {
        return session.createNativeQuery(OVERTAKEN, Boolean.class)
                .setParameter("epoch", epoch)
                .getSingleResult();
    }

    /** The windows of the changes that began these epochs, where the feeds, as the session sees them, did not follow one to its end. */
    public Uni<List<Window>> windows(Mutiny.Session session, Collection<Long> epochs) {
        return session.createNativeQuery(WINDOWS, Object[].class)
                .setParameter("epochs", epochs.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}")))
                .getResultList()
                .map(rows -> rows.stream().map(DecisionTable::window).toList());
    }

    private static Window window(Object[] row) {
        return new Window(
                ((Number) row[0]).longValue(),
                OffsetDateTime.parse((String) row[1]).toInstant(),
                new JsonArray((String) row[2])
                        .stream().map(epoch -> ((Number) epoch).longValue()).collect(Collectors.toSet()));
    }

    /** Whether what was decided in an epoch that is not in force yet is what these rules give today. */
    public Uni<Boolean> areOfToday(long epoch, InForce by) {
        return pool.preparedQuery(OF_DAY)
                .execute(Tuple.of(epoch))
                .map(rows -> rows.iterator().next().getString(0))
                .map(version(by, LocalDate.now(clock))::equals);
    }

    /**
     * What the calendar gives, though the change to an epoch notices it first: the feeds whose agreement or transfer basis began between one of
     * those before and the day of the change, each with the beginning of that day, for those of the classes that the earlier epoch's own rules let
     * it have on the day of the change. Nothing by rules that were not kept, or hold no more under this installation's profiles. In the order in
     * which those before came in force, and none of an epoch whose day gave nothing.
     */
    public Uni<List<FirstDay>> begunSince(Collection<Long> before, long epoch, Map<Long, DisclosureFacts> classes) {
        return pool.preparedQuery(EPOCH)
                .execute(Tuple.of(epoch))
                .map(rows -> day(rows.iterator().next().getOffsetDateTime(2)))
                .chain(today -> inOrder(before).chain(order -> begunSince(order, today, classes)));
    }

    private Uni<List<Long>> inOrder(Collection<Long> epochs) {
        return pool.preparedQuery(IN_ORDER)
                .execute(Tuple.of(epochs.toArray(Long[]::new)))
                .map(rows -> {
                    List<Long> order = new ArrayList<>();
                    rows.forEach(row -> order.add(row.getLong(0)));
                    return order;
                });
    }

    private Uni<List<FirstDay>> begunSince(List<Long> order, LocalDate today, Map<Long, DisclosureFacts> classes) {
        return Multi.createFrom()
                .iterable(order)
                .onItem()
                .transformToUniAndConcatenate(earlier -> begunSince(earlier, today, classes)
                        .map(since -> new FirstDay(
                                Set.copyOf(order.subList(order.indexOf(earlier) + 1, order.size())), since)))
                .filter(given -> !given.since().isEmpty())
                .collect()
                .asList();
    }

    private Uni<Map<Long, Map<Short, Instant>>> begunSince(
            long before, LocalDate today, Map<Long, DisclosureFacts> classes) {
        return pool.preparedQuery(DAY)
                .execute(Tuple.of(before))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getLocalDate(0))
                        .filter(today::isAfter))
                .chain(day -> day.isEmpty()
                        ? Uni.createFrom().item(Map.of())
                        : somebodyBegan(before, day.get(), today)
                                .chain(began ->
                                        began ? then(before) : Uni.createFrom().item(Optional.<Then>empty()))
                                .chain(then -> then.isEmpty()
                                        ? Uni.createFrom().item(Map.of())
                                        : begunSince(then.get().by(), day.get(), today, classes)));
    }

    /** Asked of the registry alone: on most days nothing begins. */
    private Uni<Boolean> somebodyBegan(long epoch, LocalDate day, LocalDate today) {
        return registries(List.of(epoch))
                .map(found -> found.stream()
                        .flatMap(one -> one.partners().on(today).list().stream())
                        .anyMatch(partner -> beganBetween(partner, day, today).isPresent()));
    }

    private static Optional<LocalDate> beganBetween(Partner partner, LocalDate day, LocalDate today) {
        return partner.agreement()
                .map(Agreement::personalDataFrom)
                .filter(from -> from.isAfter(day) && !from.isAfter(today));
    }

    private Uni<Map<Long, Map<Short, Instant>>> begunSince(
            InForce by, LocalDate day, LocalDate today, Map<Long, DisclosureFacts> classes) {
        return feedsOf(by, today).chain(known -> {
            Map<Feed, LocalDate> since = new HashMap<>();
            known.values()
                    .forEach(feed -> beganBetween(feed.partner(), day, today).ifPresent(from -> since.put(feed, from)));
            return since.isEmpty()
                    ? Uni.createFrom().item(Map.of())
                    : OffLoop.run(() -> begun(by, today, since, classes));
        });
    }

    private static Map<Long, Map<Short, Instant>> begun(
            InForce by, LocalDate today, Map<Feed, LocalDate> since, Map<Long, DisclosureFacts> classes) {
        Map<Long, Map<Short, Instant>> begun = new HashMap<>();
        classes.forEach((classId, facts) -> since.forEach((feed, from) -> {
            if (by.gate().decide(feed.partner().id(), facts, today).profile().isPresent()) {
                begun.computeIfAbsent(classId, none -> new HashMap<>())
                        .put(feed.id(), from.atStartOfDay(ZoneOffset.UTC).toInstant());
            }
        }));
        return begun;
    }

    private String version(InForce by, LocalDate day) {
        return rules.version(by.policies(), by.partners(), day);
    }

    /** An epoch in which these rules decide, every class known by now decided, and not in force yet. */
    public Uni<Long> prepare(InForce by) {
        return prepare(by, last -> {});
    }

    /** The same, telling the last class that is decided as it goes on. */
    public Uni<Long> prepare(InForce by, LongConsumer told) {
        return open(by).call(epoch -> decideRest(epoch, by, told));
    }

    /** An epoch in which these rules decide, and not in force yet; the same for the same rules while they are not. */
    public Uni<Long> open(InForce by) {
        LocalDate today = LocalDate.now(clock);
        String version = version(by, today);
        Edition edition = by.edition();
        return pool.preparedQuery(PREPARED)
                .execute(Tuple.of(version, edition.policies(), edition.registry()))
                .chain(rows -> rows.rowCount() > 0
                        ? Uni.createFrom().item(rows)
                        : pool.preparedQuery(PREPARE)
                                .execute(Tuple.of(
                                        version,
                                        edition.policies(),
                                        edition.registry(),
                                        ends(by.partners(), today),
                                        today)))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static JsonArray ends(Partners partners, LocalDate today) {
        JsonArray ends = new JsonArray();
        partners.list()
                .forEach(partner -> partner.receivesUntil(today)
                        .ifPresent(until -> ends.add(new JsonObject()
                                .put("partner", partner.id().value())
                                .put("until", until.toString()))));
        return ends;
    }

    /** Decides the next classes behind this one that are not decided in the epoch; what is decided is kept when this completes. */
    public Uni<Chunk> decideSome(long epoch, InForce by, long behind) {
        return pool.preparedQuery(DAY)
                .execute(Tuple.of(epoch))
                .map(rows -> day(rows.iterator().next().getLocalDate(0), null))
                .chain(day -> feedsOf(by, day).chain(known -> decideSome(new Epoch(epoch, by, day, known), behind)));
    }

    private Uni<Chunk> decideSome(Epoch epoch, long behind) {
        return pool.preparedQuery(UNDECIDED)
                .execute(Tuple.of(epoch.id, epoch.feeds.size(), behind))
                .chain(rows -> {
                    Map<Long, DisclosureFacts> classes = new TreeMap<>();
                    rows.forEach(row -> classes.put(row.getLong(0), DisclosureFacts.parse(row.getString(1))));
                    return classes.isEmpty()
                            ? Uni.createFrom().item(new Chunk(behind, false))
                            : look(epoch, classes)
                                    .replaceWith(new Chunk(Collections.max(classes.keySet()), classes.size() == CHUNK));
                });
    }

    /** Decides what is not decided in that epoch, in chunks, until nothing is left. */
    private Uni<Void> decideRest(long epoch, InForce by, LongConsumer told) {
        AtomicLong behind = new AtomicLong();
        return Multi.createBy()
                .repeating()
                .uni(() -> decideSome(epoch, by, behind.get())
                        .invoke(done -> behind.set(done.last()))
                        .invoke(done -> told.accept(done.last())))
                .whilst(Chunk::more)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Waits until nobody appends, and keeps everybody from it until the transaction ends. */
    public Uni<Void> holdAlone(Mutiny.Session session) {
        return session.createNativeQuery(TAKE_EPOCH_LOCK, String.class)
                .getSingleResult()
                .replaceWithVoid();
    }

    /**
     * Puts a prepared epoch in force when the transaction commits. The caller holds the epoch lock alone; classes that came since it was
     * prepared are decided now. Nobody's row is changed here: the feeds follow. Once committed, call {@link #epochMoved}.
     */
    public Uni<Void> begin(Mutiny.Session session, long epoch, Optional<Instant> backfillFrom) {
        return edition(epoch)
                .chain(by -> decideRest(epoch, by, last -> {}))
                .chain(() -> session.createNativeQuery(FOLLOW)
                        .setParameter("epoch", epoch)
                        .setParameter(
                                "window", backfillFrom.map(Instant::toString).orElse(""))
                        .executeUpdate())
                .chain(() -> session.createNativeQuery(FLIP)
                        .setParameter("epoch", epoch)
                        .executeUpdate())
                .chain(() -> session.createNativeQuery(IN_FORCE)
                        .setParameter("epoch", epoch)
                        .executeUpdate())
                .invoke(() -> LOG.infof("A policy epoch begins. epoch=%d", epoch))
                .replaceWithVoid();
    }
}
