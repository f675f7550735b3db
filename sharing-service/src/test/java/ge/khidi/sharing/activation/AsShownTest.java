package ge.khidi.sharing.activation;

import static ge.khidi.sharing.disclosure.Readers.PARTNERS;
import static ge.khidi.sharing.disclosure.Readers.PROFILES;
import static ge.khidi.sharing.disclosure.Readers.render;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ge.khidi.contract.LocalId;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.entity.AgeGroup;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.entity.Nature;
import ge.khidi.contract.entity.Person;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.handling.Handling;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.disclosure.Readers;
import ge.khidi.sharing.disclosure.Rendition.Rendered;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.Decision.Nothing;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.policy.FloorRule;
import ge.khidi.sharing.policy.Gate;
import ge.khidi.sharing.policy.Partner;
import ge.khidi.sharing.policy.PolicySet;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
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
    void aLinkIsDecidedByItsSourcesWhereTheAgencyIsShownEverything(long seed) {
        List<Event> sources = List.of(new RandomEvents(seed).event(), new RandomEvents(-1 - seed).event());
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
        }
    }

    /** The facts as IAD is shown them under this profile; empty where it is shown nothing. */
    private static Optional<AsShown> asShown(Event event, String profile) {
        return event.state().usable() && render(event, "IAD", profile) instanceof Rendered rendered
                ? Optional.of(
                        AsShown.of(DisclosureFacts.of(event, PARTNERS), Readers.tree(rendered), conditions(rendered)))
                : Optional.empty();
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
