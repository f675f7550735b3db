package ge.khidi.sharing.registration;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.housekeeping.Rounds;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.activation.PolicyDesk;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Sight;
import ge.khidi.sharing.policy.Partner;
import ge.khidi.sharing.rulebook.VersionKind;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Keeps the accounts of agencies as they should be. What should be stands in a row, what was last done at the identity provider beside it; a
 * job makes the one like the other and tries again while the provider is away. Doing it twice does it once.
 *
 * <p>An agency that came with the installation's file has a client that somebody else made: of it we say only whether it may be used.
 */
@Singleton
class Accounts {

    private static final Logger LOG = Logger.getLogger(Accounts.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Actor KEEPING = Actor.platform("accounts");

    private static final String OPEN = """
            INSERT INTO agency_account (agency, managed)
            SELECT agency, managed FROM jsonb_to_recordset(CAST(CAST(:agencies AS text) AS jsonb)) AS x (agency text, managed boolean)
            ON CONFLICT DO NOTHING
            """;
    private static final int INSTALLED = 1;
    private static final String ALL = """
            SELECT a.agency, a.managed, a.publishes, z.agency IS NOT NULL, a.made, a.made_publishing, a.made_enabled, a.failures
            FROM agency_account a LEFT JOIN suspension z ON z.agency = a.agency
            """;
    private static final String DUE = ALL + """
            WHERE (a.managed AND (NOT a.made OR a.made_publishing <> a.publishes) OR a.made_enabled = (z.agency IS NOT NULL))
            AND a.tried_at < clock_timestamp() - least(power(2, a.failures), 60) * CAST('1 second' AS interval)
            ORDER BY a.tried_at LIMIT 20 FOR UPDATE OF a SKIP LOCKED
            """;
    private static final String DONE = """
            UPDATE agency_account SET made = managed, made_publishing = :publishes, made_enabled = :enabled, failures = 0,
                tried_at = clock_timestamp() WHERE agency = :agency
            """;
    private static final String FAILED = """
            UPDATE agency_account SET failures = least(failures + 1, 10), tried_at = clock_timestamp() WHERE agency = :agency
            """;
    private static final String PUBLISH =
            "UPDATE agency_account SET publishes = :publishes, failures = 0 WHERE agency = :agency AND managed";
    private static final String FOREIGN = """
            UPDATE agency_account SET publishes = false, failures = 0
            WHERE publishes AND managed AND agency IN (SELECT jsonb_array_elements_text(CAST(CAST(:agencies AS text) AS jsonb)))
            RETURNING agency
            """;
    private static final String AT_ONCE = """
            UPDATE agency_account SET failures = 0, tried_at = CAST('2000-01-01T00:00:00Z' AS timestamptz) WHERE agency = :agency
            """;

    private final Mutiny.SessionFactory sessions;
    private final DecisionTable decisions;
    private final PolicyDesk desk;
    private final ClientsAtKeycloak clients;
    private final AuditLog audit;
    private final Vertx vertx;
    private final Clock clock;
    private volatile long opened;

    Accounts(
            Mutiny.SessionFactory sessions,
            DecisionTable decisions,
            PolicyDesk desk,
            ClientsAtKeycloak clients,
            AuditLog audit,
            Vertx vertx,
            Clock clock) {
        this.sessions = sessions;
        this.decisions = decisions;
        this.desk = desk;
        this.clients = clients;
        this.audit = audit;
        this.vertx = vertx;
        this.clock = clock;
    }

    void start(@Observes StartupEvent started) {
        Rounds.begin(vertx, EVERY, this::look, LOG, "Keeping of accounts");
    }

    Uni<List<Account>> all() {
        return sessions.withSession(session -> session.createNativeQuery(ALL, Object[].class)
                .getResultList()
                .map(rows -> rows.stream().map(Accounts::account).toList()));
    }

    /** Has the job look at this agency's account without delay. */
    Uni<Void> look(AgencyId agency) {
        return sessions.withTransaction(session -> session.createNativeQuery(AT_ONCE)
                .setParameter("agency", agency.value())
                .executeUpdate()
                .replaceWithVoid());
    }

    /** Says whether the client may hand in events; false if there is none that is ours. */
    Uni<Boolean> publish(Caller caller, AgencyId agency, boolean publishes) {
        return sessions.withTransaction(session -> session.createNativeQuery(PUBLISH)
                .setParameter("agency", agency.value())
                .setParameter("publishes", publishes)
                .executeUpdate()
                .call(changed -> changed == 0
                        ? Uni.createFrom().voidItem()
                        : audit.append(
                                session,
                                entry(
                                        publishes ? "account.may-publish" : "account.may-not-publish",
                                        Actor.of(caller),
                                        agency)))
                .map(changed -> changed > 0));
    }

    /** A new secret of a client that is ours. That there is one is logged before it is made. */
    Uni<ClientsAtKeycloak.Secret> newSecret(Caller caller, AgencyId agency) {
        return all().map(accounts -> accounts.stream()
                        .filter(account -> account.agency().equals(agency) && account.managed())
                        .findFirst()
                        .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND)))
                .invoke(account -> {
                    if (!account.made()) {
                        throw new ProblemException(ProblemType.UNAVAILABLE);
                    }
                })
                .call(account -> sessions.withTransaction(
                        session -> audit.append(session, entry("account.secret-made", Actor.of(caller), agency))))
                .chain(clients::newSecret)
                .onFailure(ClientsAtKeycloak.Away.class)
                .transform(away -> new ProblemException(ProblemType.UNAVAILABLE));
    }

    // the job

    private Uni<Void> look() {
        return decisions
                .sight()
                .call(sight -> sessions.withTransaction(session -> noneOfThesePublishes(session, foreign(sight))))
                .chain(sight ->
                        clients.configured() ? look(sight) : Uni.createFrom().voidItem());
    }

    private static JsonArray foreign(Sight sight) {
        return new JsonArray(sight.partners().list().stream()
                .filter(Partner::foreign)
                .map(partner -> partner.id().value())
                .toList());
    }

    /** A foreign partner hands in no events, also one that was a domestic agency when it was let to. */
    private Uni<Void> noneOfThesePublishes(Mutiny.Session session, JsonArray foreign) {
        return session.createNativeQuery(FOREIGN, String.class)
                .setParameter("agencies", foreign.encode())
                .getResultList()
                .chain(changed -> Multi.createFrom()
                        .iterable(changed)
                        .onItem()
                        .transformToUniAndConcatenate(agency ->
                                audit.append(session, entry("account.may-not-publish", KEEPING, new AgencyId(agency))))
                        .collect()
                        .asList()
                        .replaceWithVoid());
    }

    private Uni<Void> look(Sight sight) {
        return agencies(sight)
                .chain(known -> sessions.withTransaction(session ->
                        open(session, known).chain(() -> due(session)).chain(due -> keep(session, due))))
                .invoke(() -> opened = sight.epoch());
    }

    /** Every agency of an epoch not seen here yet; the client is ours to make unless the agency came with the installation. */
    private Uni<JsonArray> agencies(Sight sight) {
        if (sight.epoch() == opened) {
            return Uni.createFrom().item(new JsonArray());
        }
        return desk.open(VersionKind.REGISTRY, INSTALLED).map(first -> {
            RegistryDocument installed =
                    RegistryDocument.of(first.orElseThrow().texts().get(0));
            JsonArray agencies = new JsonArray();
            sight.partners()
                    .list()
                    .forEach(partner -> agencies.add(new JsonObject()
                            .put("agency", partner.id().value())
                            .put("managed", installed.find(partner.id()).isEmpty())));
            return agencies;
        });
    }

    private static Uni<Integer> open(Mutiny.Session session, JsonArray agencies) {
        return session.createNativeQuery(OPEN)
                .setParameter("agencies", agencies.encode())
                .executeUpdate();
    }

    private static Uni<List<Account>> due(Mutiny.Session session) {
        return session.createNativeQuery(DUE, Object[].class)
                .getResultList()
                .map(rows -> rows.stream().map(Accounts::account).toList());
    }

    private Uni<Void> keep(Mutiny.Session session, List<Account> due) {
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUniAndConcatenate(account -> keep(session, account))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** The row is locked: no other instance does the same meanwhile. */
    private Uni<Integer> keep(Mutiny.Session session, Account account) {
        return clients.keep(account)
                .onItem()
                .transform(done -> true)
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf(
                            "An account could not be made as it should be, it is tried again. agency=%s cause=%s",
                            account.agency(),
                            failure instanceof ClientsAtKeycloak.Away away
                                    ? away.getMessage()
                                    : failure.getClass().getName());
                    return false;
                })
                .chain(done -> done ? done(session, account) : failed(session, account));
    }

    private Uni<Integer> done(Mutiny.Session session, Account account) {
        return session.createNativeQuery(DONE)
                .setParameter("agency", account.agency().value())
                .setParameter("publishes", account.publishes())
                .setParameter("enabled", !account.suspended())
                .executeUpdate()
                .call(() -> audit.append(
                        session,
                        entry(account.suspended() ? "account.disabled" : "account.made", KEEPING, account.agency())));
    }

    private static Uni<Integer> failed(Mutiny.Session session, Account account) {
        return session.createNativeQuery(FAILED)
                .setParameter("agency", account.agency().value())
                .executeUpdate();
    }

    private static Account account(Object[] row) {
        return new Account(
                new AgencyId((String) row[0]),
                (Boolean) row[1],
                (Boolean) row[2],
                (Boolean) row[3],
                (Boolean) row[4],
                (Boolean) row[5],
                (Boolean) row[6],
                ((Number) row[7]).intValue());
    }

    private AuditEntry entry(String action, Actor actor, AgencyId agency) {
        return AuditEntry.of(clock.instant(), Operation.ALTERATION, action, actor)
                .to(agency);
    }
}
