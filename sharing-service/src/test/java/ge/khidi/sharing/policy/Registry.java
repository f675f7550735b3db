package ge.khidi.sharing.policy;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.event.Context;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.sharing.disclosure.Profiles;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The demonstration registry, and registries that differ from it in one partner. */
final class Registry {

    static final Partners DEMONSTRATION = Partners.demonstration();
    static final Set<String> PROFILES = Profiles.shipped().names();
    static final Gate.Showing SHOWING = Profiles.shipped();
    static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

    static PolicySet baseline() {
        return baseline(DEMONSTRATION);
    }

    static PolicySet baseline(Partners partners) {
        return PolicySet.load(PolicySet.baseline(), partners, PROFILES).orThrow();
    }

    static Partner partner(String id) {
        return DEMONSTRATION.find(new AgencyId(id)).orElseThrow();
    }

    static Partners but(String id, UnaryOperator<Partner> change) {
        List<Partner> partners = new ArrayList<>();
        DEMONSTRATION
                .list()
                .forEach(partner -> partners.add(partner.id().value().equals(id) ? change.apply(partner) : partner));
        return new Partners(partners, "changed");
    }

    static Partner cleared(Partner partner, Classification clearance) {
        return new Partner(
                partner.id(),
                partner.kind(),
                partner.country(),
                clearance,
                partner.purposes(),
                partner.agreement(),
                partner.gateway(),
                partner.statisticsOnly(),
                partner.context(),
                partner.title(),
                partner.titleKa());
    }

    static Partner withPurposes(Partner partner, Set<Purpose> purposes) {
        return new Partner(
                partner.id(),
                partner.kind(),
                partner.country(),
                partner.clearance(),
                purposes,
                partner.agreement(),
                partner.gateway(),
                partner.statisticsOnly(),
                partner.context(),
                partner.title(),
                partner.titleKa());
    }

    static Partner underAgreement(Partner partner, UnaryOperator<Agreement> change) {
        return new Partner(
                partner.id(),
                partner.kind(),
                partner.country(),
                partner.clearance(),
                partner.purposes(),
                partner.agreement().map(change),
                partner.gateway(),
                partner.statisticsOnly(),
                partner.context(),
                partner.title(),
                partner.titleKa());
    }

    static Partner onlyStatistics(Partner partner) {
        return new Partner(
                partner.id(),
                partner.kind(),
                partner.country(),
                partner.clearance(),
                partner.purposes(),
                partner.agreement(),
                partner.gateway(),
                true,
                partner.context(),
                partner.title(),
                partner.titleKa());
    }

    static Partner inExercise(Partner partner) {
        return new Partner(
                partner.id(),
                partner.kind(),
                partner.country(),
                partner.clearance(),
                partner.purposes(),
                partner.agreement(),
                partner.gateway(),
                partner.statisticsOnly(),
                Context.EXERCISE,
                partner.title(),
                partner.titleKa());
    }

    static Agreement withoutTransferBasis(Agreement agreement) {
        return new Agreement(
                agreement.reference(),
                agreement.validFrom(),
                agreement.validTo(),
                Optional.empty(),
                agreement.onwardTransferTerms(),
                agreement.assurance());
    }

    static Agreement endedOn(Agreement agreement, LocalDate day) {
        return new Agreement(
                agreement.reference(),
                agreement.validFrom(),
                day,
                agreement.transferBasis(),
                agreement.onwardTransferTerms(),
                agreement.assurance());
    }

    /** With a transfer basis for these days. */
    static Agreement transferring(Agreement agreement, LocalDate from, LocalDate to, Optional<String> assurance) {
        return new Agreement(
                agreement.reference(),
                agreement.validFrom(),
                agreement.validTo(),
                Optional.of(new Agreement.TransferBasis("An agreement", "Art. 1", from, to)),
                agreement.onwardTransferTerms(),
                assurance);
    }

    private Registry() {}
}
