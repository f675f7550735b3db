package ge.khidi.sharing.taxii;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.relay.housekeeping.Pause;
import ge.khidi.relay.housekeeping.Rounds;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.decision.OffLoop;
import ge.khidi.sharing.feed.FeedsGrew;
import ge.khidi.sharing.installation.Secret;
import ge.khidi.sharing.stix.Shown;
import ge.khidi.sharing.stix.StixExport;
import ge.khidi.sharing.stix.StixIds;
import ge.khidi.sharing.stix.StixObject;
import ge.khidi.sharing.stix.StixProfile;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows the feeds with their lists. Rows are read in their order, some at a time, each time in one transaction with the place it got to; of
 * several instances one writes a list at a time, and one that is killed leaves whole chunks behind. It looks right after an append of this
 * instance, and every {@link #EVERY} for what others append. Lists take turns, so that one which is made for the first time keeps no other
 * from what is new.
 */
@Singleton
class Lists {

    private static final Logger LOG = Logger.getLogger(Lists.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int CHUNK = 100;

    /** How many chunks a list is followed before it is another's turn. */
    static final int TURN = 5;

    private static final String OPEN = """
            WITH opened AS (
                INSERT INTO stix_list (feed, profile) SELECT $1::smallint, $2::smallint
                WHERE NOT EXISTS (SELECT 1 FROM stix_list WHERE feed = $1 AND profile = $2) ON CONFLICT DO NOTHING RETURNING id, seq, ready
            )
            SELECT l.id, l.seq, l.ready, f.last_seq FROM (
                SELECT id, seq, ready FROM opened UNION ALL SELECT id, seq, ready FROM stix_list WHERE feed = $1 AND profile = $2
            ) l JOIN feed f ON f.id = $1
            """;
    private static final String BEHIND = """
            SELECT l.id, l.feed, f.partner, l.profile, f.last_seq - l.seq FROM stix_list l JOIN feed f ON f.id = l.feed
            WHERE l.seq < f.last_seq OR NOT l.ready ORDER BY l.ready DESC, l.id
            """;
    private static final String UNSAID = """
            SELECT l.id, l.feed, f.partner, l.profile, u.seq FROM stix_unsaid u JOIN stix_list l ON l.id = u.list
            JOIN feed f ON f.id = l.feed ORDER BY u.list, u.seq
            """;
    private static final String GIVEN_OUT = """
            SELECT DISTINCT o.object_id FROM feed f JOIN stix_list l ON l.feed = f.id JOIN stix_object o ON o.list = l.id
            WHERE f.partner = $1 AND o.collection = $2 AND o.object_id = ANY($3)
            """;
    private static final String PLACE =
            "SELECT l.seq, f.last_seq FROM stix_list l JOIN feed f ON f.id = l.feed WHERE l.id = :list";

    private final Mutiny.SessionFactory sessions;
    private final Pool pool;
    private final ListStore store;
    private final Secret secret;
    private final Vertx vertx;
    private final Clock clock;
    private final StixExport export = new StixExport();
    private final Map<AgencyId, StixIds> ids = new ConcurrentHashMap<>();
    private final Map<String, StixList> ready = new ConcurrentHashMap<>();
    private final AtomicLong rowsBehind = new AtomicLong();
    private final AtomicLong rowsUnsaid = new AtomicLong();
    private volatile boolean triedAgain;
    private volatile @Nullable Rounds rounds;

    Lists(
            Mutiny.SessionFactory sessions,
            Pool pool,
            ListStore store,
            Secret secret,
            Vertx vertx,
            MeterRegistry meters,
            Clock clock) {
        this.sessions = sessions;
        this.pool = pool;
        this.store = store;
        this.secret = secret;
        this.vertx = vertx;
        this.clock = clock;
        meters.gauge("khidi.taxii.rows.behind", rowsBehind);
        meters.gauge("khidi.taxii.rows.unsaid", rowsUnsaid);
    }

    /** A list that can be read, or how many in a hundred of the feed's rows are in it so far. */
    record Progress(Optional<StixList> list, int percent) {}

    void start(@Observes StartupEvent started) {
        rounds = Rounds.begin(vertx, EVERY, this::follow, LOG, "Listing of feeds in STIX");
    }

    void grew(@Observes FeedsGrew grown) {
        wake();
    }

    /** The list of a feed; it is begun when it is asked for first, and can be read once it has come to the feed's end. */
    Uni<Progress> of(Feed feed, StixProfile profile) {
        String name = feed.id() + " " + profile;
        StixList known = ready.get(name);
        if (known != null) {
            return Uni.createFrom().item(new Progress(Optional.of(known), 100));
        }
        return pool.preparedQuery(OPEN)
                .execute(Tuple.of(feed.id(), (short) StixList.code(profile)))
                .map(rows -> {
                    if (rows.rowCount() == 0) {
                        return new Progress(Optional.empty(), 0);
                    }
                    Row row = rows.iterator().next();
                    StixList list = new StixList(
                            row.getInteger(0), feed.id(), feed.partner().id(), profile);
                    if (row.getBoolean(2)) {
                        ready.put(name, list);
                        return new Progress(Optional.of(list), 100);
                    }
                    wake();
                    return new Progress(Optional.empty(), (int) (row.getLong(1) * 100 / Math.max(1, row.getLong(3))));
                });
    }

    /** Which of these objects ever stood in a list of that partner, whatever became of them. */
    Uni<Set<String>> givenOut(AgencyId partner, TaxiiCollection collection, Set<String> ids) {
        return pool.preparedQuery(GIVEN_OUT)
                .execute(Tuple.of(partner.value(), (short) collection.code(), ids.toArray(String[]::new)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .collect(Collectors.toSet()));
    }

    /** The same, asked again and again until then. */
    Uni<Progress> of(Feed feed, StixProfile profile, Instant until) {
        return of(feed, profile)
                .chain(progress ->
                        progress.list().isPresent() || clock.instant().isAfter(until)
                                ? Uni.createFrom().item(progress)
                                : Pause.of(vertx, PAUSE).chain(() -> of(feed, profile, until)));
    }

    /** Looks at once for rows that are not listed yet. */
    private void wake() {
        Rounds begun = rounds;
        if (begun != null) {
            begun.ring();
        }
    }

    private Uni<Void> follow() {
        return (triedAgain ? Uni.createFrom().voidItem() : sayAgain()).chain(this::listWhatCame);
    }

    /** Another release may say what this one's predecessor could not. Once: a failure of it stops no list. */
    Uni<Void> sayAgain() {
        triedAgain = true;
        return pool.query(UNSAID)
                .execute()
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(row -> sayAgain(list(row), row.getLong(4)))
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    private Uni<Void> sayAgain(StixList list, long seq) {
        return sessions.withTransaction(session -> store.holdHeads(session, list, seq - 1, seq)
                .chain(() -> store.hold(session, list))
                .chain(place -> store.takeUnsaid(session, list, seq)
                        .chain(current -> current
                                ? list(session, list, seq - 1, seq, place, false)
                                : Uni.createFrom().voidItem())));
    }

    private Uni<Void> listWhatCame() {
        return pool.query(BEHIND).execute().map(this::behind).chain(behind -> turns(behind, this::chunk, this::wake));
    }

    /** One turn of each; {@code again} is run behind them if one of them is not at its end. A failure of one stops no other. */
    static <L> Uni<Void> turns(List<L> lists, Function<L, Uni<Boolean>> chunk, Runnable again) {
        AtomicBoolean more = new AtomicBoolean();
        return Multi.createFrom()
                .iterable(lists)
                .onItem()
                .transformToUni(list -> turn(list, chunk).invoke(left -> more.compareAndSet(false, left)))
                .collectFailures()
                .concatenate()
                .collect()
                .last()
                .replaceWithVoid()
                .onTermination()
                .invoke(() -> {
                    if (more.get()) {
                        again.run();
                    }
                });
    }

    private static <L> Uni<Boolean> turn(L list, Function<L, Uni<Boolean>> chunk) {
        AtomicInteger left = new AtomicInteger(TURN);
        return Uni.createFrom()
                .deferred(() -> chunk.apply(list))
                .repeat()
                .whilst(more -> more && left.decrementAndGet() > 0)
                .collect()
                .last();
    }

    private List<StixList> behind(RowSet<Row> rows) {
        List<StixList> lists = new ArrayList<>();
        long sum = 0;
        for (Row row : rows) {
            sum += row.getLong(4);
            lists.add(list(row));
        }
        rowsBehind.set(sum);
        return lists;
    }

    private static StixList list(Row row) {
        return new StixList(
                row.getInteger(0), row.getShort(1), new AgencyId(row.getString(2)), StixList.profile(row.getShort(3)));
    }

    private Uni<Boolean> chunk(StixList list) {
        return sessions.withTransaction(session -> chunk(session, list));
    }

    private Uni<Boolean> chunk(Mutiny.Session session, StixList list) {
        return session.createNativeQuery(PLACE, Object[].class)
                .setParameter("list", list.id())
                .getSingleResult()
                .chain(place -> {
                    long after = ((Number) place[0]).longValue();
                    long end = ((Number) place[1]).longValue();
                    return chunk(session, list, after, Math.min(end, after + CHUNK), end);
                });
    }

    private Uni<Boolean> chunk(Mutiny.Session session, StixList list, long after, long upto, long end) {
        return store.holdHeads(session, list, after, upto)
                .chain(() -> store.hold(session, list, after))
                .chain(held -> held.isEmpty()
                        ? Uni.createFrom().item(false)
                        : list(session, list, after, upto, new ListStore.Place(upto, held.get()), upto == end)
                                .replaceWith(upto < end));
    }

    /** Lists rows of the feed, whereupon the list has come to a place. */
    private Uni<Void> list(
            Mutiny.Session session, StixList list, long after, long upto, ListStore.Place place, boolean ready) {
        return store.rows(session, list, after, upto)
                .chain(rows -> plan(session, list, rows))
                .invoke(plan -> plan.unsaid().forEach(one -> tell(list, one)))
                .chain(plan -> store.write(session, list, plan, place.added(), place.seq(), clock.instant(), ready));
    }

    /** Which row, and never what is in it: an exception may tell of that in its message. */
    private void tell(StixList list, ListPlan.Unsaid unsaid) {
        rowsUnsaid.incrementAndGet();
        LOG.errorf(
                "A row of a feed cannot be said in STIX and is left out of its list. event=%s list=%d cause=%s",
                unsaid.row().shown().revision(),
                list.id(),
                unsaid.fault().getClass().getName());
    }

    private Uni<ListPlan> plan(Mutiny.Session session, StixList list, List<ListPlan.Row> rows) {
        Set<EventId> events = rows.stream().map(ListPlan.Row::event).collect(Collectors.toSet());
        return store.own(session, list, events)
                .chain(own -> OffLoop.run(() -> {
                    ListPlan plan = new ListPlan(new Exports(list), own);
                    rows.forEach(plan::add);
                    return plan;
                }));
    }

    /** The export for one list's partner and profile. */
    private final class Exports implements ListPlan.Export {
        private final StixProfile profile;
        private final StixIds partnersIds;

        Exports(StixList list) {
            this.profile = list.profile();
            this.partnersIds = ids.computeIfAbsent(
                    list.partner(), partner -> StixIds.of(secret.key("stix-ids/v1/" + partner.value())));
        }

        @Override
        public List<StixObject> objects(Shown shown, Optional<Instant> bodyChangedAt, Set<String> revoked) {
            return export.objects(shown, profile, partnersIds, bodyChangedAt, revoked);
        }

        @Override
        public StixObject revoked(StixObject previous, Instant at) {
            return export.revoked(previous, at);
        }
    }
}
