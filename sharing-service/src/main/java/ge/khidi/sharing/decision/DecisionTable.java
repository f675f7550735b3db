package ge.khidi.sharing.decision;

import ge.khidi.contract.AgencyId;
import ge.khidi.sharing.installation.Rules;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.DisclosureFacts;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The decisions of the current epoch, in the database and beside it in memory.
 *
 * <p>An epoch begins when the rules differ from those of the last one: other texts, or an agreement that came into force or ended. All
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

    private static final String OPEN_FEEDS = """
            INSERT INTO feed (partner) SELECT partner FROM unnest($1::text[]) AS p (partner) ORDER BY partner
            ON CONFLICT DO NOTHING
            """;
    private static final String FEEDS = "SELECT id, partner FROM feed";
    private static final String CURRENT = "SELECT e.id, e.version FROM current_epoch c JOIN epoch e ON e.id = c.epoch";
    private static final String BEGIN = "INSERT INTO epoch (version) VALUES ($1) RETURNING id";
    private static final String FLIP = """
            INSERT INTO current_epoch (epoch) VALUES ($1) ON CONFLICT (one) DO UPDATE SET epoch = excluded.epoch
            """;
    private static final String UNDECIDED = """
            SELECT c.id, c.facts FROM disclosure_class c
            WHERE (SELECT count(*) FROM decision d WHERE d.epoch = $1 AND d.class_id = c.id) < $2 ORDER BY c.id LIMIT 500
            """;
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
    private final Rules rules;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Map<String, Long> classIds = new ConcurrentHashMap<>();
    private volatile Map<Short, Feed> feeds = Map.of();
    private volatile Epoch current = new Epoch(0);

    /** An epoch with those of its decisions that were looked up. */
    private static final class Epoch {
        private final long id;
        private final Map<Long, Map<Feed, Decision>> byClass = new ConcurrentHashMap<>();

        Epoch(long id) {
            this.id = id;
        }
    }

    DecisionTable(Pool pool, Vertx vertx, Rules rules, Clock clock, MeterRegistry meters) {
        this.pool = pool;
        this.vertx = vertx;
        this.rules = rules;
        this.clock = clock;
        this.meters = meters;
    }

    /** Before anything is consumed. */
    void start(@Observes @Priority(1) StartupEvent started) {
        String[] partners = rules.partners().list().stream()
                .map(partner -> partner.id().value())
                .toArray(String[]::new);
        pool.preparedQuery(OPEN_FEEDS).execute(Tuple.of(partners)).await().atMost(BOUND);
        Map<Short, Feed> known = new TreeMap<>();
        for (Row row : pool.query(FEEDS).execute().await().atMost(BOUND)) {
            rules.partners()
                    .find(new AgencyId(row.getString(1)))
                    .ifPresent(partner -> known.put(row.getShort(0), new Feed(row.getShort(0), partner)));
        }
        feeds = Map.copyOf(known);
        meters.gauge("khidi.sharing.classes.known", classIds, Map::size);
        beginEpochIfRulesChanged();
        vertx.setPeriodic(LOOK_AGAIN.toMillis(), tick -> lookAgain());
    }

    private void lookAgain() {
        vertx.executeBlocking(() -> {
                    beginEpochIfRulesChanged();
                    return null;
                })
                .onFailure(failure -> LOG.warnf(
                        "Whether the rules changed could not be seen, next look in %s. cause=%s",
                        LOOK_AGAIN, failure.getClass().getName()));
    }

    /** All feeds of partners in the registry. */
    public Collection<Feed> feeds() {
        return feeds.values();
    }

    public Optional<Feed> find(AgencyId partner) {
        return feeds.values().stream()
                .filter(feed -> feed.partner().id().equals(partner))
                .findFirst();
    }

    public Optional<Feed> find(short id) {
        return Optional.ofNullable(feeds.get(id));
    }

    /**
     * What every partner may have of events with these facts. Classes never seen before are kept in a transaction of their own, sorted,
     * so that two readers that meet them together do not lock each other out.
     */
    public Uni<Decided> decide(Set<DisclosureFacts> facts) {
        Map<DisclosureFacts, String> digests =
                facts.stream().collect(Collectors.toMap(fact -> fact, DisclosureFacts::digest));
        return intern(digests).chain(() -> refresh()).chain(epoch -> decided(epoch, digests));
    }

    /** Forget the epoch known here: somebody has begun another. */
    public void epochMoved() {
        current = new Epoch(0);
    }

    private Uni<Epoch> refresh() {
        Epoch known = current;
        if (known.id != 0) {
            return Uni.createFrom().item(known);
        }
        return pool.query(CURRENT).execute().map(rows -> {
            Row row = rows.iterator().next();
            Epoch found = new Epoch(row.getLong(0));
            current = found;
            return found;
        });
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
        Uni<Void> found = missing.isEmpty() ? Uni.createFrom().voidItem() : look(pool, epoch, missing);
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
    private Uni<Void> look(SqlClient client, Epoch epoch, Map<Long, DisclosureFacts> classes) {
        Long[] ids = classes.keySet().toArray(Long[]::new);
        return client.preparedQuery(KEPT).execute(Tuple.of(epoch.id, ids)).chain(rows -> {
            Map<Long, Map<Feed, Decision>> kept = new HashMap<>();
            for (Row row : rows) {
                find(row.getShort(1))
                        .ifPresent(feed -> kept.computeIfAbsent(row.getLong(0), id -> new HashMap<>())
                                .put(feed, Decision.parse(row.getString(2))));
            }
            return OffLoop.run(() -> ask(epoch, classes, kept))
                    .chain(asked -> keep(client, asked))
                    .invoke(() -> kept.forEach((id, decisions) -> epoch.byClass.put(id, Map.copyOf(decisions))));
        });
    }

    private JsonArray ask(Epoch epoch, Map<Long, DisclosureFacts> classes, Map<Long, Map<Feed, Decision>> kept) {
        LocalDate today = LocalDate.now(clock);
        JsonArray asked = new JsonArray();
        new TreeMap<>(classes).forEach((id, facts) -> {
            Map<Feed, Decision> decisions = kept.computeIfAbsent(id, none -> new HashMap<>());
            for (Feed feed : feeds.values()) {
                if (!decisions.containsKey(feed)) {
                    Decision decision = rules.gate().decide(feed.partner().id(), facts, today);
                    decisions.put(feed, decision);
                    asked.add(new JsonObject()
                            .put("epoch", epoch.id)
                            .put("class_id", id)
                            .put("feed", feed.id())
                            .put("decision", decision.print()));
                }
            }
        });
        return asked;
    }

    private static Uni<Void> keep(SqlClient client, JsonArray asked) {
        return asked.isEmpty()
                ? Uni.createFrom().voidItem()
                : client.preparedQuery(KEEP).execute(Tuple.of(asked)).replaceWithVoid();
    }

    // the change of an epoch

    /** Begins an epoch if the rules of today are not those of the current one. Blocks while every class is decided. */
    void beginEpochIfRulesChanged() {
        String version = rules.version(LocalDate.now(clock));
        for (Row row : pool.query(CURRENT).execute().await().atMost(BOUND)) {
            if (row.getString(1).equals(version)) {
                return;
            }
        }
        Row begun = pool.preparedQuery(BEGIN)
                .execute(Tuple.of(version))
                .await()
                .atMost(BOUND)
                .iterator()
                .next();
        Epoch epoch = new Epoch(begun.getLong(0));
        decideRest(pool, epoch).await().atMost(BOUND);
        pool.withTransaction(connection -> connection
                        .query("SELECT pg_advisory_xact_lock(" + EPOCH_LOCK + ")")
                        .execute()
                        .chain(() -> decideRest(connection, epoch))
                        .chain(() -> connection.preparedQuery(FLIP).execute(Tuple.of(epoch.id))))
                .await()
                .atMost(BOUND);
        epochMoved();
        LOG.infof("A policy epoch began. epoch=%d partners=%d", epoch.id, feeds.size());
    }

    /** Decides what is not decided in that epoch, in chunks, until nothing is left. */
    private Uni<Void> decideRest(SqlClient client, Epoch epoch) {
        return client.preparedQuery(UNDECIDED)
                .execute(Tuple.of(epoch.id, feeds.size()))
                .chain(rows -> {
                    if (rows.rowCount() == 0) {
                        return Uni.createFrom().voidItem();
                    }
                    Map<Long, DisclosureFacts> classes = new TreeMap<>();
                    rows.forEach(row -> classes.put(row.getLong(0), DisclosureFacts.parse(row.getString(1))));
                    return look(client, epoch, classes).chain(() -> decideRest(client, epoch));
                });
    }
}
