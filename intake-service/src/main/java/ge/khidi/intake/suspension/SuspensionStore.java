package ge.khidi.intake.suspension;

import ge.khidi.contract.AgencyId;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.suspension.SuspendedAgencies;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** Keeps the latest set of suspended agencies, with an audit entry for each agency that it changes something for. */
@Singleton
class SuspensionStore {

    private static final Logger LOG = Logger.getLogger(SuspensionStore.class);
    private static final Actor HERE = Actor.platform("suspensions");

    /** Locks the number, so that of two sets at the same time the older one finds the newer one's. */
    private static final String LATEST = "UPDATE suspension_number SET number = :number WHERE number < :number";

    // The inner cast keeps the driver from sending the text as one JSON string.
    private static final String CHANGE = """
            WITH suspended AS (
                SELECT jsonb_array_elements_text(CAST(CAST(:agencies AS text) AS jsonb)) AS agency),
            ended AS (
                DELETE FROM suspension WHERE agency NOT IN (SELECT agency FROM suspended) RETURNING agency),
            begun AS (
                INSERT INTO suspension (agency) SELECT agency FROM suspended ON CONFLICT DO NOTHING RETURNING agency)
            SELECT agency, true FROM begun
            UNION ALL
            SELECT agency, false FROM ended
            """;

    private final Mutiny.SessionFactory sessions;
    private final AuditLog audit;
    private final Clock clock;

    SuspensionStore(Mutiny.SessionFactory sessions, AuditLog audit, Clock clock) {
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
    }

    /** An agency for which something changed. */
    private record Change(AgencyId agency, boolean begun) {}

    /** Changes nothing if a set with this number or a higher one is known. */
    Uni<Void> keep(SuspendedAgencies set) {
        return sessions.withTransaction(session -> session.createNativeQuery(LATEST)
                        .setParameter("number", set.number())
                        .executeUpdate()
                        .chain(newer -> newer == 0 ? Uni.createFrom().item(List.<Change>of()) : change(session, set)))
                .invoke(changes -> changes.forEach(one -> LOG.infof(
                        "An agency is %s. agency=%s number=%d",
                        one.begun() ? "suspended" : "suspended no more", one.agency(), set.number())))
                .replaceWithVoid();
    }

    private Uni<List<Change>> change(Mutiny.Session session, SuspendedAgencies set) {
        List<String> agencies = set.agencies().stream().map(AgencyId::value).toList();
        return session.createNativeQuery(CHANGE, Object[].class)
                .setParameter("agencies", new JsonArray(agencies).encode())
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Change(new AgencyId((String) row[0]), (Boolean) row[1]))
                        .toList())
                .call(changes ->
                        audit.append(session, changes.stream().map(this::entry).toList()));
    }

    private AuditEntry entry(Change change) {
        String action = change.begun() ? "agency.suspended" : "agency.suspension-lifted";
        return AuditEntry.of(clock.instant(), Operation.ALTERATION, action, HERE)
                .to(change.agency());
    }
}
