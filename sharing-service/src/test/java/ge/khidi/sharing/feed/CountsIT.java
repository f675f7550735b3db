package ge.khidi.sharing.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.detail.AlertDetail;
import ge.khidi.contract.event.Context;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Occurred;
import ge.khidi.contract.event.Origin;
import ge.khidi.contract.event.Regime;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.State;
import ge.khidi.contract.event.TimePrecision;
import ge.khidi.contract.event.Urgency;
import ge.khidi.contract.grade.Grade;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.Handling;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.contract.handling.Tlp;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.activation.Officers;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a statistics partner gets of an alert: a count that is large enough, and nothing else. */
@QuarkusTest
class CountsIT {

    private static final String NOTHING_OF_STATE_SECURITY = """
            @id("test-nothing-of-state-security")
            @title("Nothing of State Security to Border Police while a count is read again")
            @legal_basis("A test")
            forbid (principal == Partner::"BORDER-POLICE", action == Action::"receive", resource)
            when { resource.originator == Agency::"STATE-SECURITY" };
            """;

    private final Bus bus = new Bus();
    private final FeedClient iad = new FeedClient("IAD");
    private final FeedClient iom = new FeedClient("IOM");

    @AfterEach
    void close() {
        Officers.restore();
        Officers.followed();
        bus.close();
    }

    @Test
    void iomGetsTheCountAndNothingOfWhatWasCounted() {
        List<Events> sources = movements(10);
        EventId alert = new EventId(UUID.randomUUID());
        bus.publish(List.of(alert(alert, 1, State.OPEN, sources, "5")), Optional.empty());
        assertThat(FeedClient.of(alert, iom.readOn())).isEmpty();

        sources.forEach(bus::publish);

        FeedClient.Item item = iom.of(alert, 1).get(0);
        Map<?, ?> event = (Map<?, ?>) Objects.requireNonNull(item.event());
        assertThat(item.kind()).isEqualTo("NEW");
        assertThat(event.get("detail"))
                .hasToString("{indicator=MOVEMENT_OF_INTEREST, borderSection=SARPI,"
                        + " periodStart=2026-11-16, observed=10, expected=5}");
        assertThat(event.get("occurred")).hasToString("{at=2026-11-01T00:00:00Z, precision=MONTH}");
        assertThat(event.get("origin")).hasToString("{agency=ANALYSIS}");
        assertThat(event.toString()).doesNotContain("PATROL-POLICE");
        sources.forEach(source ->
                assertThat(event.toString()).doesNotContain(source.id().toString()));
        assertThat(new FeedClient("FRONTEX").of(alert, 1)).hasSize(1);
        assertThat(iad.of(alert, 1)).hasSize(1);
        assertThat(Stream.of("THIRD-COUNTRY-B", "MEMBER-STATE-A", "EUROPOL", "CSIRT-A")
                        .flatMap(agency -> FeedClient.of(alert, new FeedClient(agency).readOn()).stream()))
                .isEmpty();
    }

    @Test
    void ofASmallCountIomGetsNothingAndWhatBecomesSmallIsTakenBack() {
        List<Events> sources = movements(5);
        sources.forEach(bus::publish);
        EventId small = new EventId(UUID.randomUUID());
        EventId shrinking = new EventId(UUID.randomUUID());

        bus.publish(
                List.of(
                        alert(small, 1, State.OPEN, sources.subList(0, 4), "1"),
                        alert(shrinking, 1, State.OPEN, sources, "1")),
                Optional.empty());
        Map<?, ?> event =
                (Map<?, ?>) Objects.requireNonNull(iom.of(shrinking, 1).get(0).event());
        assertThat(String.valueOf(event.get("detail"))).contains("observed=5").doesNotContain("expected");
        bus.publish(List.of(alert(shrinking, 2, State.OPEN, sources.subList(0, 4), "1")), Optional.empty());

        List<FeedClient.Item> items = iom.of(shrinking, 2);
        assertThat(items).extracting(FeedClient.Item::kind).containsExactly("NEW", "CORRECTION");
        assertThat(items.get(1).event()).as("the small count").isNull();
        iad.of(small, 1);
        assertThat(FeedClient.of(small, iom.readOn())).isEmpty();
    }

    @Test
    void aCountThatFallsIsRecalled() {
        List<Events> sources = movements(5);
        sources.forEach(bus::publish);
        EventId alert = new EventId(UUID.randomUUID());
        bus.publish(List.of(alert(alert, 1, State.OPEN, sources, "1")), Optional.empty());
        iom.of(alert, 1);

        bus.publish(List.of(alert(alert, 2, State.withdrawn("TOO_FEW"), List.of(), "1")), Optional.empty());

        assertThat(iom.of(alert, 2)).extracting(FeedClient.Item::kind).containsExactly("NEW", "WITHDRAWAL");
        assertThat(iom.of(alert, 2).get(1).event()).as("content").isNull();
    }

    @Test
    void aCorrectionIsToldThoughALaterRevisionCameBeforeAnybodyLooked() {
        List<Events> sources = movements(10);
        sources.forEach(bus::publish);
        EventId alert = new EventId(UUID.randomUUID());
        bus.publish(List.of(alert(alert, 1, State.OPEN, sources, "1")), Optional.empty());
        iom.of(alert, 1);

        bus.publish(
                List.of(
                        alert(alert, 2, State.OPEN, sources.subList(0, 5), "1"),
                        alert(alert, 3, RevisionKind.SUPPLEMENT, State.OPEN, sources, "1")),
                Optional.empty());

        iom.readUntil(all ->
                FeedClient.of(alert, all).stream().anyMatch(item -> item.revision() == 3 && item.event() != null));
        assertThat(iom.of(alert, 1))
                .extracting(FeedClient.Item::kind)
                .startsWith("NEW", "CORRECTION")
                .containsOnlyOnce("CORRECTION");
    }

    @Test
    void anEarlierCountIsNotShownWithASourceThatOneMayNotKnowOfAnyMore() {
        FeedClient border = FeedClient.fromNowOn("BORDER-POLICE");
        FeedClient again = FeedClient.fromNowOn("BORDER-POLICE");
        Events stays = Events.movement();
        Events goes = Officers.movement();
        bus.publish(stays, goes);
        EventId alert = new EventId(UUID.randomUUID());
        bus.publish(List.of(alert(alert, 1, State.OPEN, List.of(stays, goes), "1")), Optional.empty());
        assertThat(String.valueOf(border.of(alert, 1).get(0).event()))
                .contains(goes.id().toString());
        bus.publish(List.of(alert(alert, 2, State.OPEN, List.of(stays), "1")), Optional.empty());
        border.of(alert, 2);

        Officers.activate(Officers.baselineAnd("test.cedar", NOTHING_OF_STATE_SECURITY));

        assertThat(FeedClient.of(alert, again.readOn()))
                .extracting(FeedClient.Item::kind, FeedClient.Item::revision)
                .containsExactly(tuple("CORRECTION", 2));
        Officers.followed();
        assertThat(FeedClient.of(alert, border.readOn()))
                .as("what is offered names nothing that was lost")
                .hasSize(2);
    }

    private static List<Events> movements(int count) {
        return Stream.generate(Events::movement).limit(count).toList();
    }

    /** As analysis publishes it. */
    private static Event alert(EventId id, int revision, State state, List<Events> sources, String expected) {
        RevisionKind kind = revision == 1 ? RevisionKind.INITIAL : RevisionKind.CORRECTION;
        return alert(id, revision, kind, state, sources, expected);
    }

    private static Event alert(
            EventId id, int revision, RevisionKind kind, State state, List<Events> sources, String expected) {
        Instant now = Instant.parse("2026-11-21T12:00:00Z");
        return new Event(
                id,
                revision,
                kind,
                state,
                new Origin(new AgencyId("ANALYSIS"), Optional.empty(), Optional.empty(), List.of()),
                EventType.ALERT,
                Regime.BORDER_MIGRATION,
                Context.REAL,
                Urgency.ROUTINE,
                new Occurred(Instant.parse("2026-11-16T00:00:00Z"), TimePrecision.DAY),
                now,
                now,
                Optional.of(new AlertDetail(
                        EventType.MOVEMENT_OF_INTEREST.name(),
                        Optional.of("SARPI"),
                        LocalDate.of(2026, 11, 16),
                        sources.size(),
                        new BigDecimal(expected),
                        sources.stream()
                                .map(source -> source.event().revisionId())
                                .toList())),
                List.of(),
                List.of(),
                List.of(),
                Grade.X4,
                Optional.empty(),
                List.of(),
                new Handling(
                        Classification.UNCLASSIFIED,
                        Tlp.AMBER,
                        Optional.empty(),
                        Set.of(),
                        Optional.empty(),
                        Set.of(Purpose.BORDER_MANAGEMENT, Purpose.STATISTICS),
                        "Statistics",
                        Optional.of(ReleasableTo.BY_POLICY),
                        false,
                        LocalDate.of(2028, 1, 1)),
                Map.of());
    }
}
