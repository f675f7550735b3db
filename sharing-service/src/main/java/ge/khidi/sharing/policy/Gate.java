package ge.khidi.sharing.policy;

import ge.khidi.contract.AgencyId;
import ge.khidi.sharing.policy.Decision.Asking;
import ge.khidi.sharing.policy.Decision.Full;
import ge.khidi.sharing.policy.Decision.Grounds;
import ge.khidi.sharing.policy.Decision.Held;
import ge.khidi.sharing.policy.Decision.HitOnly;
import ge.khidi.sharing.policy.Decision.Hold;
import ge.khidi.sharing.policy.Decision.Nothing;
import ge.khidi.sharing.policy.Decision.Redacted;
import ge.khidi.sharing.policy.Policy.Outcome;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides what one partner may have of one disclosure class: the floor first, then the policies, then whose word is needed.
 *
 * <p>Where several permits apply, the least is taken of each thing they say: the smallest outcome, only what <em>all</em> their
 * profiles allow, and every hold that any of them asks for. A further permit can therefore never widen an earlier one. No decision,
 * for whatever reason, means nothing.
 *
 * <p>Above every profile stands what no fact can tell: free text may name anybody, so it leaves for a foreign partner only with an
 * officer's word, and not at all where the partner may not receive personal data on the day. The decision says so in the name of its
 * profile, so that whatever left under another is not shown any more once the decision is another.
 *
 * <p>A decision depends on the partner, the class, the policy set, the registry and the day, on nothing else. It calls native code
 * and never runs on an event loop.
 */
public final class Gate {

    /** Stands for a policy where the originator gets its own event back. */
    public static final String OWN = "own-event";

    private final PolicySet policies;
    private final Partners partners;
    private final Showing profiles;

    /** What the profiles of the installation show. */
    public interface Showing {
        /** Whether anything of a protected person leaves under this profile; of an unknown one, everything does. */
        boolean protectedPersons(String profile, DisclosureFacts facts);

        /** Whether free text may leave under this profile. */
        boolean freeText(String profile);

        /** Whether anything that names, numbers or locates a person, or free text, may leave under this profile. */
        boolean personalData(String profile);
    }

    public Gate(PolicySet policies, Partners partners, Showing profiles) {
        this.policies = policies;
        this.partners = partners;
        this.profiles = profiles;
    }

    public Decision decide(AgencyId id, DisclosureFacts facts, LocalDate today) {
        return partners.find(id)
                .map(partner -> decide(partner, facts.seenBy(partners), today))
                .orElseGet(() -> refused(FloorRule.PARTNER_KNOWN));
    }

    private Decision decide(Partner partner, DisclosureFacts facts, LocalDate today) {
        Optional<FloorRule> first = Floor.refusesAnyone(partner, facts);
        if (first.isPresent()) {
            return refused(first.get());
        }
        if (partner.id().equals(facts.originator())) {
            return new Full(new Grounds(
                    Optional.empty(), List.of(OWN), List.of("The originator's own information"), List.of()));
        }
        Optional<FloorRule> refusal = Floor.refuses(partner, facts, today);
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        if (partner.gateway().isEmpty()) {
            return byPolicy(partner.on(today), facts);
        }
        Decision gateway = decide(partner.gateway().get(), facts, today);
        if (gateway.profile().isEmpty()) {
            return refused(FloorRule.GATEWAY, gateway.grounds().errors());
        }
        return noMoreThan(gateway, byPolicy(partner.on(today), facts));
    }

    private Decision byPolicy(Partner partner, DisclosureFacts facts) {
        PolicySet.Answer answer = policies.ask(partner, facts);
        if (answer instanceof PolicySet.Answer.Permitted permitted
                && !permitted.by().isEmpty()) {
            return permitted(partner, facts, permitted.by());
        }
        if (answer instanceof PolicySet.Answer.Failed failed) {
            return new Nothing(new Grounds(Optional.empty(), List.of(), List.of(), failed.errors()));
        }
        List<Policy> forbids = answer instanceof PolicySet.Answer.Denied denied ? denied.by() : List.of();
        return new Nothing(grounds(Optional.empty(), forbids));
    }

    private Decision permitted(Partner partner, DisclosureFacts facts, List<Policy> permits) {
        Outcome least = permits.stream()
                .map(policy -> policy.outcome().orElse(Outcome.HIT_ONLY))
                .min(Outcome::compareTo)
                .orElseThrow();
        if (least == Outcome.HIT_ONLY) {
            return facts.noHitNotice()
                    ? new Nothing(grounds(Optional.of(FloorRule.NO_HIT_NOTICE), permits))
                    : new HitOnly(grounds(Optional.empty(), permits));
        }
        String profile = narrowest(
                permits.stream().flatMap(policy -> policy.profile().stream()).toList());
        boolean strict = showsProtected(profile, facts);
        if (strict
                && permits.stream().anyMatch(policy -> policy.strictNecessity().isEmpty())) {
            return new Nothing(grounds(Optional.of(FloorRule.STRICT_NECESSITY), permits));
        }
        List<Floor.Needed> floor = Floor.holds(partner, facts);
        List<Hold> holds = new ArrayList<>();
        floor.forEach(needed -> holds.add(hold(facts, needed)));
        modes(partner, facts, permits).forEach((mode, by) -> holds.add(hold(partner, facts, mode, by)));
        Optional<FloorRule> rule = floor.stream().findFirst().map(Floor.Needed::rule);
        if (strict) {
            justified(holds, partner, facts);
            rule = rule.or(() -> Optional.of(FloorRule.STRICT_NECESSITY_CASE));
        }
        Grounds grounds = grounds(rule, permits);
        String most = atMost(partner, profile, holds.isEmpty());
        if (!holds.isEmpty()) {
            return new Held(inOrder(holds), most, grounds);
        }
        return most.equals(Decision.FULL) ? new Full(grounds) : new Redacted(most, grounds);
    }

    /** The profile, and nothing with it that no policy can let out to this partner. */
    private String atMost(Partner partner, String profile, boolean atOnce) {
        String most = profile;
        if (partner.foreign() && atOnce && profiles.freeText(most)) {
            most = narrowest(List.of(most, Decision.WITHOUT_FREE_TEXT));
        }
        if (!partner.mayReceivePersonalData() && profiles.personalData(most)) {
            most = narrowest(List.of(most, Decision.WITHOUT_PERSONAL_DATA));
        }
        return most;
    }

    /** A product carries no person, and reaches only who may have its sources. */
    private boolean showsProtected(String profile, DisclosureFacts facts) {
        return facts.protectedPersons() && !facts.type().product() && profiles.protectedPersons(profile, facts);
    }

    /**
     * Somebody must record why it is strictly necessary in this case: a release does, with its reason and case. Whoever is asked already is not
     * asked twice.
     */
    private static void justified(List<Hold> holds, Partner partner, DisclosureFacts facts) {
        ReleaseMode mode = partner.foreign() ? ReleaseMode.GATEWAY : ReleaseMode.ORIGINATOR;
        for (int i = 0; i < holds.size(); i++) {
            Hold asked = holds.get(i);
            if (asked.mode() == mode && asked.by().isEmpty()) {
                String reason = asked.reason() + ", with why it is strictly necessary in this case";
                holds.set(i, new Hold(mode, asked.by(), reason, asked.asking()));
                return;
            }
        }
        String reason = "awaiting why it is strictly necessary in this case, from " + asked(partner, facts, mode);
        holds.add(new Hold(mode, Optional.empty(), reason, asking(FloorRule.STRICT_NECESSITY_CASE)));
    }

    /**
     * Every mode the permits ask for, with the first that asks. A permit that says none means: personal data to a foreign partner wait at the
     * gateway.
     */
    private static Map<ReleaseMode, Policy> modes(Partner partner, DisclosureFacts facts, List<Policy> permits) {
        ReleaseMode usual = partner.foreign() && facts.personalData() ? ReleaseMode.GATEWAY : ReleaseMode.AUTOMATIC;
        Map<ReleaseMode, Policy> modes = new EnumMap<>(ReleaseMode.class);
        permits.forEach(policy -> modes.putIfAbsent(policy.mode().orElse(usual), policy));
        modes.remove(ReleaseMode.AUTOMATIC);
        return modes;
    }

    private static Hold hold(Partner partner, DisclosureFacts facts, ReleaseMode mode, Policy by) {
        String reason = "awaiting release by " + asked(partner, facts, mode);
        return new Hold(mode, Optional.empty(), reason, new Asking(by.id(), by.legalBasis()));
    }

    private static Asking asking(FloorRule rule) {
        return new Asking(rule.id(), rule.source());
    }

    private static Hold hold(DisclosureFacts facts, Floor.Needed needed) {
        boolean named = !needed.by().equals(facts.originator());
        String whose = facts.type().product() && !named
                ? "the originator of every source"
                : needed.by().value();
        String reason = needed.rule() == FloorRule.H2_CONSENT
                ? "H2: awaiting the consent of " + whose
                : "H3: awaiting a person's decision at " + whose;
        return new Hold(
                ReleaseMode.ORIGINATOR,
                named ? Optional.of(needed.by()) : Optional.empty(),
                reason,
                asking(needed.rule()));
    }

    private static AgencyId asked(Partner partner, DisclosureFacts facts, ReleaseMode mode) {
        return mode == ReleaseMode.ORIGINATOR ? facts.originator() : partner.releasedBy();
    }

    /**
     * A partner's decision cut down to what its gateway has. That the gateway itself waits for a justification does not hold the partner's
     * item: there the gateway's officer records one.
     */
    private static Decision noMoreThan(Decision gateway, Decision decision) {
        if (decision.profile().isEmpty()) {
            return decision;
        }
        String profile = narrowest(
                List.of(gateway.profile().orElseThrow(), decision.profile().orElseThrow()));
        List<Hold> holds = new ArrayList<>();
        if (gateway instanceof Held held) {
            held.holds().stream().filter(Gate::passesOn).forEach(holds::add);
        }
        if (decision instanceof Held held) {
            holds.addAll(held.holds());
        }
        if (!holds.isEmpty()) {
            return new Held(inOrder(holds), profile, decision.grounds());
        }
        return profile.equals(Decision.FULL) ? new Full(decision.grounds()) : new Redacted(profile, decision.grounds());
    }

    private static boolean passesOn(Hold hold) {
        return !hold.asking().rule().equals(FloorRule.STRICT_NECESSITY_CASE.id());
    }

    private static List<Hold> inOrder(List<Hold> holds) {
        return holds.stream()
                .distinct()
                .sorted((one, other) -> one.mode().compareTo(other.mode()))
                .toList();
    }

    /** The name for what all of these profiles allow. */
    private static String narrowest(List<String> profiles) {
        TreeSet<String> names = profiles.stream()
                .flatMap(name -> Arrays.stream(name.split("\\+")))
                .filter(name -> !name.equals(Decision.FULL))
                .collect(Collectors.toCollection(TreeSet::new));
        return names.isEmpty() ? Decision.FULL : String.join("+", names);
    }

    private static Decision refused(FloorRule rule) {
        return refused(rule, List.of());
    }

    private static Decision refused(FloorRule rule, List<String> errors) {
        return new Nothing(new Grounds(Optional.of(rule.id()), List.of(), List.of(rule.source()), errors));
    }

    private static Grounds grounds(Optional<FloorRule> rule, List<Policy> policies) {
        return new Grounds(
                rule.map(FloorRule::id),
                policies.stream().map(Policy::id).toList(),
                policies.stream().map(Policy::legalBasis).distinct().toList(),
                List.of());
    }
}
