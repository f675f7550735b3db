package ge.khidi.sharing.activation;

import static ge.khidi.sharing.disclosure.Readers.PARTNERS;
import static ge.khidi.sharing.disclosure.Readers.PROFILES;
import static ge.khidi.sharing.disclosure.Readers.render;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.LocalId;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.detail.Detail;
import ge.khidi.contract.detail.GoodsTraffickingDetail;
import ge.khidi.contract.entity.AgeGroup;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.entity.MeansOfTransport;
import ge.khidi.contract.entity.Nature;
import ge.khidi.contract.entity.Person;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.entity.Transport;
import ge.khidi.contract.event.Context;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.State;
import ge.khidi.contract.handling.Handling;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.activation.Supposed.Said;
import ge.khidi.sharing.activation.Supposed.ToWhom;
import ge.khidi.sharing.disclosure.Readers;
import ge.khidi.sharing.disclosure.Rendition.Rendered;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.Decision.Held;
import ge.khidi.sharing.policy.Decision.Nothing;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.policy.FloorRule;
import ge.khidi.sharing.policy.Gate;
import ge.khidi.sharing.policy.Partner;
import ge.khidi.sharing.policy.PolicySet;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of the facts as an agency is shown them, for every event under every profile; {@code -Dkhidi.laws.seeds} makes it more events. */
final class AsShownTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);
    private static final Gate GATE = new Gate(
            PolicySet.load(PolicySet.baseline(), PARTNERS, PROFILES.names()).orThrow(), PARTNERS, PROFILES);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, Function<DisclosureFacts, Object>> FACTS = Map.of(
            "resource.crimeAreas", DisclosureFacts::crimeAreas,
            "resource.categories", DisclosureFacts::categories,
            "resource.personalData", DisclosureFacts::personalData,
            "resource.minors", DisclosureFacts::minors,
            "resource.specialCategories", DisclosureFacts::specialCategories,
            "resource.protectedPersons", DisclosureFacts::protectedPersons,
            "resource.countriesConcerned", DisclosureFacts::countriesConcerned,
            "internationalProtection", DisclosureFacts::internationalProtection,
            "codes", DisclosureFacts::codes);

    private static final AgencyId EUROPOL = new AgencyId("EUROPOL");

    /** What an originator may say of whom it is for, also of the gateway alone, and nothing at all. */
    private static final List<Optional<ReleasableTo>> SAID = List.of(
            Optional.of(ReleasableTo.BY_POLICY),
            Optional.of(ReleasableTo.named(EUROPOL, new AgencyId("ILECC"), new AgencyId("BORDER-POLICE"))),
            Optional.of(ReleasableTo.named(EUROPOL)),
            Optional.of(ReleasableTo.named(new AgencyId("ILECC"), new AgencyId("MEMBER-STATE-A"))),
            Optional.of(ReleasableTo.named(new AgencyId("ILECC"))),
            Optional.of(ReleasableTo.named()),
            Optional.empty());

    /** What stands where nothing is said. */
    private static final Map<Class<?>, Object> NOTHING = Map.of(
            Optional.class,
            Optional.empty(),
            List.class,
            List.of(),
            Set.class,
            Set.of(),
            boolean.class,
            false,
            String.class,
            "",
            AgeGroup.class,
            AgeGroup.UNKNOWN);

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("khidi.laws.seeds", 40));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsKnownIsTrue(long seed) {
        Event event = new RandomEvents(seed).event();
        DisclosureFacts real = DisclosureFacts.of(event, PARTNERS);
        for (String profile : PROFILES.names()) {
            asShown(event, profile)
                    .ifPresent(shown -> FACTS.forEach((name, value) -> {
                        if (shown.known().contains(name)) {
                            assertThat(value.apply(shown.facts()))
                                    .as(name + " under " + profile)
                                    .isEqualTo(value.apply(real));
                        }
                    }));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatTheFloorRefusesForWhatIsShownItRefusesWhateverIsWithheld(long seed) {
        Event event = new RandomEvents(seed).event();
        for (String profile : Set.of("full", "domestic-protective", "impersonal")) {
            asShown(event, profile).ifPresent(shown -> {
                for (Partner partner : PARTNERS.list()) {
                    Optional<FloorRule> refusal = shown.refusal(GATE, PARTNERS, partner, TODAY);
                    boolean says = !partner.id().equals(event.origin().agency());
                    if (refusal.isPresent() && says) {
                        for (Event same : List.of(event, withMore(event))) {
                            assertThat(GATE.decide(partner.id(), DisclosureFacts.of(same, PARTNERS), TODAY))
                                    .as(refusal.get().id() + " for " + partner.id())
                                    .isInstanceOf(Nothing.class);
                        }
                    }
                }
            });
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatLooksTheSameIsTheSame(long seed) {
        Event event = new RandomEvents(seed).event();
        Event more = withMore(event);
        for (String profile : PROFILES.names()) {
            if (render(event, "IAD", profile) instanceof Rendered one
                    && render(more, "IAD", profile) instanceof Rendered other
                    && Arrays.equals(one.body(), other.body())
                    && one.conditions().equals(other.conditions())) {
                assertThat(asShown(more, profile)).as(profile).isEqualTo(asShown(event, profile));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void oneCaseIsWhatIsDecidedWhereTheAgencyIsShownEverything(long seed) {
        Event event = new RandomEvents(seed).event();
        DisclosureFacts real = DisclosureFacts.of(event, PARTNERS);
        asShown(event, "full").filter(AsShown::whole).ifPresent(shown -> {
            for (Partner partner : PARTNERS.list()) {
                Decision decided = GATE.decide(partner.id(), real, TODAY);
                assertThat(Supposed.cases(shown, GATE, PARTNERS, partner, TODAY))
                        .as(partner.id().value())
                        .anySatisfy(supposed -> assertThat(supposed.decision()).isEqualTo(decided));
            }
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anEventOfNothingButWhatIsShownIsDecidedAsTheCasesSay(long seed) {
        Event event = new RandomEvents(seed).event();
        if (event.type().link() || !event.state().usable()) {
            return;
        }
        for (String profile : PROFILES.names()) {
            if (render(event, "IAD", profile) instanceof Rendered rendered) {
                AsShown shown = asShown(event, rendered);
                Event alone = cut(event, Readers.tree(rendered));
                for (ReleasableTo said : List.of(ReleasableTo.BY_POLICY, ReleasableTo.named(AgencyId.IAD))) {
                    assertThat(shown.as(List.of(said), true))
                            .as(profile)
                            .isEqualTo(DisclosureFacts.of(saying(alone, said, true), PARTNERS));
                }
            }
        }
        asShown(event, "domestic-protective").ifPresent(shown -> {
            Event alone = cut(event, Readers.tree((Rendered) render(event, "IAD", "domestic-protective")));
            for (Partner partner : PARTNERS.list()) {
                for (Supposed supposed : Supposed.cases(shown, GATE, PARTNERS, partner, TODAY)) {
                    Event said = saying(
                            alone,
                            supposed.facts().releasableTo(),
                            supposed.facts().noHitNotice());
                    assertThat(GATE.decide(partner.id(), DisclosureFacts.of(said, PARTNERS), TODAY))
                            .as(partner.id().value())
                            .isEqualTo(supposed.decision());
                }
            }
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aLinkIsDecidedByItsSourcesWhereTheAgencyIsShownEverything(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Event> sources = List.of(said(new RandomEvents(seed), random), said(new RandomEvents(-1 - seed), random));
        List<DisclosureFacts> real = sources.stream()
                .map(source -> DisclosureFacts.of(source, PARTNERS))
                .toList();
        List<AsShown> shown = sources.stream()
                .flatMap(source -> asShown(source, "full").stream())
                .filter(AsShown::whole)
                .toList();
        Event link = Events.link(sources.get(0), sources.get(1));
        DisclosureFacts facts = DisclosureFacts.of(link, PARTNERS).withSources(real);
        AsShown alone = asShown(link, "full").orElseThrow();
        assertThat(alone.askable()).isFalse();
        if (shown.size() == 2) {
            AsShown whole = alone.withSources(shown);
            assertThat(whole.askable()).isTrue();
            FACTS.forEach((name, value) -> {
                assertThat(whole.known()).contains(name);
                assertThat(value.apply(whole.facts())).as(name).isEqualTo(value.apply(facts));
            });
            for (Partner partner : PARTNERS.list()) {
                List<Supposed> cases = Supposed.cases(whole, GATE, PARTNERS, partner, TODAY);
                assertThat(cases)
                        .as(partner.id().value())
                        .anySatisfy(supposed ->
                                assertThat(supposed.decision()).isEqualTo(GATE.decide(partner.id(), facts, TODAY)));
                assertThat(ways(cases))
                        .as("each of two says each word, in one case")
                        .doesNotHaveDuplicates()
                        .hasSize(partner.gateway().isPresent() ? 16 : 9);
            }
        }
    }

    @Test
    void theCasesOfALinkSayWhatEachOriginatorMayHaveSaid() {
        Event naming = Events.trafficking()
                .code(HandlingCode.H2)
                .to(ReleasableTo.named(EUROPOL, new AgencyId("ILECC")))
                .event();
        Event byPolicy =
                Events.trafficking().by("PATROL-POLICE").code(HandlingCode.H2).event();
        Event link = Events.link(naming, byPolicy);
        AsShown shown = asShown(link, "full")
                .orElseThrow()
                .withSources(List.of(
                        asShown(naming, "full").orElseThrow(),
                        asShown(byPolicy, "full").orElseThrow()));
        Decision decided = GATE.decide(
                EUROPOL,
                DisclosureFacts.of(link, PARTNERS)
                        .withSources(
                                List.of(DisclosureFacts.of(naming, PARTNERS), DisclosureFacts.of(byPolicy, PARTNERS))),
                TODAY);

        List<Supposed> cases =
                Supposed.cases(shown, GATE, PARTNERS, PARTNERS.find(EUROPOL).orElseThrow(), TODAY);

        assertThat(decided).isInstanceOf(Held.class);
        assertThat(((Held) decided).reason())
                .contains("H2: awaiting the consent of PATROL-POLICE")
                .doesNotContain("CRIMINAL-POLICE");
        assertThat(cases)
                .filteredOn(supposed -> supposed.decision().equals(decided))
                .singleElement()
                .satisfies(supposed -> {
                    assertThat(supposed.when())
                            .containsExactly(List.of(
                                    new Said(naming.revisionId(), Set.of(ToWhom.NAMED)),
                                    new Said(byPolicy.revisionId(), Set.of(ToWhom.BY_POLICY))));
                    assertThat(supposed.named()).contains(true);
                });
        assertThat(cases)
                .as("by whose word it is held, and two ways of not going")
                .hasSize(6);
    }

    @Test
    void aPlateIsPersonalDataAlsoWhereNobodyIsShown() {
        Partner third = PARTNERS.find(new AgencyId("THIRD-COUNTRY-B")).orElseThrow();

        AsShown plate =
                asShown(goods(Optional.of("AB-123-CD")), "domestic-protective").orElseThrow();
        AsShown nothing =
                asShown(goods(Optional.empty()), "domestic-protective").orElseThrow();

        assertThat(plate.whole()).isFalse();
        assertThat(plate.known()).contains("resource.personalData");
        assertThat(plate.facts().personalData()).isTrue();
        assertThat(plate.refusal(GATE, PARTNERS, third, TODAY)).contains(FloorRule.TRANSFER_BASIS);
        assertThat(nothing.known()).doesNotContain("resource.personalData");
        assertThat(nothing.refusal(GATE, PARTNERS, third, TODAY)).isEmpty();
        assertThat(Supposed.cases(nothing, GATE, PARTNERS, third, TODAY))
                .extracting(supposed -> supposed.decision().outcome())
                .containsExactly("redacted", "redacted", "nothing");
    }

    /** Every way in which the originators may have said what they said, once for each case it is in. */
    private static List<List<ToWhom>> ways(List<Supposed> cases) {
        List<List<ToWhom>> ways = new ArrayList<>();
        for (Supposed supposed : cases) {
            if (!supposed.noHitNotice().equals(Optional.of(true))) {
                supposed.when()
                        .forEach(said -> said.get(0)
                                .toWhom()
                                .forEach(one -> said.get(1).toWhom().forEach(other -> ways.add(List.of(one, other)))));
            }
        }
        return ways;
    }

    /** Some event that an agency said and that may be used, often asking for consent, and for whom it is. */
    private static Event said(RandomEvents events, SplittableRandom random) {
        Event event = events.event(RandomEvents.SUBMITTABLE.get(random.nextInt(RandomEvents.SUBMITTABLE.size())));
        Event open = RandomEvents.with(event, Map.of("state", State.OPEN, "context", Context.REAL));
        Handling handling = RandomEvents.with(
                event.handling(),
                Map.of(
                        "codes",
                        random.nextInt(4) == 0 ? Set.of() : Set.of(HandlingCode.H2),
                        "purposes",
                        EnumSet.allOf(Purpose.class),
                        "releasableTo",
                        SAID.get(random.nextInt(SAID.size()))));
        return RandomEvents.with(open, Map.of("handling", handling));
    }

    /** Goods in one vehicle from Borduria, and nobody. */
    static Event goods(Optional<String> plate) {
        Transport vehicle = new Transport(
                new LocalId("t1"),
                Nature.FACT,
                MeansOfTransport.LORRY,
                plate,
                Optional.of("XB"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Detail goods = new GoodsTraffickingDetail(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of());
        return RandomEvents.with(
                Events.movement().event(),
                Map.of(
                        "type",
                        EventType.TRAFFICKING_OF_GOODS,
                        "detail",
                        Optional.of(goods),
                        "entities",
                        List.of(vehicle)));
    }

    private static Event saying(Event event, ReleasableTo releasableTo, boolean noHitNotice) {
        Handling handling = RandomEvents.with(
                event.handling(), Map.of("releasableTo", Optional.of(releasableTo), "noHitNotice", noHitNotice));
        return RandomEvents.with(event, Map.of("handling", handling));
    }

    /** The event as if nothing were in it but what is shown. */
    private static Event cut(Event event, JsonNode shown) {
        List<Record> left = new ArrayList<>();
        for (JsonNode entity : shown.path("entities")) {
            event.entities().stream()
                    .filter(said -> said.id().value().equals(entity.path("id").asText()))
                    .map(said -> cut((Record) said, entity))
                    .forEach(left::add);
        }
        return RandomEvents.with(
                event,
                Map.of(
                        "entities",
                        left,
                        "connections",
                        List.of(),
                        "checks",
                        List.of(),
                        "detail",
                        event.detail().map(detail -> cut((Record) detail, shown.path("detail")))));
    }

    private static Record cut(Record record, JsonNode shown) {
        Map<String, Object> unsaid = new HashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            if (!shown.has(component.getName())) {
                Optional.ofNullable(NOTHING.get(component.getType()))
                        .ifPresent(nothing -> unsaid.put(component.getName(), nothing));
            }
        }
        return RandomEvents.with(record, unsaid);
    }

    /** The facts as IAD is shown them under this profile; empty where it is shown nothing. */
    private static Optional<AsShown> asShown(Event event, String profile) {
        return event.state().usable() && render(event, "IAD", profile) instanceof Rendered rendered
                ? Optional.of(asShown(event, rendered))
                : Optional.empty();
    }

    private static AsShown asShown(Event event, Rendered rendered) {
        return AsShown.of(DisclosureFacts.of(event, PARTNERS), Readers.tree(rendered), conditions(rendered));
    }

    private static JsonNode conditions(Rendered rendered) {
        return JSON.valueToTree(rendered.conditions());
    }

    /** The same with an informant under age who needs protection, for nobody but its originator and IAD, and without hits. */
    private static Event withMore(Event event) {
        List<Entity> entities = new ArrayList<>(event.entities());
        if (!event.type().product()) {
            entities.add(new Person(
                    new LocalId("more"),
                    Nature.FACT,
                    PersonCategory.INFORMANT,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    AgeGroup.MINOR,
                    List.of("GE"),
                    Set.of(),
                    true,
                    Optional.of("INF-1"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
        }
        Handling handling = RandomEvents.with(
                event.handling(),
                Map.of(
                        "releasableTo",
                        Optional.of(ReleasableTo.named(PARTNERS.list().get(0).id())),
                        "noHitNotice",
                        true));
        return RandomEvents.with(event, Map.of("entities", entities, "handling", handling));
    }
}
