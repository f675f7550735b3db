package ge.khidi.sharing.policy;

import static ge.khidi.sharing.policy.Registry.DEMONSTRATION;
import static org.assertj.core.api.Assertions.assertThat;

import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.RandomEvents;
import ge.khidi.sharing.policy.PolicySet.Answer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A partner's slice of a policy set answers as the whole set does: the decision, the reasons and the errors. */
final class SlicesTest {

    private static final AgencyId IAD = new AgencyId("IAD");
    private static final AgencyId EUROPOL = new AgencyId("EUROPOL");
    private static final Set<Kind> MET = EnumSet.noneOf(Kind.class);

    private enum Kind {
        PERMITTED,
        FORBIDDEN,
        NOT_PERMITTED,
        FAILED
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    void aSliceAnswersAsTheWholeSetDoes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomRules rules = new RandomRules(random);
        List<PolicyText> texts = new ArrayList<>(rules.policies());
        texts.addAll(IntStream.range(0, 8).mapToObj(n -> scoped(random, n)).toList());
        ge.khidi.sharing.policy.PolicySet set = ge.khidi.sharing.policy.PolicySet.load(
                        texts, DEMONSTRATION, Registry.PROFILES)
                .orThrow();

        List<DisclosureFacts> events = IntStream.range(0, 6)
                .mapToObj(n -> DisclosureFacts.of(new RandomEvents(random.nextLong()).event(), DEMONSTRATION))
                .toList();

        DEMONSTRATION.list().parallelStream().forEach(partner -> {
            for (DisclosureFacts facts : events) {
                Answer whole = set.askWhole(partner, facts);
                assertThat(set.ask(partner, facts))
                        .as(partner.id() + " " + facts)
                        .isEqualTo(whole);
                met(whole);
            }
        });
    }

    @AfterAll
    static void everyKindOfAnswerWasCompared() {
        assertThat(MET).containsExactlyInAnyOrder(Kind.values());
    }

    private static void met(Answer answer) {
        synchronized (MET) {
            if (answer instanceof Answer.Failed) {
                MET.add(Kind.FAILED);
            } else if (answer instanceof Answer.Denied denied) {
                MET.add(denied.by().isEmpty() ? Kind.NOT_PERMITTED : Kind.FORBIDDEN);
            } else {
                MET.add(Kind.PERMITTED);
            }
        }
    }

    /** Every form a scope may have, over conditions that now and then cannot be worked out. */
    private static PolicyText scoped(SplittableRandom random, int n) {
        String partner = DEMONSTRATION
                .list()
                .get(random.nextInt(DEMONSTRATION.list().size()))
                .id()
                .value();
        String scope = switch (random.nextInt(6)) {
            case 0 -> "principal in Partner::\"" + partner + "\"";
            case 1 -> "principal is Partner";
            case 2 -> "principal is Partner in Partner::\"" + partner + "\"";
            case 3 -> "principal";
            default -> "principal == Partner::\"" + partner + "\"";
        };
        String condition = switch (random.nextInt(4)) {
            case 0 -> " when { resource.informationGrade * 4611686018427387904 > 1 }";
            case 1 -> " when { resource.informationGrade > 1 }";
            default -> "";
        };
        boolean permits = random.nextBoolean();
        return new PolicyText(
                "scoped-" + n + ".cedar",
                "@id(\"scoped-" + n + "\") @title(\"t\") @legal_basis(\"l\")" + (permits ? " @outcome(\"full\")" : "")
                        + "\n" + (permits ? "permit" : "forbid") + " (" + scope + ", action, resource)" + condition
                        + ";");
    }

    @Test
    void aSliceHasWhatNamesThePartnerAndWhatNamesNobody() {
        Slices slices = Slices.of(policies());

        assertThat(ids(slices.of(IAD))).containsExactlyInAnyOrder("iad", "all", "is", "in", "said-inside");
        assertThat(ids(slices.of(EUROPOL))).containsExactlyInAnyOrder("europol", "all", "is", "in", "said-inside");
        assertThat(ids(slices.of(AgencyId.ILECC))).containsExactlyInAnyOrder("all", "is", "in", "said-inside");
        assertThat(slices.of(IAD)).isSameAs(slices.of(IAD));
        assertThat(ids(slices.whole())).hasSize(6);
    }

    @Test
    void slicesThatWouldBeTooMuchTogetherAreNotMade() {
        assertThat(ids(Slices.of(policies(), 14).of(IAD))).hasSize(5);
        assertThat(ids(Slices.of(policies(), 13).of(IAD))).hasSize(6);
    }

    @Test
    void aSliceThatTheEngineForgotIsReadAgain() {
        ge.khidi.sharing.policy.PolicySet set = Registry.baseline();
        Function<Partner, Answer> ask = partner -> set.ask(partner, Facts.ORDINARY);
        List<Answer> before = DEMONSTRATION.list().stream().map(ask).toList();
        try {
            PolicySet.setCacheMaxPolicySets(1);

            assertThat(DEMONSTRATION.list().stream().map(ask).toList())
                    .isEqualTo(before)
                    .noneMatch(Answer.Failed.class::isInstance);
        } finally {
            PolicySet.setCacheMaxPolicySets(1024);
        }
    }

    private static Set<Policy> policies() {
        return Set.of(
                policy("iad", "principal == Partner::\"IAD\"", ""),
                policy("europol", "principal == Partner::\"\\u{45}UROPOL\"", ""),
                policy("all", "principal", ""),
                policy("is", "principal is Partner", ""),
                policy("in", "principal in Partner::\"EUROPOL\"", ""),
                policy("said-inside", "principal", " when { principal == Partner::\"EUROPOL\" }"));
    }

    private static Policy policy(String id, String scope, String condition) {
        return new Policy("permit (" + scope + ", action, resource)" + condition + ";", id);
    }

    private static Set<String> ids(PolicySet set) {
        return set.policies.stream().map(Policy::getID).collect(Collectors.toSet());
    }
}
