package ge.khidi.sharing.decision;

import static ge.khidi.sharing.registration.Registrars.WHAT_CONCERNS_THEM;
import static ge.khidi.sharing.registration.Registrars.thirdCountry;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.relay.trace.FreshContext;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.activation.Officers;
import ge.khidi.sharing.installation.Rules;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.registration.AdminPort;
import ge.khidi.sharing.registration.Registrars;
import ge.khidi.sharing.rulebook.Rulebook;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An agreement that begins or ends on a day, while the service runs. */
@QuarkusTest
class CalendarIT {

    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final String WAITING_FOR_THE_EPOCH = """
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
            AND wait_event = 'advisory'
            """;

    private static final String WAITING_FOR_A_ROW = """
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
            AND wait_event = 'transactionid'
            """;
    private static final String WAITING_ALONE =
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND NOT granted";

    private final Bus bus = new Bus();

    @Inject
    AdminPort admin;

    @Inject
    DecisionTable decisions;

    @Inject
    Pool pool;

    @Inject
    Mutiny.SessionFactory sessions;

    @Inject
    Vertx vertx;

    @Inject
    Rules rules;

    @Inject
    Rulebook rulebook;

    @Inject
    MeterRegistry meters;

    @AfterEach
    void close() {
        decisions.beginEpochIfRulesChanged();
        Officers.restore();
        bus.close();
    }

    @Test
    void anAgreementBeginsOnItsDayAndBringsWhatCameSince() {
        Officers.activate(Officers.baselineAnd("test.cedar", WHAT_CONCERNS_THEM));
        register("STATE-OF-TODAY", "validFrom", LocalDate.now(ZoneOffset.UTC));
        asIf(Duration.ofDays(-1));
        Events event = Events.movement().with(PersonCategory.SUSPECT, "Kobalia");
        bus.publish(event);
        new FeedClient("IAD").of(event.id(), 1);

        decisions.beginEpochIfRulesChanged();

        assertThat(new FeedClient("STATE-OF-TODAY").of(event.id(), 1)).hasSize(1);
    }

    /** And the new day gives nothing that only the activation permits: that would need a window. */
    @Test
    void whatCameSinceMidnightIsBroughtThoughAnActivationNoticesTheDayFirst() {
        Events known = Events.movement().with(PersonCategory.SUSPECT, "Kapanadze");
        Events others = known("STATE-SECURITY", "Kvirikashvili");
        bus.publish(known, others);
        FeedClient iad = new FeedClient("IAD");
        iad.of(known.id(), 1);
        iad.of(others.id(), 1);
        Officers.activate(Officers.baselineAnd(
                "test.cedar",
                WHAT_CONCERNS_THEM.replace(
                        "context.countryConcerned",
                        "context.countryConcerned && resource.originator == Agency::\"PATROL-POLICE\"")));
        register("STATE-OF-MORNING", "validFrom", LocalDate.now(ZoneOffset.UTC));
        asIf(Duration.ofDays(-1));
        Events event = Events.movement().with(PersonCategory.SUSPECT, "Kobakhidze");
        Events another = known("STATE-SECURITY", "Kezerashvili");
        bus.publish(event, another);
        iad.of(event.id(), 1);
        iad.of(another.id(), 1);

        Officers.activate(Officers.baselineAnd("test.cedar", WHAT_CONCERNS_THEM));
        Officers.followed();

        List<FeedClient.Item> brought = new FeedClient("STATE-OF-MORNING").readOn();
        assertThat(FeedClient.of(event.id(), brought)).hasSize(1);
        assertThat(FeedClient.of(another.id(), brought)).isEmpty();
    }

    /** The feeds had not followed the change that forbade it, so the rules from before midnight are asked as well. */
    @Test
    void whatAChangeSinceMidnightTookAwayIsNotBroughtThoughTheRulesBeforeItComeBack() throws SQLException {
        FeedClient iad = FeedClient.fromNowOn("IAD");
        Events met = Events.movement().with(PersonCategory.SUSPECT, "Kapanadze");
        bus.publish(met);
        iad.of(met.id(), 1);
        Map<String, String> rules = Officers.baselineAnd("test.cedar", WHAT_CONCERNS_THEM);
        Officers.activate(rules);
        register("STATE-OF-SUNSET", "validFrom", LocalDate.now(ZoneOffset.UTC));
        String ofToday = text("SELECT e.version FROM epoch e JOIN current_epoch c ON c.epoch = e.id");
        asIf(Duration.ofDays(-1));
        // So that nobody else notices the day meanwhile.
        run("UPDATE epoch SET version = '" + ofToday + "' WHERE id = (SELECT epoch FROM current_epoch)");
        Officers.followed();
        Events allAlong = Events.movement().with(PersonCategory.SUSPECT, "Kavtaradze");
        bus.publish(allAlong);
        iad.of(allAlong.id(), 1);
        Events forbidden = known("STATE-SECURITY", "Kalandadze");

        try (Connection own = KafkaAndPostgres.postgres().database("sharing").connect();
                Statement statement = own.createStatement()) {
            own.setAutoCommit(false);
            statement.execute("SELECT 1 FROM event_head WHERE event_id = '" + allAlong.id() + "' FOR UPDATE");
            Officers.activate(Officers.baselineAnd(
                    "test.cedar",
                    WHAT_CONCERNS_THEM.replace(
                            "context.countryConcerned",
                            "context.countryConcerned && resource.originator == Agency::\"PATROL-POLICE\"")));
            Awaitility.await().atMost(BOUND).until(() -> Officers.number(statement, WAITING_FOR_A_ROW) > 0);
            bus.publish(forbidden);
            iad.of(forbidden.id(), 1);
            // It queues for the epoch before the job asks for its next chunk, so that the job does not come to its end.
            CompletableFuture<Void> back = CompletableFuture.runAsync(() -> Officers.activate(rules));
            Awaitility.await().atMost(BOUND).until(() -> Officers.number(statement, WAITING_ALONE) > 0);
            own.rollback();
            back.join();
        }
        Officers.followed();

        FeedClient partner = new FeedClient("STATE-OF-SUNSET");
        assertThat(partner.of(allAlong.id(), 1).get(0).kind())
                .as("no change forbade it")
                .isEqualTo("NEW");
        assertThat(FeedClient.of(forbidden.id(), partner.readOn())).isEmpty();
        Events after = known("STATE-SECURITY", "Kldiashvili");
        bus.publish(after);
        assertThat(partner.of(after.id(), 1)).hasSize(1);
    }

    @Test
    void whichChangesCameSinceAFirstDayGoesByWhenTheyCameInForce() {
        Officers.activate(Officers.baselineAnd("test.cedar", WHAT_CONCERNS_THEM));
        register("STATE-OF-TWILIGHT", "validFrom", LocalDate.now(ZoneOffset.UTC));
        Events event = Events.movement().with(PersonCategory.SUSPECT, "Kipiani");
        bus.publish(event);
        new FeedClient("STATE-OF-TWILIGHT").of(event.id(), 1);
        Row met = row("SELECT c.id, c.facts FROM event_revision v JOIN disclosure_class c ON c.id = v.class_id"
                + " WHERE v.event_id = '" + event.id() + "'");
        String before = """
                INSERT INTO epoch (version, policy_version, registry_version, day, in_force_since)
                SELECT 'of before', e.policy_version, e.registry_version, current_date - 1, clock_timestamp() - interval '%s'
                FROM epoch e JOIN current_epoch c ON c.epoch = e.id RETURNING id
                """;
        long last = row(before.formatted("1 hour")).getLong(0);
        long first = row(before.formatted("2 hours")).getLong(0);
        assertThat(first).isGreaterThan(last);

        List<FirstDay> given = decisions
                .begunSince(
                        List.of(last, first),
                        decisions.inForce().await().atMost(BOUND),
                        Map.of(met.getLong(0), DisclosureFacts.parse(met.getString(1))))
                .await()
                .atMost(BOUND);

        run("DELETE FROM epoch WHERE id IN (" + first + ", " + last + ")");
        assertThat(given).extracting(FirstDay::later).containsExactly(Set.of(last), Set.of());
        assertThat(given)
                .allSatisfy(day -> assertThat(day.since().get(met.getLong(0)))
                        .containsValue(LocalDate.now(ZoneOffset.UTC)
                                .atStartOfDay(ZoneOffset.UTC)
                                .toInstant()));
    }

    /** A link is given by midnight as an event is, at whichever look, and nothing that only the activation permits. */
    @Test
    void aLinkThatCameSinceMidnightIsBroughtThoughAnActivationNoticesTheDayFirst() {
        String links = WHAT_CONCERNS_THEM.replace(
                "resource.type == EventType::\"MOVEMENT_OF_INTEREST\"",
                "[EventType::\"MOVEMENT_OF_INTEREST\", EventType::\"LINK\"].contains(resource.type)");
        linked(PersonCategory.SUSPECT);
        Officers.activate(Officers.baselineAnd(
                "test.cedar",
                links.replace(
                        "context.countryConcerned",
                        "context.countryConcerned && resource.categories.contains(Category::\"SUSPECT\")")));
        register("STATE-OF-DAWN", "validFrom", LocalDate.now(ZoneOffset.UTC));
        asIf(Duration.ofDays(-1));
        Event link = linked(PersonCategory.SUSPECT);
        Event another = linked(PersonCategory.MISSING_PERSON);

        Officers.activate(Officers.baselineAnd("test.cedar", links));
        FeedClient partner = new FeedClient("STATE-OF-DAWN");
        assertThat(partner.of(link.id(), 1)).hasSize(1);
        Officers.followed();
        lookAt(link);

        assertThat(FeedClient.of(link.id(), partner.readOn())).hasSize(1);
        assertThat(explained(link)).doesNotContain("keptBack");
        assertThat(explained(another)).contains("keptBack");
    }

    /** A link between two movements with a person of that category, as far as those go who may read both. */
    private Event linked(PersonCategory category) {
        Events one = Events.movement().with(category, "Kapanadze");
        Events other = Events.movement().by("STATE-SECURITY").with(category, "Kvirikashvili");
        Event link = Events.link(one.event(), other.event());
        bus.publish(one, other);
        bus.publish(List.of(link), Optional.empty());
        new FeedClient("IAD").of(link.id(), 1);
        return link;
    }

    private void lookAt(Event link) {
        run("INSERT INTO product_due (product) VALUES ('" + link.id() + "')");
        Awaitility.await()
                .atMost(BOUND)
                .until(() -> !pool.query("SELECT 1 FROM product_due WHERE product = '" + link.id() + "'")
                        .execute()
                        .await()
                        .atMost(BOUND)
                        .iterator()
                        .hasNext());
    }

    private static String explained(Event link) {
        return given().auth()
                .oauth2(TestIssuer.person("tamar", "IAD", "data-protection-officer")
                        .mint())
                .get("/v1/policies/explain?event=" + link.id() + "&partner=STATE-OF-DAWN")
                .asString();
    }

    private static Events known(String originator, String name) {
        return Events.movement().by(originator).with(PersonCategory.SUSPECT, name);
    }

    /** An appender that does not end keeps it from beginning meanwhile. */
    @Test
    void whatTheCalendarHadDecidedForAnotherDayIsDecidedAnew() throws SQLException {
        register("STATE-OF-NOON", "validFrom", LocalDate.now(ZoneOffset.UTC));
        asIf(Duration.ofDays(-1));
        CompletableFuture<Void> noticed;
        long decided;
        try (Connection appender =
                        KafkaAndPostgres.postgres().database("sharing").connect();
                Statement statement = appender.createStatement()) {
            appender.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock_shared(" + DecisionTable.EPOCH_LOCK + ")");
            noticed = CompletableFuture.runAsync(decisions::beginEpochIfRulesChanged);
            Awaitility.await().atMost(BOUND).until(() -> Officers.number(statement, WAITING_FOR_THE_EPOCH) > 0);

            decided = Officers.number(statement, "SELECT max(id) FROM epoch");
            run("UPDATE epoch SET version = 'of another day' WHERE id = " + decided);
        }
        noticed.join();

        assertThat(decisions.inForce().await().atMost(BOUND)).isGreaterThan(decided);
    }

    @Test
    void anAgreementEndsOnItsDayAndItsPartnerIsTold() {
        Officers.activate(Officers.baselineAnd("test.cedar", WHAT_CONCERNS_THEM));
        register("STATE-OF-OLD", "validTo", LocalDate.now(ZoneOffset.UTC));
        Events event = Events.movement().with(PersonCategory.SUSPECT, "Sanikidze");
        bus.publish(event);
        FeedClient partner = new FeedClient("STATE-OF-OLD");
        assertThat(partner.of(event.id(), 1)).hasSize(1);
        String place = Objects.requireNonNull(partner.place());

        run(
                "UPDATE epoch_until SET until = until - 1 WHERE partner = 'STATE-OF-OLD' AND epoch = (SELECT epoch FROM current_epoch)");
        assertThat(new FeedClient("STATE-OF-OLD").readOn())
                .as("midnight has passed, and nobody has decided anew")
                .isEmpty();
        assertThat(partner.readOn()).hasSize(1);
        assertThat(partner.place()).as("it goes on where it was").isEqualTo(place);

        asIf(Duration.ofDays(1));

        assertThat(partner.of(event.id(), 2).get(1).kind()).isEqualTo("NO_LONGER_OFFERED");
    }

    /** Neither of what is known already nor of what is met for the first time: that it came would be told by its end. */
    @Test
    void whatComesAfterMidnightIsNotSpokenOfToWhomAnAgreementGaveItUntilThen() {
        Officers.activate(Officers.baselineAnd("test.cedar", WHAT_CONCERNS_THEM));
        register("STATE-OF-DUSK", "validTo", LocalDate.now(ZoneOffset.UTC).minusDays(1));
        Events had = Events.movement().with(PersonCategory.SUSPECT, "Sharvashidze");
        Events wrong = Events.movement().with(PersonCategory.SUSPECT, "Eristavi");
        FeedClient iad = FeedClient.fromNowOn("IAD");
        bus.publish(had, wrong);
        iad.of(had.id(), 1);
        iad.of(wrong.id(), 1);
        asIf(Duration.ofDays(-1));
        Officers.followed();
        Events known = Events.movement().with(PersonCategory.SUSPECT, "Dadiani");
        Events first = Events.movement().by("CERT-GOV-GE").with(PersonCategory.RESCUED, "Gelovani");
        bus.publish(known, first, wrong.next(RevisionKind.CORRECTION).with(PersonCategory.SUSPECT, "Abashidze"));
        iad.of(known.id(), 1);
        iad.of(first.id(), 1);
        iad.of(wrong.id(), 2);

        decisions.beginEpochIfRulesChanged();
        Officers.followed();

        FeedClient partner = new FeedClient("STATE-OF-DUSK");
        assertThat(partner.of(had.id(), 1))
                .as("what it was offered that day")
                .extracting(FeedClient.Item::kind)
                .containsExactly("NO_LONGER_OFFERED");
        assertThat(partner.of(wrong.id(), 1))
                .as("it has to rectify all the same")
                .extracting(FeedClient.Item::kind, FeedClient.Item::event)
                .contains(tuple("CORRECTION", null));
        assertThat(FeedClient.of(known.id(), partner.readOn())).isEmpty();
        assertThat(FeedClient.of(first.id(), partner.readOn())).isEmpty();
    }

    @Test
    void whatCameBetweenAnAgreementAndItsRenewalIsBroughtByTheRenewal() {
        Officers.activate(Officers.baselineAnd(
                "test.cedar",
                WHAT_CONCERNS_THEM.replace(
                        "context.countryConcerned", "resource.originator == Agency::\"CERT-GOV-GE\"")));
        LocalDate yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1);
        register("STATE-OF-EVE", "validTo", yesterday);
        asIf(Duration.ofDays(-1));
        Officers.followed();
        Events event = Events.movement().by("CERT-GOV-GE");
        bus.publish(event);
        FeedClient.fromNowOn("IAD").of(event.id(), 1);

        Registrars registrars = new Registrars(admin.port());
        registrars.inForce(registrars.revise(agreed("STATE-OF-EVE", "validTo", yesterday.plusYears(1))), Map.of());
        Officers.followed();

        assertThat(new FeedClient("STATE-OF-EVE").of(event.id(), 1))
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW");
        String before = text(
                "SELECT max(epoch)::text FROM epoch_until WHERE partner = 'STATE-OF-EVE' AND until < current_date");
        assertThat(decisions
                        .endedSince(
                                List.of(Long.valueOf(before)),
                                decisions.inForce().await().atMost(BOUND))
                        .await()
                        .atMost(BOUND))
                .as("it is brought though nobody else's rights have changed")
                .contains(decisions
                        .find(new AgencyId("STATE-OF-EVE"))
                        .orElseThrow()
                        .id());
    }

    /** The epoch of the day before knows nothing of an agreement that is over when it is read. */
    @Test
    void aClassThatIsFirstMetAfterMidnightIsDecidedForTheDayOfTheEpoch() {
        Officers.activate(Officers.baselineAnd("test.cedar", WHAT_CONCERNS_THEM));
        LocalDate yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1);
        Map<String, Object> agency = agreed("STATE-OF-A-DAY", "validFrom", yesterday);
        agreement(agency).put("validTo", yesterday.toString());
        new Registrars(admin.port()).register(agency, Map.of());
        asIf(Duration.ofDays(-2));
        Events event = Events.movement().by("CERT-GOV-GE").with(PersonCategory.NOT_YET_DETERMINED, "Machabeli");
        String classes = "SELECT count(*)::text FROM disclosure_class";
        String before = text(classes);
        DecisionTable ofYesterday = saying(Duration.ofDays(-1));
        FreshContext.run(
                        vertx,
                        FreshContext.untraced(),
                        () -> ofYesterday.sight().chain(sight -> ofYesterday.decide(Set.of(sight.of(event.event())))))
                .await()
                .atMost(BOUND);
        assertThat(text(classes)).as("met for the first time").isNotEqualTo(before);

        bus.publish(event);
        FeedClient.fromNowOn("IAD").of(event.id(), 1);

        assertThat(FeedClient.of(event.id(), new FeedClient("STATE-OF-A-DAY").readOn()))
                .isEmpty();
    }

    /** Its new class is met after midnight, and nobody appends it for that. */
    @Test
    void whatCameSinceMidnightIsBroughtThoughItWasLookedThroughForANewCountryMeanwhile() {
        Officers.activate(Officers.baselineAnd("test.cedar", WHAT_CONCERNS_THEM));
        register("STATE-OF-MOON", "validFrom", LocalDate.now(ZoneOffset.UTC));
        asIf(Duration.ofDays(-1));
        Event event = EventCodec.parse(new String(
                                EventCodec.print(Events.movement()
                                        .with(PersonCategory.SUSPECT, "Tsulukidze")
                                        .event()),
                                UTF_8)
                        .replace("\"GE\"", "\"GE\",\"XN\"")
                        .getBytes(UTF_8))
                .toOptional()
                .orElseThrow();
        bus.publish(List.of(event), Optional.empty());
        FeedClient.fromNowOn("IAD").of(event.id(), 1);
        Registrars registrars = new Registrars(admin.port());
        int proposal = registrars
                .propose(thirdCountry("STATE-OF-NOWHERE", "XN"))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getInt("version");
        registrars
                .as(Registrars.LELA)
                .body("{}")
                .post("/v1/agencies/versions/" + proposal + "/simulation")
                .then()
                .statusCode(200);
        assertThat(text(
                        "SELECT c.facts FROM event_revision v JOIN disclosure_class c ON c.id = v.class_id WHERE v.event_id = '"
                                + event.id() + "'"))
                .contains("\"XN\"");

        decisions.beginEpochIfRulesChanged();
        Officers.followed();

        assertThat(new FeedClient("STATE-OF-MOON").of(event.id(), 1))
                .extracting(FeedClient.Item::kind)
                .containsExactly("NEW");
    }

    @Test
    void instancesThatNoticeTheSameDayTogetherBeginOneEpoch() throws Exception {
        LocalDate day = LocalDate.now(ZoneOffset.UTC).plusDays(2);
        register("STATE-OF-BOTH", "validFrom", day);
        ExecutorService instances = Executors.newFixedThreadPool(2);
        try (Connection own = KafkaAndPostgres.postgres().database("sharing").connect();
                Statement statement = own.createStatement()) {
            own.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock_shared(" + DecisionTable.EPOCH_LOCK + ")");
            List<Future<?>> both = List.of(
                    instances.submit(() -> asIf(Duration.ofDays(2))), instances.submit(() -> asIf(Duration.ofDays(2))));
            Awaitility.await().atMost(BOUND).until(() -> Officers.number(statement, WAITING_ALONE) >= 2);
            own.rollback();
            for (Future<?> one : both) {
                one.get(BOUND.toSeconds(), TimeUnit.SECONDS);
            }
            assertThat(Officers.number(
                            statement,
                            "SELECT count(*) FROM epoch WHERE in_force_since IS NOT NULL AND day = '" + day + "'"))
                    .isEqualTo(1);
        } finally {
            instances.shutdownNow();
        }
    }

    @Test
    void anEpochThatDoesNotSayByWhichRegistryItDecidedStopsNobody() {
        long old = pool.query("INSERT INTO epoch (version) VALUES ('of an older release') RETURNING id")
                .execute()
                .await()
                .atMost(BOUND)
                .iterator()
                .next()
                .getLong(0);
        long now = decisions.inForce().await().atMost(BOUND);

        assertThat(decisions.onOtherTerms(List.of(now, old), now).await().atMost(BOUND))
                .as("nobody knows on which terms they got what they have")
                .contains(decisions
                        .find(new AgencyId("BORDER-POLICE"))
                        .orElseThrow()
                        .id());
        assertThat(decisions.onOtherTerms(List.of(now), now).await().atMost(BOUND))
                .isEmpty();
        assertThat(decisions.decided(old, List.of(1L)).await().atMost(BOUND)).isEmpty();
        run("DELETE FROM epoch WHERE id = " + old);
    }

    @Test
    void theNewDayGivesNothingByRulesThatHoldNoMore() {
        register("STATE-OF-FOG", "validFrom", LocalDate.now(ZoneOffset.UTC));
        Map<Long, DisclosureFacts> some =
                Map.of(1L, DisclosureFacts.parse(text("SELECT facts FROM disclosure_class LIMIT 1")));
        String registry = text("SELECT registry_version::text FROM epoch e JOIN current_epoch c ON c.epoch = e.id");
        String faulty = text("""
                INSERT INTO policy_version (state, author_agency, author_subject, note, texts, digest, schema_digest, faults)
                SELECT 'RETIRED', author_agency, author_subject, note, replace(texts, 'permit (', 'allow ('), 'of before',
                    schema_digest, faults FROM policy_version WHERE version = 1 RETURNING version::text
                """);
        String old = text("INSERT INTO epoch (version, policy_version, registry_version, day) VALUES ('of before', "
                + faulty + ", " + registry + ", current_date - 1) RETURNING id::text");

        assertThat(decisions
                        .begunSince(
                                List.of(Long.valueOf(old)),
                                decisions.inForce().await().atMost(BOUND),
                                some)
                        .await()
                        .atMost(BOUND))
                .isEmpty();
        assertThat(decisions
                        .onOtherTerms(
                                List.of(Long.valueOf(old)),
                                decisions.inForce().await().atMost(BOUND))
                        .await()
                        .atMost(BOUND))
                .as("nobody knows on which terms they got what they have")
                .isNotEmpty();

        run("DELETE FROM epoch WHERE id = " + old);
        run("DELETE FROM policy_version WHERE version = " + faulty);
    }

    private String text(String query) {
        return row(query).getString(0);
    }

    private Row row(String query) {
        return pool.query(query).execute().await().atMost(BOUND).iterator().next();
    }

    private void register(String id, String day, LocalDate when) {
        new Registrars(admin.port()).register(agreed(id, day, when), Map.of());
    }

    private static Map<String, Object> agreed(String id, String day, LocalDate when) {
        Map<String, Object> agency = thirdCountry(id, "GE");
        agreement(agency).put(day, when.toString());
        return agency;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> agreement(Map<String, Object> agency) {
        return (Map<String, Object>) Objects.requireNonNull(agency.get("agreement"));
    }

    /** An instance whose clock says another day looks whether the rules have changed. */
    private void asIf(Duration later) {
        saying(later).beginEpochIfRulesChanged();
    }

    private DecisionTable saying(Duration later) {
        Clock clock = Clock.offset(Clock.systemUTC(), later);
        return new DecisionTable(pool, sessions, vertx, rules, rulebook, clock, meters);
    }

    private void run(String statement) {
        pool.query(statement).execute().await().atMost(BOUND);
    }
}
