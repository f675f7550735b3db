package ge.khidi.sharing.activation;

import static ge.khidi.sharing.activation.ActivationIT.NO_MOVEMENTS_TO_BORDER_POLICE;
import static ge.khidi.sharing.activation.ActivationIT.WAITING_FOR_A_ROW;
import static ge.khidi.sharing.activation.ActivationIT.lockTheFirstOf;
import static ge.khidi.sharing.activation.Officers.activate;
import static ge.khidi.sharing.activation.Officers.baselineAnd;
import static ge.khidi.sharing.activation.Officers.followed;
import static ge.khidi.sharing.activation.Officers.number;
import static ge.khidi.sharing.activation.Officers.restore;
import static ge.khidi.sharing.registration.Registrars.thirdCountry;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Event;
import ge.khidi.localstack.Database;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.registration.AdminPort;
import ge.khidi.sharing.registration.Registrars;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Events are looked through for the country of a partner to come while the feeds follow a change that concerns them. */
@QuarkusTest
@Order(Integer.MAX_VALUE)
class NewCountryIT {

    private static final Duration BOUND = Duration.ofMinutes(2);

    /** More than the job takes at a time. */
    private static final int MANY = 260;

    /** So many that none of the first ones looked at mentions the country. */
    private static final int LOOKED_AT_ONCE = 1000;

    // As a simulation leaves it that is cut off before it looks; the country is added while nobody appends, and the job
    // is held.
    private static final String SOUGHT =
            "INSERT INTO country_sought (country) VALUES ('XS') ON CONFLICT (country) DO UPDATE SET done = false";
    private static final String LOOKED = "SELECT count(*) FROM country_sought WHERE country = 'XS' AND done";

    private static final String OF_SYLDAVIA = """
            SELECT count(*) FROM event_revision v JOIN disclosure_class c ON c.id = v.class_id
            WHERE c.facts LIKE '%%"XS"%%' AND v.event_id IN (%s)
            """;

    private static final String STEPPED_BACK =
            "SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()";

    private final Bus bus = new Bus();
    private final FeedClient borderPolice = FeedClient.fromNowOn("BORDER-POLICE");

    @Inject
    AdminPort admin;

    @Inject
    DecisionTable decisions;

    @AfterEach
    void close() {
        restore();
        followed();
        bus.close();
    }

    @Test
    void whoLosesARightIsToldOfEveryEventThatIsLookedThroughForANewCountryMeanwhile() throws SQLException {
        Registrars registrars = new Registrars(admin.port());
        List<Event> events =
                IntStream.range(0, MANY).mapToObj(i -> ofSyldavia()).toList();
        List<Event> before = IntStream.range(0, LOOKED_AT_ONCE)
                .mapToObj(NewCountryIT::firstOfAll)
                .toList();
        Set<String> published = Stream.concat(before.stream(), events.stream())
                .map(event -> event.id().toString())
                .collect(Collectors.toSet());
        bus.publish(before, Optional.empty());
        bus.publish(events, Optional.empty());
        borderPolice.readUntil(all -> all.stream()
                .map(FeedClient.Item::eventId)
                .collect(Collectors.toSet())
                .containsAll(published));
        int proposal = registrars
                .propose(thirdCountry("STATE-OF-SYLDAVIA", "XS"))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getInt("version");

        Database database = KafkaAndPostgres.postgres().database("sharing");
        try (Connection own = database.connect();
                Statement statement = own.createStatement();
                Connection another = database.connect();
                Statement watching = another.createStatement()) {
            own.setAutoCommit(false);
            statement.execute(lockTheFirstOf(events.stream().map(Event::id)));
            activate(baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE));
            Awaitility.await().atMost(BOUND).until(() -> number(statement, WAITING_FOR_A_ROW) > 0);
            watching.execute(SOUGHT);
            decisions.nextEpoch().await().atMost(BOUND);
            long stepped = number(watching, STEPPED_BACK);
            registrars
                    .as(Registrars.KETI)
                    .header("Prefer", "respond-async")
                    .body("{}")
                    .post("/v1/agencies/versions/" + proposal + "/simulation")
                    .then()
                    .statusCode(202);
            Awaitility.await()
                    .atMost(BOUND)
                    .until(() -> number(watching, LOOKED) > 0 || number(watching, STEPPED_BACK) > stepped);
            own.rollback();
            followed();
            Awaitility.await().atMost(BOUND).until(() -> number(watching, LOOKED) > 0);
            assertThat(number(watching, OF_SYLDAVIA.formatted(ids(events))))
                    .as("looked through to the last of them")
                    .isEqualTo(MANY);
        }

        List<FeedClient.Item> all = borderPolice.readOn();
        assertThat(events)
                .allSatisfy(event -> assertThat(kinds(event, all)).containsExactly("NEW", "NO_LONGER_OFFERED"));
    }

    private static String ids(List<Event> events) {
        return events.stream().map(event -> "'" + event.id() + "'").collect(Collectors.joining(", "));
    }

    private static List<String> kinds(Event event, List<FeedClient.Item> all) {
        return FeedClient.of(event.id(), all).stream()
                .map(FeedClient.Item::kind)
                .toList();
    }

    /** Of no country that is sought, and looked at before all others. */
    private static Event firstOfAll(int number) {
        Event event = Officers.movement().event();
        return parsed(event, event.id().toString(), "00000000-0000-4000-8000-%012d".formatted(number));
    }

    private static Event ofSyldavia() {
        return parsed(
                Officers.movement().with(PersonCategory.SUSPECT, "Kutateladze").event(), "\"GE\"", "\"XS\"");
    }

    private static Event parsed(Event event, String text, String other) {
        return EventCodec.parse(new String(EventCodec.print(event), UTF_8)
                        .replace(text, other)
                        .getBytes(UTF_8))
                .toOptional()
                .orElseThrow();
    }
}
