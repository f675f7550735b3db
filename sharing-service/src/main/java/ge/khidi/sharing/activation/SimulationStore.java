package ge.khidi.sharing.activation;

import ge.khidi.contract.AgencyId;
import ge.khidi.relay.audit.Actor;
import ge.khidi.sharing.activation.PolicyDesk.Answer;
import ge.khidi.sharing.activation.Simulated.Progress;
import ge.khidi.sharing.activation.Simulated.State;
import ge.khidi.sharing.feed.Sql;
import ge.khidi.sharing.policy.SourceFault;
import ge.khidi.sharing.rulebook.PolicyState;
import ge.khidi.sharing.rulebook.PolicyStore;
import ge.khidi.sharing.rulebook.VersionKind;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.hibernate.reactive.mutiny.Mutiny;

/** Simulations as rows. Who holds one tells of it every second; of whom nothing is heard for half a minute, it is taken. */
@Singleton
class SimulationStore {

    // Nothing of what was found is shown while the agency that asked is suspended, also to a request that waits for it.
    private static final String FIND = """
            SELECT CAST(s.id AS text), s.kind, s.version, to_json(s.backfill_from) #>> '{}', s.agency, s.subject, s.client,
                CASE WHEN x.agency IS NOT NULL THEN 'REFUSED' WHEN s.state = 'UNDER_WAY' THEN p.stage ELSE s.state END,
                to_json(s.since) #>> '{}', to_json(s.ended) #>> '{}',
                (SELECT count(*) FROM disclosure_class c WHERE c.id <= p.looked), (SELECT count(*) FROM disclosure_class),
                p.walked, p.events, CASE WHEN x.agency IS NULL THEN s.result END,
                CASE WHEN x.agency IS NULL THEN s.refusal ELSE 'SUSPENDED' END, s.faults
            FROM simulation s JOIN simulation_progress p ON p.simulation = s.id LEFT JOIN suspension x ON x.agency = s.agency
            WHERE s.id = CAST(CAST(:id AS text) AS uuid)
            """;
    // The one that is under way, where there is one; nothing if it began or ended in this moment.
    private static final String KEEP = """
            WITH kept AS (
                INSERT INTO simulation (kind, version, backfill_from, agency, subject, client)
                VALUES (:kind, :version, CAST(nullif(CAST(:window AS text), '') AS timestamptz), :agency, :subject, :client)
                ON CONFLICT DO NOTHING RETURNING id
            ), queued AS (
                INSERT INTO simulation_progress (simulation) SELECT id FROM kept
            )
            SELECT CAST(id AS text) FROM kept
            UNION ALL
            SELECT CAST(id AS text) FROM simulation WHERE state = 'UNDER_WAY' AND kind = :kind AND version = :version
            AND agency = :agency AND subject = :subject
            AND backfill_from IS NOT DISTINCT FROM CAST(nullif(CAST(:window AS text), '') AS timestamptz)
            """;
    // Until the transaction ends the rules stay as they are, so that what was simulated under them is approved under
    // them.
    private static final String SIMULATED = """
            SELECT CAST(s.id AS text) FROM simulation s JOIN current_epoch e ON e.epoch = s.epoch
            WHERE s.kind = :kind AND s.version = :version AND s.state = 'DONE' AND s.agency = :agency
            AND s.backfill_from = CAST(CAST(:window AS text) AS timestamptz) LIMIT 1 FOR SHARE OF e
            """;
    private static final String TELL = """
            UPDATE simulation_progress p
            SET touched = clock_timestamp(), stage = x.stage, looked = x.looked, walked = x.walked, events = x.events
            FROM jsonb_to_recordset(%s) AS x (id uuid, stage text, looked bigint, walked bigint, events bigint)
            JOIN simulation s ON s.id = x.id
            WHERE p.simulation = x.id AND p.holder = CAST(CAST(:holder AS text) AS uuid) AND s.state = 'UNDER_WAY'
            RETURNING CAST(p.simulation AS text)
            """.formatted(Sql.JSON);
    private static final String LOST = "p.touched < clock_timestamp() - interval '30 seconds'";
    private static final String REFUSE = """
            UPDATE simulation s SET state = 'REFUSED', ended = clock_timestamp(), refusal = CASE WHEN EXISTS
                (SELECT 1 FROM suspension WHERE agency = s.agency) THEN 'SUSPENDED' ELSE 'NOT_POSSIBLE' END
            FROM simulation_progress p WHERE p.simulation = s.id AND s.state = 'UNDER_WAY'
            AND (s.agency IN (SELECT agency FROM suspension) OR (p.times >= :most AND %s))
            """.formatted(LOST);
    private static final String FORGET = """
            DELETE FROM simulation WHERE ended < clock_timestamp() - CAST(CAST(:kept AS text) AS interval)
            """;
    private static final String TAKE = """
            WITH next AS (
                SELECT p.simulation FROM simulation_progress p JOIN simulation s ON s.id = p.simulation
                WHERE s.state = 'UNDER_WAY' AND (p.holder IS NULL OR %s) ORDER BY s.since LIMIT :most FOR UPDATE OF p SKIP LOCKED
            )
            UPDATE simulation_progress p SET holder = CAST(CAST(:holder AS text) AS uuid), touched = clock_timestamp(),
                times = times + 1, stage = 'DECIDING', looked = 0, walked = 0, events = 0
            FROM next WHERE p.simulation = next.simulation RETURNING CAST(p.simulation AS text)
            """.formatted(LOST);
    private static final String END = """
            UPDATE simulation s SET state = :state, ended = clock_timestamp(), result = nullif(CAST(:result AS text), ''),
                refusal = nullif(CAST(:refusal AS text), ''), faults = :faults, epoch = (SELECT epoch FROM current_epoch)
            FROM simulation_progress p WHERE s.id = CAST(CAST(:id AS text) AS uuid) AND s.state = 'UNDER_WAY'
            AND p.simulation = s.id AND p.holder = CAST(CAST(:holder AS text) AS uuid)
            """;

    /**
     * Whether what a version would bring from a window on, to the rules in force, was simulated to the end by an officer of that agency, and is
     * still kept.
     */
    Uni<Boolean> simulated(Mutiny.Session session, VersionKind kind, int version, Instant window, AgencyId agency) {
        return session.createNativeQuery(SIMULATED, String.class)
                .setParameter("kind", kind.name())
                .setParameter("version", version)
                .setParameter("window", window.toString())
                .setParameter("agency", agency.value())
                .getResultList()
                .map(found -> !found.isEmpty());
    }

    Uni<Optional<Simulated>> find(Mutiny.Session session, UUID id) {
        return session.createNativeQuery(FIND, Object[].class)
                .setParameter("id", id.toString())
                .getResultList()
                .map(rows -> rows.stream().findFirst().map(SimulationStore::simulated));
    }

    /**
     * Keeps an order and answers its id; while the same is under way at the same person's word, the id of that. Empty if that began or ended in
     * this moment.
     */
    Uni<Optional<UUID>> keep(Mutiny.Session session, Simulation.Order order, Actor by) {
        return session.createNativeQuery(KEEP, String.class)
                .setParameter("kind", order.kind().name())
                .setParameter("version", order.version())
                .setParameter(
                        "window", order.backfillFrom().map(Instant::toString).orElse(""))
                .setParameter("agency", by.agency().value())
                .setParameter("subject", by.subject().orElseThrow())
                .setParameter("client", by.client().orElseThrow())
                .getResultList()
                .map(rows -> ids(rows).stream().findFirst());
    }

    /** Writes down how far the holder's simulations are; answers those that are still its own and under way. */
    Uni<List<UUID>> tell(Mutiny.Session session, UUID holder, JsonArray far) {
        return session.createNativeQuery(TELL, String.class)
                .setParameter("json", far.encode())
                .setParameter("holder", holder.toString())
                .getResultList()
                .map(SimulationStore::ids);
    }

    /** Ends those of agencies that are suspended, and those that were begun so often and lost. */
    Uni<Integer> refuse(Mutiny.Session session, int most) {
        return session.createNativeQuery(REFUSE).setParameter("most", most).executeUpdate();
    }

    /** Deletes what ended so long ago. */
    Uni<Integer> forget(Mutiny.Session session, Duration kept) {
        return session.createNativeQuery(FORGET)
                .setParameter("kept", kept.toString())
                .executeUpdate();
    }

    /** The next that nobody holds, or whose holder is lost; at most so many. */
    Uni<List<UUID>> take(Mutiny.Session session, UUID holder, int most) {
        return session.createNativeQuery(TAKE, String.class)
                .setParameter("holder", holder.toString())
                .setParameter("most", most)
                .getResultList()
                .map(SimulationStore::ids);
    }

    /**
     * In the snapshot that the result is of.
     *
     * @throws CancellationException if it has ended already, or somebody else holds it
     */
    Uni<Void> done(Mutiny.Session session, UUID id, UUID holder, String result) {
        return end(session, id, holder, State.DONE, result, "", List.of())
                .invoke(SimulationStore::once)
                .replaceWithVoid();
    }

    private static void once(int ended) {
        if (ended == 0) {
            throw new CancellationException("the simulation has ended, or is somebody else's");
        }
    }

    /** Nothing if somebody else holds it by now. */
    Uni<Void> refused(Mutiny.Session session, UUID id, UUID holder, Answer.Refused refused) {
        return end(session, id, holder, State.REFUSED, "", refused.why().name(), refused.faults())
                .replaceWithVoid();
    }

    private static Uni<Integer> end(
            Mutiny.Session session,
            UUID id,
            UUID holder,
            State state,
            String result,
            String refusal,
            List<SourceFault> faults) {
        return session.createNativeQuery(END)
                .setParameter("id", id.toString())
                .setParameter("holder", holder.toString())
                .setParameter("state", state.name())
                .setParameter("result", result)
                .setParameter("refusal", refusal)
                .setParameter("faults", PolicyStore.faults(faults))
                .executeUpdate();
    }

    private static List<UUID> ids(List<String> rows) {
        return rows.stream().map(UUID::fromString).toList();
    }

    private static Simulated simulated(Object[] row) {
        Simulation.Order order = new Simulation.Order(
                VersionKind.valueOf((String) row[1]), ((Number) row[2]).intValue(), PolicyStore.time(row[3]));
        Actor by = Actor.of(new AgencyId((String) row[4]), (String) row[5], (String) row[6]);
        Progress progress = new Progress(
                State.valueOf((String) row[7]),
                PolicyStore.time(row[8]).orElseThrow(),
                PolicyStore.time(row[9]),
                ((Number) row[10]).longValue(),
                ((Number) row[11]).longValue(),
                ((Number) row[12]).longValue(),
                ((Number) row[13]).longValue(),
                Optional.ofNullable((String) row[14]),
                Optional.ofNullable((String) row[15])
                        .map(why -> new Answer.Refused(
                                PolicyState.Refusal.valueOf(why), PolicyStore.parseFaults((String) row[16]))));
        return new Simulated(UUID.fromString((String) row[0]), order, by, progress);
    }
}
