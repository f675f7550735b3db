package ge.khidi.sharing.feed;

import ge.khidi.contract.EventId;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Authority;
import ge.khidi.relay.audit.Concern;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.housekeeping.Rounds;
import ge.khidi.sharing.feed.Consequences.Change;
import ge.khidi.sharing.feed.Consequences.Chunk;
import ge.khidi.sharing.feed.Consequences.Run;
import ge.khidi.sharing.hold.HeldItems;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes into the feeds what a change of the rules means for events that arrived before it, some events at a time, each time in one
 * transaction with the place it got to. A service that is killed leaves whole chunks behind, and whoever comes next goes on from there;
 * of several instances one works at a time.
 *
 * <p>No page waits for it: pages obey the new rules from the moment they are in force.
 */
@Singleton
class FeedsFollow {

    private static final Logger LOG = Logger.getLogger(FeedsFollow.class);
    private static final Duration EVERY = Duration.ofMillis(300);
    private static final int CHUNK = 200;
    private static final Actor FOLLOWING = Actor.platform("feeds");

    private static final String NEXT = """
            SELECT CAST(before AS text), to_json(watermark) #>> '{}', to_json(backfill_from) #>> '{}', CAST(looked AS text)
            FROM epoch_change WHERE epoch = :epoch AND state = 'RUNNING' FOR UPDATE SKIP LOCKED
            """;
    private static final String GOT_TO = """
            UPDATE epoch_change SET looked = CAST(CAST(:looked AS text) AS uuid), events = events + :events,
                feed_rows = feed_rows + :rows WHERE epoch = :epoch
            """;
    private static final String DONE =
            "UPDATE epoch_change SET state = 'DONE', done_at = clock_timestamp() WHERE epoch = :epoch";
    // A feed in which nothing was written is named, for a page may have hidden what it has: it is brought again
    // whatever the rules have become when it is looked at.
    private static final String LOOK_AGAIN = """
            WITH changed AS (
                SELECT x.e AS id, x.f AS again FROM jsonb_to_recordset(%s) AS x (e uuid, f smallint[])
            )
            INSERT INTO product_due (product, again)
            SELECT s.product, CAST(NULL AS smallint[]) FROM changed c JOIN product_source s ON s.source = c.id
            UNION
            SELECT s.product, NULL FROM changed c JOIN product_source s ON s.product = c.id AND cardinality(c.again) = 0
            UNION ALL
            SELECT c.id, c.again FROM changed c WHERE cardinality(c.again) > 0
            """.formatted(Sql.JSON);

    private final Mutiny.SessionFactory sessions;
    private final Consequences consequences;
    private final ArrivalStore arrivals;
    private final FeedRows rows;
    private final Terms terms;
    private final HeldItems held;
    private final AuditLog audit;
    private final Event<FeedsGrew> grew;
    private final Vertx vertx;
    private final Clock clock;
    private volatile @Nullable Under under;

    FeedsFollow(
            Mutiny.SessionFactory sessions,
            Consequences consequences,
            ArrivalStore arrivals,
            FeedRows rows,
            Terms terms,
            HeldItems held,
            AuditLog audit,
            Event<FeedsGrew> grew,
            Vertx vertx,
            Clock clock) {
        this.sessions = sessions;
        this.consequences = consequences;
        this.arrivals = arrivals;
        this.rows = rows;
        this.terms = terms;
        this.held = held;
        this.audit = audit;
        this.grew = grew;
        this.vertx = vertx;
        this.clock = clock;
    }

    /** The change being followed, and what was looked up for it. */
    private record Under(Change change, Run run) {}

    /** A change that is not finished, and the last event that was looked at. */
    private record Place(Change change, String looked) {}

    void start(@Observes StartupEvent started) {
        Rounds.begin(vertx, EVERY, this::follow, LOG, "Following the rules");
    }

    private Uni<Void> follow() {
        return Uni.createFrom()
                // What was looked up in part for a chunk that failed is looked up again.
                .deferred(
                        () -> sessions.withTransaction(this::chunk).onFailure().invoke(failed -> under = null))
                .invoke(this::tell)
                .repeat()
                .whilst(more -> more)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private void tell(boolean wrote) {
        if (wrote) {
            grew.fire(new FeedsGrew());
        }
    }

    /** The epoch is held first, as by everybody who appends; the change after it. */
    private Uni<Boolean> chunk(Mutiny.Session session) {
        return arrivals.holdEpoch(session)
                .chain(epoch -> next(session, epoch).chain(place -> {
                    if (place.isEmpty()) {
                        return Uni.createFrom().item(false);
                    }
                    return run(session, place.get().change())
                            .chain(run ->
                                    consequences.next(session, run, place.get().looked(), CHUNK, true))
                            .chain(chunk -> write(session, epoch, chunk));
                }));
    }

    private static Uni<Optional<Place>> next(Mutiny.Session session, long epoch) {
        return session.createNativeQuery(NEXT, Object[].class)
                .setParameter("epoch", epoch)
                .getResultList()
                .map(found -> found.stream().findFirst().map(row -> place(epoch, row)));
    }

    private static Place place(long epoch, Object[] row) {
        String before = (String) row[0];
        List<Long> epochs = Arrays.stream(
                        before.substring(1, before.length() - 1).split(","))
                .map(Long::valueOf)
                .toList();
        Optional<Instant> window = Optional.ofNullable((String) row[2])
                .map(text -> OffsetDateTime.parse(text).toInstant());
        return new Place(new Change(epochs, epoch, (String) row[1], window), (String) row[3]);
    }

    private Uni<Run> run(Mutiny.Session session, Change change) {
        Under known = under;
        return known != null && known.change().equals(change)
                ? Uni.createFrom().item(known.run())
                : consequences.begin(session, change).invoke(run -> under = new Under(change, run));
    }

    private Uni<Boolean> write(Mutiny.Session session, long epoch, Chunk chunk) {
        if (chunk.last().isEmpty()) {
            under = null;
            return session.createNativeQuery(DONE)
                    .setParameter("epoch", epoch)
                    .executeUpdate()
                    .chain(() -> audit.append(session, entry("feeds.followed", epoch)))
                    .invoke(() -> LOG.infof("The feeds have followed the rules. epoch=%d", epoch))
                    .replaceWith(false);
        }
        List<Plan.NewRow> appended = new ArrayList<>();
        List<Plan.Leak> leaks = new ArrayList<>();
        Map<Long, String> ends = new HashMap<>();
        Set<String> wordings = new HashSet<>();
        Map<EventId, JsonArray> lookAgain = new LinkedHashMap<>();
        for (Consequence one : chunk.all()) {
            Optional<Offer.Sent> sent = one.sent().map(Consequence.Sent::offer);
            one.row().ifPresent(kind -> appended.add(new Plan.NewRow(one.feed().id(), one.revision(), kind, sent)));
            sent.ifPresent(offer -> wordings.add(offer.terms()));
            if (!one.leaks().isEmpty()) {
                leaks.add(new Plan.Leak(one.feed().id(), one.revision(), one.leaks()));
            }
            if (one.row().isPresent() || one.looksAgain()) {
                JsonArray feeds = lookAgain.computeIfAbsent(one.revision().eventId(), none -> new JsonArray());
                if (one.row().isEmpty()) {
                    feeds.add(one.feed().id());
                }
            }
            ends.putAll(one.ends());
        }
        return terms.intern(wordings)
                .chain(known -> rows.append(session, appended, Cause.EPOCH, known))
                .chain(() -> held.end(session, ends))
                .chain(() -> held.ask(
                        session,
                        chunk.all().stream().flatMap(one -> one.asks().stream()).toList()))
                .chain(() -> Leaks.keep(session, leaks))
                .chain(() -> lookAgain(session, lookAgain))
                .chain(() -> appended.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : audit.append(session, entry("feeds.changed", epoch).about(Concern.count(appended.size()))))
                .chain(() -> session.createNativeQuery(GOT_TO)
                        .setParameter("epoch", epoch)
                        .setParameter("looked", chunk.last().get().toString())
                        .setParameter("events", chunk.events())
                        .setParameter("rows", appended.size())
                        .executeUpdate())
                .replaceWith(true);
    }

    private static Uni<Integer> lookAgain(Mutiny.Session session, Map<EventId, JsonArray> changed) {
        if (changed.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        JsonArray json = new JsonArray();
        changed.forEach((event, feeds) ->
                json.add(new JsonObject().put("e", event.toString()).put("f", feeds)));
        return Sql.update(session, LOOK_AGAIN, json);
    }

    private AuditEntry entry(String action, long epoch) {
        return AuditEntry.of(clock.instant(), Operation.ALTERATION, action, FOLLOWING)
                .under(new Authority(epoch, List.of()));
    }
}
