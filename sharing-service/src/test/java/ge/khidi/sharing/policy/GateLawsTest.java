package ge.khidi.sharing.policy;

import static ge.khidi.sharing.policy.Registry.DEMONSTRATION;
import static ge.khidi.sharing.policy.Registry.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.contract.handling.Tlp;
import ge.khidi.sharing.policy.Decision.Nothing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every event, every partner and the baseline; {@code -Dkhidi.laws.seeds} makes it more events. */
final class GateLawsTest {

    private static final PolicySet POLICIES = Registry.baseline();
    private static final Gate BASELINE = new Gate(POLICIES, DEMONSTRATION, Registry.SHOWING);
    private static final Gate AFRESH = new Gate(Registry.baseline(), Partners.demonstration(), Registry.SHOWING);

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("khidi.laws.seeds", 40));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatLeavesIsExplained(long seed) {
        Set<String> permits = POLICIES.policies().values().stream()
                .filter(Policy::permits)
                .map(Policy::id)
                .collect(Collectors.toSet());
        permits.add(Gate.OWN);
        DisclosureFacts facts = facts(seed);
        for (Partner partner : DEMONSTRATION.list()) {
            Decision decision = BASELINE.decide(partner.id(), facts, TODAY);

            boolean leaves = !(decision instanceof Nothing);
            if (leaves) {
                assertThat(decision.grounds().policies()).isNotEmpty().isSubsetOf(permits);
                assertThat(decision.grounds().legalBases()).isNotEmpty();
                assertThat(decision.grounds().errors()).isEmpty();
            }
            decision.profile()
                    .ifPresent(profile -> assertThat(Arrays.asList(profile.split("\\+")))
                            .isSubsetOf(with(
                                    Registry.PROFILES, Decision.WITHOUT_FREE_TEXT, Decision.WITHOUT_PERSONAL_DATA)));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theClassDecidesAsTheEventDoes(long seed) {
        Event event = new RandomEvents(seed).event();
        DisclosureFacts stored =
                DisclosureFacts.parse(DisclosureFacts.of(event, DEMONSTRATION).canonicalJson());
        for (Partner partner : DEMONSTRATION.list()) {
            assertThat(BASELINE.decide(partner.id(), stored, TODAY))
                    .isEqualTo(AFRESH.decide(partner.id(), DisclosureFacts.of(event, DEMONSTRATION), TODAY));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aStricterEventNeverShowsMore(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        DisclosureFacts facts = facts(seed);
        for (Partner partner : DEMONSTRATION.list()) {
            Decision before = BASELINE.decide(partner.id(), facts, TODAY);
            DisclosureFacts stricter = facts;
            for (int step = 0; step < 3; step++) {
                stricter = stricter(stricter, partner.id(), random);
                NoMore.than(before, BASELINE.decide(partner.id(), stricter, TODAY));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aLessTrustedPartnerNeverSeesMore(long seed) {
        DisclosureFacts facts = facts(seed);
        for (Partner partner : DEMONSTRATION.list()) {
            Decision before = BASELINE.decide(partner.id(), facts, TODAY);
            if (before instanceof Nothing) {
                continue;
            }
            for (Partner less : lessTrusted(partner)) {
                Partners partners = Registry.but(partner.id().value(), same -> less);
                NoMore.than(before, new Gate(POLICIES, partners, Registry.SHOWING).decide(partner.id(), facts, TODAY));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nobodyBehindAGatewaySeesMoreThanTheGateway(long seed) {
        DisclosureFacts facts = facts(seed);
        for (Partner partner : DEMONSTRATION.list()) {
            if (partner.gateway().isPresent()) {
                Decision gateway = BASELINE.decide(partner.gateway().get(), facts, TODAY);
                Decision behind = BASELINE.decide(partner.id(), facts, TODAY);

                if (behind.profile().isPresent()) {
                    assertThat(gateway.profile()).isPresent();
                    NoMore.narrower(behind.profile().get(), gateway.profile().get());
                }
            }
        }
    }

    private static Set<String> with(Set<String> names, String... more) {
        return Stream.concat(names.stream(), Stream.of(more)).collect(Collectors.toSet());
    }

    private static DisclosureFacts facts(long seed) {
        return DisclosureFacts.of(new RandomEvents(seed).event(), DEMONSTRATION);
    }

    /** One step: each closes a door and opens none. */
    private static DisclosureFacts stricter(DisclosureFacts facts, AgencyId partner, SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 ->
                Facts.but(facts, "{'classification':'" + next(Classification.values(), facts.classification()) + "'}");
            case 1 -> Facts.but(facts, "{'tlp':'" + next(Tlp.values(), facts.tlp()) + "'}");
            case 2 -> Facts.but(facts, "{'codes':['H2','H3']}");
            case 3 -> Facts.but(facts, "{'purposes':" + quoted(fewer(facts.purposes(), random)) + "}");
            case 4 -> Facts.but(facts, "{'internationalProtection':true,'specialCategories':true}");
            case 5 -> Facts.but(facts, "{'noHitNotice':true,'grade':'X4'}");
            case 6 -> Facts.but(facts, "{'crimeAreas':[]}");
            default ->
                facts.releasableTo() instanceof ReleasableTo.Named named
                        ? Facts.but(facts, "{'releasableTo':" + quoted(without(named, partner)) + "}")
                        : Facts.but(facts, "{'releasableTo':[]}");
        };
    }

    private static <E extends Enum<E>> E next(E[] order, E current) {
        return order[Math.min(Arrays.asList(order).indexOf(current) + 1, order.length - 1)];
    }

    private static Set<Purpose> fewer(Set<Purpose> purposes, SplittableRandom random) {
        Set<Purpose> fewer = EnumSet.noneOf(Purpose.class);
        purposes.stream().filter(purpose -> random.nextBoolean()).forEach(fewer::add);
        return fewer;
    }

    private static Set<AgencyId> without(ReleasableTo.Named named, AgencyId partner) {
        Set<AgencyId> others = new TreeSet<>(named.agencies());
        others.remove(partner);
        return others;
    }

    private static String quoted(Set<?> values) {
        return values.stream().map(value -> "'" + value + "'").toList().toString();
    }

    private static List<Partner> lessTrusted(Partner partner) {
        List<Partner> less = new ArrayList<>(List.of(
                Registry.cleared(partner, Classification.UNCLASSIFIED),
                Registry.withPurposes(partner, Set.of(Purpose.STATISTICS)),
                Registry.onlyStatistics(partner),
                Registry.inExercise(partner)));
        if (partner.foreign()) {
            less.add(Registry.underAgreement(partner, Registry::withoutTransferBasis));
            less.add(Registry.underAgreement(partner, agreement -> Registry.endedOn(agreement, TODAY.minusDays(1))));
        }
        return less;
    }
}
