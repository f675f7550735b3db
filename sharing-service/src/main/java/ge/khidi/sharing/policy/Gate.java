package ge.khidi.sharing.policy;

import ge.khidi.contract.AgencyId;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides what one partner may have of one disclosure class: the floor first, then the policies, then whose word is needed.
 *
 * <p>Where several permits apply, the least is taken of each thing they say: the smallest outcome, only what <em>all</em> their
 * profiles allow, and every hold that any of them asks for. A further permit can therefore never widen an earlier one. No decision,
 * for whatever reason, means nothing.
 *
 * <p>A decision depends on the partner, the class, the policy set, the registry and the day, on nothing else. It calls native code
 * and never runs on an event loop.
 */
public final class Gate {

    /** Stands for a policy where the originator gets its own event back. */
    public static final String OWN = "own-event";

    private final PolicySet policies;
    private final Partners partners;

    public Gate(PolicySet policies, Partners partners) {
        this.policies = policies;
        this.partners = partners;
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
            return byPolicy(partner, facts);
        }
        Decision gateway = decide(partner.gateway().get(), facts, today);
        if (gateway.profile().isEmpty()) {
            return refused(FloorRule.GATEWAY, gateway.grounds().errors());
        }
        return noMoreThan(gateway, byPolicy(partner, facts));
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

    private static Decision permitted(Partner partner, DisclosureFacts facts, List<Policy> permits) {
        Outcome least = permits.stream()
                .map(policy -> policy.outcome().orElse(Outcome.HIT_ONLY))
                .min(Outcome::compareTo)
                .orElseThrow();
        if (least == Outcome.HIT_ONLY) {
            return facts.noHitNotice()
                    ? new Nothing(grounds(Optional.of(FloorRule.NO_HIT_NOTICE), permits))
                    : new HitOnly(grounds(Optional.empty(), permits));
        }
        List<Floor.Needed> floor = Floor.holds(partner, facts);
        List<Hold> holds = new ArrayList<>();
        floor.forEach(needed -> holds.add(hold(facts, needed)));
        modes(partner, facts, permits).forEach(mode -> holds.add(new Hold(mode, awaiting(partner, facts, mode))));
        Grounds grounds = grounds(floor.stream().findFirst().map(Floor.Needed::rule), permits);
        String profile = narrowest(
                permits.stream().flatMap(policy -> policy.profile().stream()).toList());
        if (!holds.isEmpty()) {
            return new Held(inOrder(holds), profile, grounds);
        }
        return profile.equals(Decision.FULL) ? new Full(grounds) : new Redacted(profile, grounds);
    }

    /** Every mode the permits ask for. A permit that says none means: personal data to a foreign partner wait at the gateway. */
    private static Set<ReleaseMode> modes(Partner partner, DisclosureFacts facts, List<Policy> permits) {
        ReleaseMode usual = partner.foreign() && facts.personalData() ? ReleaseMode.GATEWAY : ReleaseMode.AUTOMATIC;
        TreeSet<ReleaseMode> modes = permits.stream()
                .map(policy -> policy.mode().orElse(usual))
                .collect(Collectors.toCollection(TreeSet::new));
        modes.remove(ReleaseMode.AUTOMATIC);
        return modes;
    }

    private static Hold hold(DisclosureFacts facts, Floor.Needed needed) {
        boolean named = !needed.by().equals(facts.originator());
        String whose = facts.type().product() && !named
                ? "the originator of every source"
                : needed.by().value();
        String reason = needed.rule() == FloorRule.H2_CONSENT
                ? "H2: awaiting the consent of " + whose
                : "H3: awaiting a person's decision at " + whose;
        return new Hold(ReleaseMode.ORIGINATOR, named ? Optional.of(needed.by()) : Optional.empty(), reason);
    }

    private static String awaiting(Partner partner, DisclosureFacts facts, ReleaseMode mode) {
        AgencyId by = mode == ReleaseMode.ORIGINATOR
                ? facts.originator()
                : partner.gateway().orElse(AgencyId.ILECC);
        return "awaiting release by " + by;
    }

    /** A partner's decision cut down to what its gateway has. */
    private static Decision noMoreThan(Decision gateway, Decision decision) {
        if (decision.profile().isEmpty()) {
            return decision;
        }
        String profile = narrowest(
                List.of(gateway.profile().orElseThrow(), decision.profile().orElseThrow()));
        List<Hold> holds = new ArrayList<>();
        if (gateway instanceof Held held) {
            holds.addAll(held.holds());
        }
        if (decision instanceof Held held) {
            holds.addAll(held.holds());
        }
        if (!holds.isEmpty()) {
            return new Held(inOrder(holds), profile, decision.grounds());
        }
        return profile.equals(Decision.FULL) ? new Full(decision.grounds()) : new Redacted(profile, decision.grounds());
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
