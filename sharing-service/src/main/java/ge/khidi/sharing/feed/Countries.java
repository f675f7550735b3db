package ge.khidi.sharing.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.relay.housekeeping.Pause;
import ge.khidi.sharing.decision.Decided;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.OffLoop;
import ge.khidi.sharing.decision.Sight;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.policy.Partners;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Which countries are sought in events. Facts name only countries that partners come from, so before a partner from another country may be
 * decided for, every event that was received without looking for it is looked through again: a policy that asks whether an event
 * concerns the partner's country would otherwise be answered no for all of them.
 *
 * <p>Nobody's decision changes by it: the gate sees only the countries of the registry in force. Cut off, it begins again. While the feeds
 * follow a change of the rules it waits, and takes no event out of the classes that change goes by.
 */
@Singleton
public class Countries {

    /** Events looked at by one statement, since rules that go in force wait for it, and whoever appends waits for these. */
    private static final int LOOK = 1000;

    /** Of these, events that are decided anew in one transaction. */
    private static final int CHUNK = 200;

    private static final Duration ASK_AGAIN = Duration.ofMillis(200);
    private static final String FIRST = "00000000-0000-0000-0000-000000000000";

    private static final String ADD = "INSERT INTO country_sought (country)" + " SELECT jsonb_array_elements_text("
            + Sql.JSON + ") ON CONFLICT DO NOTHING";
    private static final String UNDONE = """
            SELECT country FROM country_sought
            WHERE NOT done AND country IN (SELECT jsonb_array_elements_text(%s)) ORDER BY country LIMIT 1
            """.formatted(Sql.JSON);
    private static final String DONE = "UPDATE country_sought SET done = true WHERE country = :country";
    private static final String BEING_FOLLOWED = "SELECT EXISTS (SELECT 1 FROM epoch_change WHERE state = 'RUNNING')";
    private static final String MENTIONED = """
            WITH looked AS MATERIALIZED (
                SELECT event_id, revision FROM event_revision
                WHERE (event_id, revision) > (CAST(CAST(:event AS text) AS uuid), :revision)
                ORDER BY event_id, revision LIMIT :look
            )
            SELECT CAST(event_id AS text), revision, body FROM (
                (SELECT v.event_id, v.revision, v.body FROM looked l
                JOIN event_revision v ON v.event_id = l.event_id AND v.revision = l.revision
                WHERE v.body LIKE :quoted ORDER BY v.event_id, v.revision LIMIT :most)
                UNION ALL
                (SELECT event_id, revision, NULL FROM looked ORDER BY event_id DESC, revision DESC LIMIT 1)
            ) found ORDER BY body IS NULL, event_id, revision
            """;
    private static final String RECLASSIFY = """
            WITH seen AS (
                SELECT x.e, x.r, x.c FROM jsonb_to_recordset(%s) AS x (e uuid, r integer, c bigint)
            ), moved AS (
                UPDATE event_revision v SET class_id = s.c FROM seen s
                WHERE v.event_id = s.e AND v.revision = s.r AND s.c IS NOT NULL RETURNING v.event_id
            )
            INSERT INTO product_due (product)
            SELECT p.product FROM seen s JOIN product_source p ON p.source = s.e OR p.product = s.e
            """.formatted(Sql.JSON);

    private final Mutiny.SessionFactory sessions;
    private final DecisionTable decisions;
    private final ArrivalStore arrivals;
    private final Vertx vertx;

    Countries(Mutiny.SessionFactory sessions, DecisionTable decisions, ArrivalStore arrivals, Vertx vertx) {
        this.sessions = sessions;
        this.decisions = decisions;
        this.arrivals = arrivals;
        this.vertx = vertx;
    }

    /** Events that mention a country, in order, and where to go on behind them. */
    private record Looked(List<Object[]> mentioned, Place next) {
        private static Optional<Looked> of(List<Object[]> rows, Place place) {
            List<Object[]> mentioned =
                    rows.stream().filter(row -> row[2] != null).toList();
            return rows.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Looked(
                            mentioned,
                            place.behind(
                                    mentioned.size() == CHUNK ? mentioned.get(CHUNK - 1) : rows.get(rows.size() - 1))));
        }
    }

    /** How far the events are looked through for a country. */
    private record Place(String country, String event, int revision) {
        static Place before(String country) {
            return new Place(country, FIRST, 0);
        }

        Place behind(Object[] row) {
            return new Place(country, (String) row[0], ((Number) row[1]).intValue());
        }
    }

    /** Completes when the countries of this registry's partners are known of every event there is. Called on a Vert.x context. */
    public Uni<Void> seek(Partners partners) {
        return decisions
                .sight()
                .chain(sight -> sight.sought().containsAll(partners.countries())
                        ? Uni.createFrom().voidItem()
                        : add(partners.countries()))
                .chain(() -> lookThrough(partners.countries()));
    }

    /** From here on nothing is appended without having looked for them. */
    private Uni<Void> add(Set<String> countries) {
        return sessions.withTransaction(session -> decisions
                        .holdAlone(session)
                        .chain(() -> Sql.update(session, ADD, new JsonArray(List.copyOf(countries)))))
                .chain(() -> decisions.nextEpoch());
    }

    /** Only these: who needs no new country waits for none. */
    private Uni<Void> lookThrough(Set<String> countries) {
        return sessions.withSession(session -> session.createNativeQuery(UNDONE, String.class)
                        .setParameter("json", new JsonArray(List.copyOf(countries)).encode())
                        .getResultList())
                .chain(undone -> undone.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : lookThrough(undone.get(0)).chain(() -> lookThrough(countries)));
    }

    private Uni<Void> lookThrough(String country) {
        AtomicReference<Place> place = new AtomicReference<>(Place.before(country));
        return Uni.createFrom()
                .deferred(() -> some(place.get()))
                .invoke(next -> next.ifPresent(place::set))
                .repeat()
                .whilst(Optional::isPresent)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Optional<Place>> some(Place place) {
        return sessions.withTransaction(session -> some(session, place))
                .onFailure(StateMovedException.class)
                .recoverWithUni(moved -> Pause.of(vertx, ASK_AGAIN).replaceWith(Optional.of(place)));
    }

    /** The next of the events, while no other rules go in force. Answers where to go on; empty when it is done. */
    private Uni<Optional<Place>> some(Mutiny.Session session, Place place) {
        return arrivals.holdEpoch(session)
                .invoke(epoch -> decisions.inForce(epoch))
                .call(() -> nothingIsBeingFollowed(session))
                .chain(epoch -> looked(session, place)
                        .chain(next -> next.map(looked -> reclassify(session, epoch, looked.mentioned())
                                        .replaceWith(Optional.of(looked.next())))
                                .orElseGet(() -> done(session, place.country()).replaceWith(Optional.empty()))));
    }

    private static Uni<Void> nothingIsBeingFollowed(Mutiny.Session session) {
        return session.createNativeQuery(BEING_FOLLOWED, Boolean.class)
                .getSingleResult()
                .invoke(followed -> {
                    if (followed) {
                        throw new StateMovedException("the feeds follow a change of the rules");
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Integer> done(Mutiny.Session session, String country) {
        return session.createNativeQuery(DONE).setParameter("country", country).executeUpdate();
    }

    private static Uni<Optional<Looked>> looked(Mutiny.Session session, Place place) {
        return session.createNativeQuery(MENTIONED, Object[].class)
                .setParameter("event", place.event())
                .setParameter("revision", place.revision())
                .setParameter("quoted", "%\"" + place.country() + "\"%")
                .setParameter("look", LOOK)
                .setParameter("most", CHUNK)
                .getResultList()
                .map(rows -> Looked.of(rows, place));
    }

    private Uni<Void> reclassify(Mutiny.Session session, long epoch, List<Object[]> rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return decisions
                .sight()
                .chain(sight -> OffLoop.run(() -> facts(rows, sight)))
                .chain(facts -> decisions.decide(Set.copyOf(facts.values())).chain(decided -> {
                    if (decided.epoch() != epoch) {
                        throw new StateMovedException("another epoch was known here");
                    }
                    return Sql.update(session, RECLASSIFY, json(rows, facts, decided));
                }))
                .replaceWithVoid();
    }

    /** A product takes its facts from its sources, and is looked at again instead. */
    private static Map<RevisionId, DisclosureFacts> facts(List<Object[]> rows, Sight sight) {
        Map<RevisionId, DisclosureFacts> facts = new HashMap<>();
        for (Object[] row : rows) {
            Event event = EventCodec.parse(((String) row[2]).getBytes(UTF_8))
                    .toOptional()
                    .orElseThrow();
            if (!event.type().product()) {
                facts.put(revision(row), sight.of(event));
            }
        }
        return facts;
    }

    private static RevisionId revision(Object[] row) {
        return new RevisionId(EventId.parse((String) row[0]).orElseThrow(), ((Number) row[1]).intValue());
    }

    private static JsonArray json(List<Object[]> rows, Map<RevisionId, DisclosureFacts> facts, Decided decided) {
        JsonArray json = new JsonArray();
        for (Object[] row : rows) {
            JsonObject one = new JsonObject().put("e", (String) row[0]).put("r", ((Number) row[1]).intValue());
            Optional.ofNullable(facts.get(revision(row)))
                    .ifPresent(known -> one.put("c", decided.of(known).id()));
            json.add(one);
        }
        return json;
    }
}
