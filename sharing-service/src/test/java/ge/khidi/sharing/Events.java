package ge.khidi.sharing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.LocalId;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.detail.AlertDetail;
import ge.khidi.contract.detail.CrimeReportDetail;
import ge.khidi.contract.detail.Detail;
import ge.khidi.contract.detail.LinkDetail;
import ge.khidi.contract.detail.LinkNoticeDetail;
import ge.khidi.contract.detail.MovementDetail;
import ge.khidi.contract.entity.AgeGroup;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.entity.NameUse;
import ge.khidi.contract.entity.Nature;
import ge.khidi.contract.entity.Person;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.entity.PersonName;
import ge.khidi.contract.event.Context;
import ge.khidi.contract.event.CrimeArea;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Occurred;
import ge.khidi.contract.event.Origin;
import ge.khidi.contract.event.Regime;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.State;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.event.TimePrecision;
import ge.khidi.contract.event.Urgency;
import ge.khidi.contract.grade.AssignedBy;
import ge.khidi.contract.grade.Grade;
import ge.khidi.contract.grade.GradingScheme;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.Handling;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.contract.handling.Tlp;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Small events to test with, each with an id of its own. What is not said is harmless: unclassified, by policy, nobody in it. */
public record Events(
        EventId id,
        int revision,
        RevisionKind kind,
        State state,
        AgencyId originator,
        EventType type,
        List<Person> persons,
        Set<HandlingCode> codes,
        Optional<ReleasableTo> releasableTo,
        boolean noHitNotice) {

    /** A movement that Patrol Police saw: IAD and Border Police get it, foreign partners do not. */
    public static Events movement() {
        return of(EventType.MOVEMENT_OF_INTEREST, "PATROL-POLICE");
    }

    /** Trafficking in human beings, reported by Criminal Police: what Europol may have after a release. */
    public static Events trafficking() {
        return of(EventType.CRIME_REPORT, "CRIMINAL-POLICE");
    }

    private static Events of(EventType type, String originator) {
        return new Events(
                new EventId(UUID.randomUUID()),
                1,
                RevisionKind.INITIAL,
                State.OPEN,
                new AgencyId(originator),
                type,
                List.of(),
                Set.of(),
                Optional.of(ReleasableTo.BY_POLICY),
                false);
    }

    public Events with(PersonCategory category, String familyName) {
        List<Person> all = new ArrayList<>(persons);
        all.add(person("p" + (persons.size() + 1), category, familyName));
        return new Events(id, revision, kind, state, originator, type, all, codes, releasableTo, noHitNotice);
    }

    /** The next revision, with nobody in it. */
    public Events next(RevisionKind nextKind) {
        return new Events(
                id, revision + 1, nextKind, State.OPEN, originator, type, List.of(), codes, releasableTo, noHitNotice);
    }

    public Events next(Status status) {
        State next = status == Status.OPEN ? State.OPEN : new State(status, Optional.of("a test"));
        return new Events(
                id,
                revision + 1,
                // As intake says it.
                status == Status.RESTRICTED ? RevisionKind.CORRECTION : RevisionKind.SUPPLEMENT,
                next,
                originator,
                type,
                status == Status.ERASED ? List.of() : persons,
                codes,
                releasableTo,
                noHitNotice);
    }

    public Events to(ReleasableTo releasable) {
        return new Events(
                id, revision, kind, state, originator, type, persons, codes, Optional.of(releasable), noHitNotice);
    }

    public Events code(HandlingCode code) {
        return new Events(
                id, revision, kind, state, originator, type, persons, Set.of(code), releasableTo, noHitNotice);
    }

    /** The originator says nothing about release: only itself and IAD may have it. */
    public Events silent() {
        return new Events(id, revision, kind, state, originator, type, persons, codes, Optional.empty(), noHitNotice);
    }

    public Events by(String agency) {
        return new Events(
                id, revision, kind, state, new AgencyId(agency), type, persons, codes, releasableTo, noHitNotice);
    }

    public Events forbiddingHits() {
        return new Events(id, revision, kind, state, originator, type, persons, codes, releasableTo, true);
    }

    public Event event() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        boolean erased = state.status() == Status.ERASED;
        return new Event(
                id,
                revision,
                kind,
                state,
                new Origin(originator, Optional.empty(), Optional.empty(), List.of()),
                type,
                Regime.LAW_ENFORCEMENT,
                Context.REAL,
                Urgency.ROUTINE,
                new Occurred(now.truncatedTo(ChronoUnit.MINUTES), TimePrecision.MINUTE),
                now,
                now,
                erased ? Optional.empty() : Optional.of(detail()),
                List.<Entity>copyOf(persons),
                List.of(),
                List.of(),
                new Grade(GradingScheme.EUROPOL_4X4, "B", "2", AssignedBy.ORIGINATOR),
                Optional.empty(),
                List.of(),
                new Handling(
                        Classification.UNCLASSIFIED,
                        Tlp.GREEN,
                        Optional.empty(),
                        codes,
                        codes.contains(HandlingCode.H3) ? Optional.of("ask first") : Optional.empty(),
                        Set.of(
                                Purpose.LAW_ENFORCEMENT,
                                Purpose.BORDER_MANAGEMENT,
                                Purpose.OPERATIONAL_ANALYSIS,
                                Purpose.CROSS_CHECK),
                        "Law of Georgia on Police, Art. 16",
                        releasableTo,
                        noHitNotice,
                        LocalDate.of(2028, 1, 1)),
                Map.of());
    }

    private Detail detail() {
        return type == EventType.CRIME_REPORT
                ? new CrimeReportDetail(
                        "CCG",
                        "143-1",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(CrimeArea.TRAFFICKING_IN_HUMAN_BEINGS))
                : new MovementDetail(
                        Optional.empty(),
                        Optional.of("Sarpi"),
                        Optional.of("Batumi"),
                        Optional.empty(),
                        Optional.empty());
    }

    private static Person person(String id, PersonCategory category, String familyName) {
        return new Person(
                new LocalId(id),
                Nature.FACT,
                category,
                List.of(new PersonName(Optional.of("Nino"), Optional.of(familyName), NameUse.PRIMARY, "Latn")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                AgeGroup.ADULT,
                List.of("GE"),
                Set.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** An event that differs only in whom it may go to. */
    public static Event releasableTo(Event event, ReleasableTo releasableTo) {
        Handling handling = event.handling();
        return new Event(
                event.id(),
                event.revision(),
                event.revisionKind(),
                event.state(),
                event.origin(),
                event.type(),
                event.regime(),
                event.context(),
                event.urgency(),
                event.occurred(),
                event.reportedAt(),
                event.acceptedAt(),
                event.detail(),
                event.entities(),
                event.connections(),
                event.narratives(),
                event.grade(),
                event.derivedGrade(),
                event.checks(),
                new Handling(
                        handling.classification(),
                        handling.tlp(),
                        handling.pap(),
                        handling.codes(),
                        handling.comment(),
                        handling.purposes(),
                        handling.legalBasis(),
                        Optional.of(releasableTo),
                        handling.noHitNotice(),
                        handling.reviewBy()),
                event.unknown());
    }

    /** An event with other words in its handling. */
    public static Event saying(Event event, String comment, String legalBasis) {
        ObjectNode tree = EventCodec.tree(event);
        tree.withObject("/handling").put("comment", comment).put("legalBasis", legalBasis);
        return EventCodec.parse(tree).toOptional().orElseThrow();
    }

    /** An event under another TLP. */
    public static Event under(Tlp tlp, Event event) {
        ObjectNode tree = EventCodec.tree(event);
        tree.withObject("/handling").put("tlp", tlp.name());
        return EventCodec.parse(tree).toOptional().orElseThrow();
    }

    /** A link that was confirmed by a decision, as analysis publishes it. */
    public static Event confirmed(Event link, EventId decision) {
        ObjectNode tree = EventCodec.tree(link);
        tree.withObject("/detail").put("standing", "CONFIRMED").put("decision", decision + "/1");
        return EventCodec.parse(tree).toOptional().orElseThrow();
    }

    /** A link between two revisions, as analysis publishes it: handled as both allow. */
    public static Event link(Event first, Event second) {
        return link(new EventId(UUID.randomUUID()), 1, State.OPEN, LinkDetail.Standing.PROPOSED, first, second);
    }

    /** The next revision of a link, between these revisions. */
    public static Event next(Event link, LinkDetail.Standing standing, Event first, Event second) {
        return link(link.id(), link.revision() + 1, State.OPEN, standing, first, second);
    }

    /** The next revision of a link, taken back. */
    public static Event withdrawn(Event link, Event first, Event second) {
        return link(
                link.id(),
                link.revision() + 1,
                State.withdrawn("SOURCE_WITHDRAWN"),
                LinkDetail.Standing.PROPOSED,
                first,
                second);
    }

    /** A notice that one value occurs in all of these, handled as all allow. */
    public static Event linkNotice(Event... sources) {
        return linkNotice(new EventId(UUID.randomUUID()), 1, List.of(sources));
    }

    private static Event linkNotice(EventId id, int revision, List<Event> sources) {
        return product(
                id,
                revision,
                State.OPEN,
                EventType.LINK_NOTICE,
                new LinkNoticeDetail(
                        LinkDetail.SelectorKind.VEHICLE_PLATE,
                        sources.size(),
                        sources.stream().map(Event::revisionId).toList()),
                sources);
    }

    /** The next revision of such a notice, over these. */
    public static Event next(Event notice, Event... sources) {
        return linkNotice(notice.id(), notice.revision() + 1, List.of(sources));
    }

    /** An alert on the count of these, handled as all allow. */
    public static Event count(Event... sources) {
        return product(
                new EventId(UUID.randomUUID()),
                1,
                State.OPEN,
                EventType.ALERT,
                new AlertDetail(
                        EventType.MOVEMENT_OF_INTEREST.name(),
                        Optional.of("SARPI"),
                        LocalDate.of(2026, 11, 16),
                        sources.length,
                        BigDecimal.ONE,
                        Stream.of(sources).map(Event::revisionId).toList()),
                List.of(sources));
    }

    private static Event link(
            EventId id, int revision, State state, LinkDetail.Standing standing, Event first, Event second) {
        return product(
                id,
                revision,
                state,
                EventType.LINK,
                new LinkDetail(
                        first.revisionId(),
                        second.revisionId(),
                        Set.of(LinkDetail.SelectorKind.VEHICLE_PLATE),
                        standing,
                        Optional.empty()),
                List.of(first, second));
    }

    private static Event product(
            EventId id, int revision, State state, EventType type, Detail detail, List<Event> sources) {
        Event frame = movement().event();
        Handling one = sources.get(0).handling();
        return new Event(
                id,
                revision,
                revision == 1 ? RevisionKind.INITIAL : RevisionKind.CORRECTION,
                state,
                new Origin(new AgencyId("ANALYSIS"), Optional.empty(), Optional.empty(), List.of()),
                type,
                frame.regime(),
                frame.context(),
                frame.urgency(),
                frame.occurred(),
                frame.reportedAt(),
                frame.acceptedAt(),
                Optional.of(detail),
                List.of(),
                List.of(),
                List.of(),
                Grade.X4,
                Optional.empty(),
                List.of(),
                new Handling(
                        one.classification(),
                        one.tlp(),
                        Optional.empty(),
                        sources.stream()
                                .flatMap(source -> source.handling().codes().stream())
                                .collect(Collectors.toSet()),
                        Optional.of("ask the originators of the sources"),
                        one.purposes(),
                        one.legalBasis(),
                        sources.stream()
                                .map(source -> source.handling()
                                        .releasable(source.origin().agency()))
                                .reduce(ReleasableTo::and),
                        sources.stream().anyMatch(source -> source.handling().noHitNotice()),
                        one.reviewBy()),
                Map.of());
    }
}
