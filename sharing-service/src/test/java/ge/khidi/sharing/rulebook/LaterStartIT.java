package ge.khidi.sharing.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.trace.FreshContext;
import ge.khidi.sharing.installation.Rules;
import ge.khidi.sharing.policy.PolicyText;
import ge.khidi.sharing.registration.AdminPort;
import ge.khidi.sharing.registration.Registrars;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.Test;

/** The rulebook of a service that starts on a database that has versions already. */
@QuarkusTest
class LaterStartIT {

    private static final Duration BOUND = Duration.ofMinutes(1);

    @Inject
    AdminPort admin;

    @Inject
    Rules rules;

    @Inject
    PolicyStore store;

    @Inject
    Mutiny.SessionFactory sessions;

    @Inject
    AuditLog audit;

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Inject
    Clock clock;

    @Inject
    MeterRegistry meters;

    @Test
    void theSameTextsChangeNothing() {
        List<PolicyVersion> before = versions();

        start(rules.policies());

        assertThat(versions()).isEqualTo(before);
    }

    @Test
    void aChangedFolderIsADraftOnceAndTheActiveVersionStays() {
        List<PolicyVersion> before = versions();
        List<PolicyText> changed = new ArrayList<>(rules.policies());
        changed.add(new PolicyText("faulty.cedar", "permit (principal, action);\n// " + before.size()));

        start(changed);
        start(changed);

        List<PolicyVersion> after = versions();
        assertThat(after).hasSize(before.size() + 1);
        assertThat(after.get(0).state())
                .isInstanceOfSatisfying(
                        PolicyState.Draft.class,
                        draft -> assertThat(draft.faults())
                                .extracting("file", "line")
                                .contains(tuple("faulty.cedar", 1)));
        assertThat(after.get(0).author()).isEqualTo(Officer.INSTALLATION);
        assertThat(active(after)).isEqualTo(active(before));
    }

    @Test
    void aChangedRegistryFileIsADraftOnceAndNobodyIsPutInForceByIt() {
        List<PolicyVersion> before = versions(VersionKind.REGISTRY);
        PolicyText changed = new PolicyText(
                rules.registry().file(), rules.registry().text().replace("id: IOM", "id: IOM-" + before.size()));

        start(changed, rules.policies());
        start(changed, rules.policies());

        List<PolicyVersion> after = versions(VersionKind.REGISTRY);
        assertThat(after).hasSize(before.size() + 1);
        assertThat(after.get(0).author()).isEqualTo(Officer.INSTALLATION);
        assertThat(active(after)).isEqualTo(active(before)).hasSize(1);
    }

    @Test
    void aChangedRegistryFileIsMadeFromTheActiveVersionAndKeptAnewWhereThatIsOvertaken() {
        Registrars registrars = new Registrars(admin.port());
        int before = versions(VersionKind.REGISTRY).size();
        PolicyText changed = new PolicyText(
                rules.registry().file(), rules.registry().text() + "\n# changed over " + before + " versions\n");
        start(changed, rules.policies());
        int draft = versions(VersionKind.REGISTRY).get(0).version();
        registrars.say(Registrars.LELA, draft, "approval", Map.of()).then().statusCode(200);
        int newer = registrars.register(Registrars.thirdCountry("STATE-OF-LATER", "GE"), Map.of());

        assertThat(registrars
                        .say(Registrars.ZURAB, draft, "activation", Map.of())
                        .then()
                        .statusCode(409)
                        .extract()
                        .asString())
                .contains("another version went in force");
        start(changed, rules.policies());
        start(changed, rules.policies());

        List<PolicyVersion> after = versions(VersionKind.REGISTRY);
        assertThat(after).hasSize(before + 3);
        assertThat(after.get(0).author()).isEqualTo(Officer.INSTALLATION);
        assertThat(after.get(0).base()).contains(newer);
    }

    private static List<PolicyVersion> active(List<PolicyVersion> versions) {
        return versions.stream()
                .filter(version -> version.state() instanceof PolicyState.Active)
                .toList();
    }

    private void start(List<PolicyText> texts) {
        start(rules.registry(), texts);
    }

    private void start(PolicyText registry, List<PolicyText> texts) {
        Rules installed = new Rules(registry, rules.profiles(), rules.redaction(), texts);
        new Rulebook(installed, store, sessions, audit, pool, vertx, clock, meters).start(new StartupEvent());
    }

    private List<PolicyVersion> versions() {
        return versions(VersionKind.POLICIES);
    }

    private List<PolicyVersion> versions(VersionKind kind) {
        return FreshContext.run(
                        vertx,
                        FreshContext.untraced(),
                        () -> sessions.withSession(session -> store.list(session, kind)))
                .await()
                .atMost(BOUND);
    }
}
