package ge.khidi.analysis;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.analysis.selector.SelectorKey;
import ge.khidi.analysis.selector.Selectors;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.LocalId;
import ge.khidi.contract.detail.Detail;
import ge.khidi.contract.detail.LinkDecisionDetail;
import ge.khidi.contract.entity.Communication;
import ge.khidi.contract.entity.CommunicationType;
import ge.khidi.contract.entity.Connection;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.entity.Location;
import ge.khidi.contract.entity.MeansOfTransport;
import ge.khidi.contract.entity.Nature;
import ge.khidi.contract.entity.Transport;
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
import ge.khidi.contract.grade.AssignedBy;
import ge.khidi.contract.grade.Grade;
import ge.khidi.contract.grade.GradingScheme;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.Handling;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.contract.handling.Tlp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Builds the events tests speak of, from a plain crime report by PATROL-POLICE, changed step by step. */
public final class TestEvents {

    public static final AgencyId PATROL = new AgencyId("PATROL-POLICE");
    public static final AgencyId CRIMINAL = new AgencyId("CRIMINAL-POLICE");
    public static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private EventId id;
    private int revision = 1;
    private AgencyId originator = PATROL;
    private State state = State.OPEN;
    private Context context = Context.REAL;
    private EventType type = EventType.CRIME_REPORT;
    private Optional<Detail> detail = Optional.empty();
    private Occurred occurred = new Occurred(NOON, TimePrecision.MINUTE);
    private final List<Entity> entities = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();
    private Handling handling = new Handling(
            Classification.RESTRICTED,
            Tlp.AMBER,
            Optional.empty(),
            Set.of(),
            Optional.empty(),
            Set.of(Purpose.LAW_ENFORCEMENT),
            "Law on Police, Art. 20",
            Optional.of(ReleasableTo.BY_POLICY),
            false,
            LocalDate.of(2029, 1, 1));

    private TestEvents(EventId id) {
        this.id = id;
    }

    /** A key for tests, the same in each. */
    public static SelectorKey key() {
        String secret = Base64.getEncoder().encodeToString("a key for tests and for nothing else".getBytes(UTF_8));
        return SelectorKey.parse(secret).orElseThrow();
    }

    public static Selectors selectors() {
        return new Selectors(key(), "GE");
    }

    public static EventId id(int number) {
        return new EventId(new UUID(0x0190_0000_0000_7000L + ((long) number << 16), 0x8000_0000_0000_0000L));
    }

    public static TestEvents event(int number) {
        return new TestEvents(id(number));
    }

    /** An analyst's word on a link. */
    public static TestEvents decision(int number, EventId link, LinkDecisionDetail.Verdict verdict) {
        TestEvents decision = new TestEvents(id(number)).by(AgencyId.IAD);
        decision.type = EventType.LINK_DECISION;
        decision.detail = Optional.of(new LinkDecisionDetail(link, verdict, "seen together"));
        return decision;
    }

    public TestEvents id(EventId newId) {
        id = newId;
        return this;
    }

    public TestEvents by(AgencyId agency) {
        originator = agency;
        return this;
    }

    public TestEvents revision(int number) {
        revision = number;
        return this;
    }

    public TestEvents state(State newState) {
        state = newState;
        return this;
    }

    public TestEvents exercise() {
        context = Context.EXERCISE;
        return this;
    }

    public TestEvents type(EventType newType) {
        type = newType;
        return this;
    }

    public TestEvents occurred(Instant at, TimePrecision precision) {
        occurred = new Occurred(at, precision);
        return this;
    }

    /** A refusal of entry that may be counted. */
    public static TestEvents refusal(int number, Instant at, String section) {
        return event(number)
                .type(EventType.REFUSAL_OF_ENTRY)
                .occurred(at, TimePrecision.MINUTE)
                .on(section)
                .countable();
    }

    /** What anybody may count: unclassified, by policy, for statistics too. */
    public TestEvents countable() {
        handling = new Handling(
                Classification.UNCLASSIFIED,
                Tlp.GREEN,
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Set.of(Purpose.BORDER_MANAGEMENT, Purpose.STATISTICS),
                "Law on the State Border, Art. 23, and the court order of 3 May",
                Optional.of(ReleasableTo.BY_POLICY),
                false,
                LocalDate.of(2029, 1, 1));
        return this;
    }

    /** At a place on this section of the border. */
    public TestEvents on(String section) {
        return with(new Location(
                localId("l"),
                Nature.FACT,
                Optional.empty(),
                Optional.of("GE"),
                Optional.empty(),
                Optional.of(section),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    public TestEvents handling(Handling newHandling) {
        handling = newHandling;
        return this;
    }

    public TestEvents purposes(Purpose... purposes) {
        handling = new Handling(
                handling.classification(),
                handling.tlp(),
                handling.pap(),
                handling.codes(),
                handling.comment(),
                Set.of(purposes),
                handling.legalBasis(),
                handling.releasableTo(),
                handling.noHitNotice(),
                handling.reviewBy());
        return this;
    }

    public TestEvents phone(String value) {
        return with(new Communication(localId("c"), Nature.FACT, CommunicationType.PHONE, value, Optional.empty()));
    }

    public TestEvents plate(String value, String country) {
        return with(new Transport(
                localId("t"),
                Nature.FACT,
                MeansOfTransport.PASSENGER_CAR,
                Optional.of(value),
                Optional.of(country),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    public TestEvents with(Entity entity) {
        entities.add(entity);
        return this;
    }

    public TestEvents connected(Connection connection) {
        connections.add(connection);
        return this;
    }

    public Event build() {
        return new Event(
                id,
                revision,
                revision == 1 ? RevisionKind.INITIAL : RevisionKind.CORRECTION,
                state,
                new Origin(originator, Optional.empty(), Optional.empty(), List.of()),
                type,
                Regime.LAW_ENFORCEMENT,
                context,
                Urgency.ROUTINE,
                occurred,
                NOON,
                NOON.plusSeconds(revision),
                detail,
                entities,
                connections,
                List.of(),
                new Grade(GradingScheme.EUROPOL_4X4, "B", "2", AssignedBy.ORIGINATOR),
                Optional.empty(),
                List.of(),
                handling,
                Map.of());
    }

    private LocalId localId(String prefix) {
        return new LocalId(prefix + entities.size());
    }
}
