package ge.khidi.sharing.activation;

import ge.khidi.contract.AgencyId;
import ge.khidi.relay.audit.Actor;
import ge.khidi.sharing.activation.Ordered.Progress;
import ge.khidi.sharing.activation.Ordered.State;
import ge.khidi.sharing.activation.PolicyDesk.Answer;
import ge.khidi.sharing.activation.PolicyDesk.Order;
import ge.khidi.sharing.rulebook.PolicyState;
import ge.khidi.sharing.rulebook.PolicyStore;
import ge.khidi.sharing.rulebook.VersionKind;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Orders to put a version in force, as rows. Whoever works on one holds its row; a holder that dies lets go of it. */
@Singleton
class OrderStore {

    private static final String SELECT = """
            SELECT o.id, o.kind, o.version, o.reason, to_json(o.backfill_from) #>> '{}', o.rollback, o.agency, o.subject, o.client,
                o.state, to_json(o.since) #>> '{}', to_json(o.ended) #>> '{}',
                (SELECT count(*) FROM disclosure_class c WHERE c.id <= o.looked), (SELECT count(*) FROM disclosure_class),
                o.refusal, o.faults
            FROM activation_order o
            """;
    private static final String FIND = SELECT + "WHERE o.id = :id";
    private static final String UNDER_WAY =
            SELECT + "WHERE o.kind = :kind AND o.version = :version AND o.state = 'DECIDING'";
    private static final String KEEP = """
            INSERT INTO activation_order (kind, version, agency, subject, client, reason, backfill_from, rollback)
            VALUES (:kind, :version, :agency, :subject, :client, :reason,
                CAST(nullif(CAST(:window AS text), '') AS timestamptz), :rollback) RETURNING id
            """;
    // An order whose holder works on it, or did a moment ago, is left to it.
    private static final String LEFT = """
            SELECT id FROM activation_order WHERE state = 'DECIDING' AND touched < clock_timestamp() - interval '3 seconds'
            ORDER BY id FOR UPDATE SKIP LOCKED
            """;
    private static final String HOLD = """
            SELECT CASE WHEN epoch = :epoch THEN looked ELSE 0 END FROM activation_order
            WHERE id = :id AND state = 'DECIDING' FOR UPDATE SKIP LOCKED
            """;
    private static final String SUSPENDED = "SELECT EXISTS (SELECT 1 FROM suspension WHERE agency = :agency)";
    private static final String GOT_TO = """
            UPDATE activation_order SET epoch = :epoch, looked = :looked, touched = clock_timestamp(), failures = 0 WHERE id = :id
            """;
    private static final String FAILED = """
            UPDATE activation_order SET failures = failures + 1, touched = clock_timestamp()
            WHERE id = :id AND state = 'DECIDING' RETURNING failures
            """;
    private static final String END = """
            UPDATE activation_order SET state = :state, ended = clock_timestamp(), touched = clock_timestamp(),
                refusal = nullif(CAST(:refusal AS text), ''), faults = :faults
            WHERE id = :id
            """;

    Uni<Optional<Ordered>> find(Mutiny.Session session, long id) {
        return one(session.createNativeQuery(FIND, Object[].class).setParameter("id", id));
    }

    /** The order by which this version is being put in force. */
    Uni<Optional<Ordered>> underWay(Mutiny.Session session, VersionKind kind, int version) {
        return one(session.createNativeQuery(UNDER_WAY, Object[].class)
                .setParameter("kind", kind.name())
                .setParameter("version", version));
    }

    /** Keeps an order and answers its number. */
    Uni<Long> keep(Mutiny.Session session, Order order, Actor by) {
        return session.createNativeQuery(KEEP, Long.class)
                .setParameter("kind", order.kind().name())
                .setParameter("version", order.version())
                .setParameter("agency", by.agency().value())
                .setParameter("subject", by.subject().orElseThrow())
                .setParameter("client", by.client().orElseThrow())
                .setParameter("reason", order.reason())
                .setParameter(
                        "window", order.backfillFrom().map(Instant::toString).orElse(""))
                .setParameter("rollback", order.rollback())
                .getSingleResult();
    }

    /** Orders nobody works on. */
    Uni<List<Long>> left(Mutiny.Session session) {
        return session.createNativeQuery(LEFT, Long.class).getResultList();
    }

    /**
     * The last class that is decided in that epoch, and nobody else works on the order until the transaction ends. Empty if somebody does, or it
     * has ended.
     */
    Uni<Optional<Long>> hold(Mutiny.Session session, long id, long epoch) {
        return session.createNativeQuery(HOLD, Long.class)
                .setParameter("id", id)
                .setParameter("epoch", epoch)
                .getResultList()
                .map(rows -> rows.stream().findFirst());
    }

    /** Whether whoever gave the order speaks for an agency that is suspended at this moment. */
    Uni<Boolean> suspended(Mutiny.Session session, Ordered ordered) {
        return session.createNativeQuery(SUSPENDED, Boolean.class)
                .setParameter("agency", ordered.by().agency().value())
                .getSingleResult();
    }

    Uni<Void> gotTo(Mutiny.Session session, long id, long epoch, long looked) {
        return session.createNativeQuery(GOT_TO)
                .setParameter("id", id)
                .setParameter("epoch", epoch)
                .setParameter("looked", looked)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** How often in a row it could not be gone on with; 0 if it has ended. */
    Uni<Integer> failed(Mutiny.Session session, long id) {
        return session.createNativeQuery(FAILED, Integer.class)
                .setParameter("id", id)
                .getResultList()
                .map(rows -> rows.stream().findFirst().orElse(0));
    }

    Uni<Void> end(Mutiny.Session session, long id, Optional<Answer.Refused> refused) {
        return session.createNativeQuery(END)
                .setParameter("id", id)
                .setParameter("state", (refused.isPresent() ? State.REFUSED : State.DONE).name())
                .setParameter("refusal", refused.map(one -> one.why().name()).orElse(""))
                .setParameter(
                        "faults",
                        PolicyStore.faults(refused.map(Answer.Refused::faults).orElse(List.of())))
                .executeUpdate()
                .replaceWithVoid();
    }

    private static Uni<Optional<Ordered>> one(Mutiny.SelectionQuery<Object[]> query) {
        return query.getResultList().map(rows -> rows.stream().findFirst().map(OrderStore::ordered));
    }

    private static Ordered ordered(Object[] row) {
        Order order = new Order(
                VersionKind.valueOf((String) row[1]),
                ((Number) row[2]).intValue(),
                (String) row[3],
                PolicyStore.time(row[4]),
                (Boolean) row[5]);
        Actor by = Actor.of(new AgencyId((String) row[6]), (String) row[7], (String) row[8]);
        Progress progress = new Progress(
                State.valueOf((String) row[9]),
                PolicyStore.time(row[10]).orElseThrow(),
                PolicyStore.time(row[11]),
                ((Number) row[12]).longValue(),
                ((Number) row[13]).longValue(),
                Optional.ofNullable((String) row[14])
                        .map(why -> new Answer.Refused(
                                PolicyState.Refusal.valueOf(why), PolicyStore.parseFaults((String) row[15]))));
        return new Ordered(((Number) row[0]).longValue(), order, by, progress);
    }
}
