package ge.khidi.sharing.policy;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.handling.HandlingCode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Asks the rules of {@link FloorRule} that look at one partner and one class, in their order. */
final class Floor {

    private static final Set<EventType> STATISTICS = EnumSet.of(EventType.ALERT, EventType.RISK_ASSESSMENT);

    /** Those before which even the originator stands: who is unknown, what is not of this world, what may not be used. */
    static Optional<FloorRule> refusesAnyone(Partner partner, DisclosureFacts facts) {
        if (facts.context() != partner.context()) {
            return Optional.of(FloorRule.CONTEXT_APART);
        }
        return facts.usable() ? Optional.empty() : Optional.of(FloorRule.EVENT_USABLE);
    }

    /** The first rule that refuses this partner, who is not the originator. */
    static Optional<FloorRule> refuses(Partner partner, DisclosureFacts facts, LocalDate today) {
        if (!facts.releasableTo().allows(partner.id())) {
            return Optional.of(FloorRule.RELEASABLE);
        }
        if (partner.foreign()
                && partner.agreement()
                        .filter(agreement -> agreement.validOn(today))
                        .isEmpty()) {
            return Optional.of(FloorRule.AGREEMENT_IN_FORCE);
        }
        if (partner.statisticsOnly() && !STATISTICS.contains(facts.type())) {
            return Optional.of(FloorRule.STATISTICS_ONLY);
        }
        if (Collections.disjoint(facts.purposes(), partner.purposes())) {
            return Optional.of(FloorRule.PURPOSE);
        }
        if (facts.classification().compareTo(partner.clearance()) > 0) {
            return Optional.of(FloorRule.CLEARANCE);
        }
        Optional<FloorRule> noPersonalData = partner.noPersonalDataOn(today);
        if (facts.personalData() && noPersonalData.isPresent()) {
            return noPersonalData;
        }
        if (partner.kind() == Partner.Kind.EUROPOL && facts.crimeAreas().isEmpty()) {
            return Optional.of(FloorRule.EUROPOL_MANDATE);
        }
        if (facts.internationalProtection() && partner.outsideTheUnion()) {
            return Optional.of(FloorRule.INTERNATIONAL_PROTECTION);
        }
        if (facts.codes().contains(HandlingCode.H3)
                && !facts.type().product()
                && !partner.on(today).mayReceivePersonalData()) {
            return Optional.of(FloorRule.H3_WORDS);
        }
        if (facts.type() == EventType.LINK_DECISION && !partner.id().equals(AgencyId.IAD)) {
            return Optional.of(FloorRule.LINK_DECISION);
        }
        return Optional.empty();
    }

    /** A rule that holds, and the agency whose word it asks for. */
    record Needed(FloorRule rule, AgencyId by) {}

    /** Whose word is needed although a policy permits: of a product, that of the originator of every source that asks for it. */
    static List<Needed> holds(Partner partner, DisclosureFacts facts) {
        List<Needed> holds = new ArrayList<>();
        if (facts.codes().contains(HandlingCode.H3)) {
            holds.addAll(words(partner, facts, HandlingCode.H3, FloorRule.H3_HUMAN));
        }
        if (facts.codes().contains(HandlingCode.H2)) {
            holds.addAll(words(partner, facts, HandlingCode.H2, FloorRule.H2_CONSENT));
        }
        return holds;
    }

    private static List<Needed> words(Partner partner, DisclosureFacts facts, HandlingCode code, FloorRule rule) {
        List<Consent> asked = facts.consents().stream()
                .filter(consent -> consent.code() == code)
                .toList();
        if (asked.isEmpty()) {
            boolean given = code == HandlingCode.H2 && facts.releasableTo().names(partner.id());
            return given ? List.of() : List.of(new Needed(rule, facts.originator()));
        }
        return asked.stream()
                .filter(consent -> consent.neededFor(partner.id()))
                .map(consent -> new Needed(rule, consent.originator()))
                .distinct()
                .toList();
    }

    private Floor() {}
}
