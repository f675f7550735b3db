package ge.khidi.sharing.rulebook;

import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Authority;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.trace.FreshContext;
import ge.khidi.sharing.installation.Rules;
import ge.khidi.sharing.policy.Gate;
import ge.khidi.sharing.policy.Loaded;
import ge.khidi.sharing.policy.PolicySet;
import ge.khidi.sharing.policy.PolicyText;
import ge.khidi.sharing.policy.SourceFault;
import ge.khidi.sharing.rulebook.PolicyStore.Written;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Gives out the policy sets that decide. Before anything else at a start, the installation's texts become version 1 if there is none; if
 * there is one and the texts have changed, they become a draft and decide nothing.
 */
@Singleton
public class Rulebook {

    private static final Logger LOG = Logger.getLogger(Rulebook.class);
    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final int REMEMBERED = 6;
    private static final Actor STARTING = Actor.platform("start");

    // Two instances that start together do not both begin.
    private static final String ONE_AT_A_TIME = "SELECT CAST(pg_advisory_xact_lock(823470918) AS text)";
    private static final String ACTIVE = "SELECT version FROM policy_version WHERE state = 'ACTIVE'";
    private static final String TEXTS = "SELECT texts FROM policy_version WHERE version = $1";

    private final Rules rules;
    private final PolicyStore store;
    private final Mutiny.SessionFactory sessions;
    private final AuditLog audit;
    private final Pool pool;
    private final Vertx vertx;
    private final Clock clock;
    private final Map<Integer, InForce> ready = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, InForce> eldest) {
            return size() > REMEMBERED;
        }
    });

    Rulebook(
            Rules rules,
            PolicyStore store,
            Mutiny.SessionFactory sessions,
            AuditLog audit,
            Pool pool,
            Vertx vertx,
            Clock clock) {
        this.rules = rules;
        this.store = store;
        this.sessions = sessions;
        this.audit = audit;
        this.pool = pool;
        this.vertx = vertx;
        this.clock = clock;
    }

    /** Before any epoch begins. */
    void start(@Observes @Priority(0) StartupEvent started) {
        List<PolicyText> texts = rules.policies();
        Loaded<PolicySet> loaded = read(texts);
        FreshContext.run(
                        vertx,
                        FreshContext.untraced(),
                        () -> sessions.withTransaction(session -> begin(session, loaded)))
                .await()
                .atMost(BOUND);
    }

    private Uni<Void> begin(Mutiny.Session session, Loaded<PolicySet> loaded) {
        Written written = new Written(
                Officer.INSTALLATION,
                "As shipped or configured with the installation.",
                rules.policies(),
                faults(loaded));
        return session.createNativeQuery(ONE_AT_A_TIME, String.class)
                .getSingleResult()
                .chain(() -> store.list(session))
                .chain(versions ->
                        versions.isEmpty() ? first(session, written, loaded) : draftIfChanged(session, written));
    }

    private Uni<Void> first(Mutiny.Session session, Written written, Loaded<PolicySet> loaded) {
        loaded.orThrow();
        return store.keep(session, written, new PolicyState.Active())
                .chain(version -> log(session, "policy.first", version, written));
    }

    private Uni<Void> draftIfChanged(Mutiny.Session session, Written written) {
        return store.known(session, written.digest())
                .chain(known -> known
                        ? Uni.createFrom().voidItem()
                        : store.keep(session, written, PolicyState.of(written.faults()))
                                .invoke(version -> LOG.warnf(
                                        "The installation's policies have changed; they are a draft and decide nothing until officers"
                                                + " activate them. version=%d faults=%d",
                                        version, written.faults().size()))
                                .chain(version -> log(session, "policy.drafted", version, written)));
    }

    private Uni<Void> log(Mutiny.Session session, String action, int version, Written written) {
        return audit.append(
                session,
                AuditEntry.of(clock.instant(), Operation.ALTERATION, action, STARTING)
                        .under(new Authority(0, List.of("policy-set/" + version)))
                        .withDigest(written.digest()));
    }

    /** Reads texts against this installation's registry and profiles. It takes long: never on an event loop. */
    public Loaded<PolicySet> read(List<PolicyText> texts) {
        return PolicySet.load(texts, rules.partners(), rules.profiles().names());
    }

    /** What is wrong with texts that were read. */
    public static List<SourceFault> faults(Loaded<PolicySet> loaded) {
        return loaded instanceof Loaded.Faulty<PolicySet> faulty ? faulty.faults() : List.of();
    }

    /** The number of the version that is active at this moment. */
    public Uni<Integer> active() {
        return pool.query(ACTIVE).execute().map(rows -> rows.iterator().next().getInteger(0));
    }

    /** A version ready to decide; empty if there is none of that number, or it does not hold. */
    public Uni<Optional<InForce>> findHolding(int version) {
        return pool.preparedQuery("SELECT 1 FROM policy_version WHERE version = $1")
                .execute(Tuple.of(version))
                .chain(rows -> rows.rowCount() == 0
                        ? Uni.createFrom().item(Optional.<InForce>empty())
                        : look(version)
                                .map(loaded -> loaded instanceof Loaded.Ready<InForce> ready
                                        ? Optional.of(ready.value())
                                        : Optional.empty()));
    }

    /** A version ready to decide. Fails if it does not hold under this installation's registry and profiles. */
    public Uni<InForce> find(int version) {
        return look(version).map(Loaded::orThrow);
    }

    /** A version ready to decide, or what is wrong with it under this installation's registry and profiles. */
    public Uni<Loaded<InForce>> look(int version) {
        InForce known = ready.get(version);
        return known != null
                ? Uni.createFrom().item(new Loaded.Ready<>(known))
                : pool.preparedQuery(TEXTS)
                        .execute(Tuple.of(version))
                        .chain(rows -> Uni.createFrom()
                                .completionStage(() -> vertx.executeBlocking(() -> load(version, rows), false)
                                        .toCompletionStage()));
    }

    private Loaded<InForce> load(int version, RowSet<Row> rows) {
        Loaded<PolicySet> loaded = read(PolicyStore.texts(rows.iterator().next().getString(0)));
        if (loaded instanceof Loaded.Ready<PolicySet> holds) {
            InForce found = new InForce(
                    version,
                    holds.value(),
                    new Gate(holds.value(), rules.partners(), rules.profiles()::showProtectedPersons));
            ready.put(version, found);
            return new Loaded.Ready<>(found);
        }
        return new Loaded.Faulty<>(faults(loaded));
    }
}
