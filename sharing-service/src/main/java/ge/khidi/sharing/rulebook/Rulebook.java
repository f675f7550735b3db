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
import ge.khidi.sharing.policy.Partner;
import ge.khidi.sharing.policy.Partners;
import ge.khidi.sharing.policy.PolicySet;
import ge.khidi.sharing.policy.PolicyText;
import ge.khidi.sharing.policy.SourceFault;
import ge.khidi.sharing.rulebook.PolicyStore.Written;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Gives out the registry and the policy set that decide. Before anything else at a start, the installation's texts become version 1 of
 * each if there is none; if there is one and the texts have changed, they become a draft and decide nothing.
 */
@Singleton
public class Rulebook {

    private static final Logger LOG = Logger.getLogger(Rulebook.class);
    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final int REMEMBERED = 6;

    /** More than come into force while somebody waits: whoever asks what was, walks through all of them. */
    private static final int REGISTRIES_REMEMBERED = 500;

    private static final Actor STARTING = Actor.platform("start");

    // Two instances that start together do not both begin.
    private static final String ONE_AT_A_TIME = "SELECT CAST(pg_advisory_xact_lock(823470918) AS text)";
    private static final String ACTIVE = """
            SELECT p.version, r.version FROM policy_version p CROSS JOIN registry_version r
            WHERE p.state = 'ACTIVE' AND r.state = 'ACTIVE'
            """;
    private static final String ACTIVE_REGISTRY = "SELECT texts FROM registry_version WHERE state = 'ACTIVE'";
    private static final String REGISTRY = "SELECT texts FROM registry_version WHERE version = $1";
    private static final String TEXTS = """
            SELECT p.texts, r.texts FROM policy_version p CROSS JOIN registry_version r WHERE p.version = $1 AND r.version = $2
            """;

    private final Rules rules;
    private final PolicyStore store;
    private final Mutiny.SessionFactory sessions;
    private final AuditLog audit;
    private final Pool pool;
    private final Vertx vertx;
    private final Clock clock;
    private final Counter compiled;
    private final Map<Edition, InForce> ready = Remembered.atMost(REMEMBERED);
    private final Map<Integer, Partners> registries = Remembered.atMost(REGISTRIES_REMEMBERED);

    Rulebook(
            Rules rules,
            PolicyStore store,
            Mutiny.SessionFactory sessions,
            AuditLog audit,
            Pool pool,
            Vertx vertx,
            Clock clock,
            MeterRegistry meters) {
        this.rules = rules;
        this.store = store;
        this.sessions = sessions;
        this.audit = audit;
        this.pool = pool;
        this.vertx = vertx;
        this.clock = clock;
        this.compiled = meters.counter("khidi.policies.compiled");
    }

    /** Before any epoch begins. The registry comes first: policies are read against the one in force. */
    void start(@Observes @Priority(0) StartupEvent started) {
        List<PolicyText> registry = List.of(rules.registry());
        begin(VersionKind.REGISTRY, registry, faults(registry(registry)));
        String texts = pool.query(ACTIVE_REGISTRY)
                .execute()
                .await()
                .atMost(BOUND)
                .iterator()
                .next()
                .getString(0);
        Partners partners = registry(PolicyStore.texts(texts)).orThrow();
        begin(VersionKind.POLICIES, rules.policies(), faults(policies(rules.policies(), partners)));
    }

    private void begin(VersionKind kind, List<PolicyText> texts, List<SourceFault> faults) {
        Written written = new Written(
                Officer.INSTALLATION,
                "As shipped or configured with the installation.",
                texts,
                faults,
                Optional.empty());
        FreshContext.run(
                        vertx,
                        FreshContext.untraced(),
                        () -> sessions.withTransaction(session -> begin(session, kind, written)))
                .await()
                .atMost(BOUND);
    }

    private Uni<Void> begin(Mutiny.Session session, VersionKind kind, Written written) {
        return session.createNativeQuery(ONE_AT_A_TIME, String.class)
                .getSingleResult()
                .chain(() -> store.list(session, kind))
                .chain(versions ->
                        versions.isEmpty() ? first(session, kind, written) : draftIfChanged(session, kind, written));
    }

    private Uni<Void> first(Mutiny.Session session, VersionKind kind, Written written) {
        if (!written.faults().isEmpty()) {
            new Loaded.Faulty<>(written.faults()).orThrow();
        }
        return store.keep(session, kind, written, new PolicyState.Active())
                .chain(version -> log(session, kind, "first", version, written));
    }

    /** A changed registry is made from the active one like an officer's; a draft that others have overtaken is kept anew. */
    private Uni<Void> draftIfChanged(Mutiny.Session session, VersionKind kind, Written written) {
        return store.holdActive(session, kind)
                .map(Optional::orElseThrow)
                .map(active -> switch (kind) {
                    case POLICIES -> written;
                    case REGISTRY -> written.madeFrom(active.version());
                })
                .chain(from -> store.known(session, kind, written.digest())
                        .chain(known -> known.filter(one -> one.activatedAt().isPresent()
                                                || one.base().equals(from.base()))
                                        .isPresent()
                                ? Uni.createFrom().voidItem()
                                : draft(session, kind, from)));
    }

    private Uni<Void> draft(Mutiny.Session session, VersionKind kind, Written written) {
        return store.keep(session, kind, written, PolicyState.of(written.faults()))
                .invoke(version -> LOG.warnf(
                        "The installation's texts have changed; they are a draft and decide nothing until officers"
                                + " activate them. draft=%s faults=%d",
                        kind.name(version), written.faults().size()))
                .chain(version -> log(session, kind, "drafted", version, written));
    }

    private Uni<Void> log(Mutiny.Session session, VersionKind kind, String done, int version, Written written) {
        return audit.append(
                session,
                AuditEntry.of(clock.instant(), Operation.ALTERATION, kind.action(done), STARTING)
                        .under(new Authority(0, List.of(kind.name(version))))
                        .withDigest(written.digest()));
    }

    /**
     * What is wrong with texts that would take their place in the rules of now, as a whole and with the rest of them. It takes long: never
     * on an event loop.
     */
    public List<SourceFault> faults(VersionKind kind, List<PolicyText> texts, InForce now) {
        return switch (kind) {
            case POLICIES -> faults(policies(texts, now.partners()));
            case REGISTRY -> faults(registry(texts, now));
        };
    }

    private Loaded<PolicySet> registry(List<PolicyText> texts, InForce now) {
        Loaded<Partners> read = registry(texts);
        if (!(read instanceof Loaded.Ready<Partners> partners)) {
            return new Loaded.Faulty<>(faults(read));
        }
        List<SourceFault> missing = missing(now.partners(), partners.value());
        return missing.isEmpty() ? policies(now.texts(), partners.value()) : new Loaded.Faulty<>(missing);
    }

    /** Whoever has a feed keeps it, so that recalls reach them. */
    public static List<SourceFault> missing(Partners now, Partners then) {
        return now.list().stream()
                .map(Partner::id)
                .filter(id -> then.find(id).isEmpty())
                .map(id -> new SourceFault(
                        Partners.FILE,
                        1,
                        1,
                        id + " is missing: nobody is taken out; end the agreement, or suspend the agency",
                        "/partners"))
                .toList();
    }

    private static Loaded<Partners> registry(List<PolicyText> texts) {
        return Partners.parse(texts.get(0).file(), texts.get(0).text());
    }

    private Loaded<PolicySet> policies(List<PolicyText> texts, Partners partners) {
        compiled.increment();
        return PolicySet.load(texts, partners, rules.profiles().names());
    }

    private static List<SourceFault> faults(Loaded<?> loaded) {
        return loaded instanceof Loaded.Faulty<?> faulty ? faulty.faults() : List.of();
    }

    /** The versions that are active at this moment. */
    public Uni<Edition> active() {
        return pool.query(ACTIVE)
                .execute()
                .map(rows -> rows.iterator().next())
                .map(row -> new Edition(row.getInteger(0), row.getInteger(1)));
    }

    /** The rules that are active at this moment, ready to decide. */
    public Uni<InForce> inForce() {
        return active().chain(this::find);
    }

    /** A policy set under the active registry, ready to decide; empty if there is none of that number, or it does not hold. */
    public Uni<Optional<InForce>> findHolding(int policies) {
        return pool.preparedQuery("SELECT 1 FROM policy_version WHERE version = $1")
                .execute(Tuple.of(policies))
                .chain(rows -> rows.rowCount() == 0
                        ? Uni.createFrom().item(Optional.<InForce>empty())
                        : active().chain(active -> look(active.with(VersionKind.POLICIES, policies)))
                                .map(Loaded::toOptional));
    }

    /** The partners of a version of the registry, without reading any policies; empty if it does not hold any more. */
    public Uni<Optional<Partners>> partners(int version) {
        Partners known = registries.get(version);
        return known != null
                ? Uni.createFrom().item(Optional.of(known))
                : pool.preparedQuery(REGISTRY)
                        .execute(Tuple.of(version))
                        .map(rows -> rows.iterator().next().getString(0))
                        .chain(texts -> Uni.createFrom()
                                .completionStage(() -> vertx.executeBlocking(() -> partners(version, texts), false)
                                        .toCompletionStage()));
    }

    private Optional<Partners> partners(int version, String texts) {
        Optional<Partners> partners = registry(PolicyStore.texts(texts)).toOptional();
        partners.ifPresent(read -> registries.put(version, read));
        return partners;
    }

    /** An edition ready to decide. Fails if it does not hold under this installation's profiles. */
    public Uni<InForce> find(Edition edition) {
        return look(edition).map(Loaded::orThrow);
    }

    /** An edition ready to decide, or what is wrong with it under this installation's profiles. */
    public Uni<Loaded<InForce>> look(Edition edition) {
        InForce known = ready.get(edition);
        return known != null
                ? Uni.createFrom().item(new Loaded.Ready<>(known))
                : pool.preparedQuery(TEXTS)
                        .execute(Tuple.of(edition.policies(), edition.registry()))
                        .chain(rows -> Uni.createFrom()
                                .completionStage(() -> vertx.executeBlocking(() -> load(edition, rows), false)
                                        .toCompletionStage()));
    }

    private Loaded<InForce> load(Edition edition, RowSet<Row> rows) {
        Row row = rows.iterator().next();
        List<PolicyText> texts = PolicyStore.texts(row.getString(0));
        Loaded<Partners> registry = registry(PolicyStore.texts(row.getString(1)));
        if (!(registry instanceof Loaded.Ready<Partners> partners)) {
            return new Loaded.Faulty<>(faults(registry));
        }
        Loaded<PolicySet> policies = policies(texts, partners.value());
        if (!(policies instanceof Loaded.Ready<PolicySet> set)) {
            return new Loaded.Faulty<>(faults(policies));
        }
        InForce found = new InForce(
                edition,
                set.value(),
                partners.value(),
                texts,
                new Gate(set.value(), partners.value(), rules.profiles()));
        ready.put(edition, found);
        return new Loaded.Ready<>(found);
    }
}
