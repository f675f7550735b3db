package ge.khidi.sharing.policy;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.event.Context;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.Purpose;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Someone with a feed: a domestic agency or a foreign partner.
 *
 * <p>{@code clearance} is the EU level to which the explicit equivalence table maps the partner's own marking. {@code purposes} are
 * those for which it may receive. A partner with a {@code gateway} gets only what the gateway is entitled to as well. A
 * {@code statisticsOnly} partner gets products and counts, never a single event. A partner belongs to one {@code context}: an
 * exercise has its own partners. {@code title} and {@code titleKa} are its name in English and Georgian.
 */
public record Partner(
        AgencyId id,
        Kind kind,
        Optional<String> country,
        Classification clearance,
        Set<Purpose> purposes,
        Optional<Agreement> agreement,
        Optional<AgencyId> gateway,
        boolean statisticsOnly,
        Context context,
        String title,
        String titleKa) {

    public Partner {
        purposes = Collections.unmodifiableSet(new TreeSet<>(purposes));
        if (kind == Kind.DOMESTIC && gateway.isPresent()) {
            throw new IllegalArgumentException("a domestic agency has no gateway");
        }
        if (kind != Kind.DOMESTIC && agreement.isEmpty()) {
            throw new IllegalArgumentException("a foreign partner has an agreement");
        }
    }

    public boolean foreign() {
        return kind != Kind.DOMESTIC;
    }

    /** Whether what it gets comes on the same terms (Directive (EU) 2016/680 Art. 9(3)) as to this other registration of it. */
    public boolean onTheTermsOf(Partner other) {
        return purposes.equals(other.purposes)
                && agreement.map(Agreement::reference).equals(other.agreement.map(Agreement::reference))
                && agreement
                        .map(Agreement::onwardTransferTerms)
                        .equals(other.agreement.map(Agreement::onwardTransferTerms));
    }

    /** Whether personal data may leave for it at all; domestic agencies need no transfer basis. */
    public boolean mayReceivePersonalData() {
        return noPersonalData().isEmpty();
    }

    /** The rule by which no personal data at all may leave for it on that day, if there is one. */
    public Optional<FloorRule> noPersonalDataOn(LocalDate day) {
        return on(day).noPersonalData();
    }

    private Optional<FloorRule> noPersonalData() {
        if (!hasTransferBasis()) {
            return Optional.of(FloorRule.TRANSFER_BASIS);
        }
        return outsideTheUnion() && !assured() ? Optional.of(FloorRule.ASSURANCE) : Optional.empty();
    }

    /** The agency whose officers release what waits for a word on this side of it: its gateway, or the national contact point. */
    public AgencyId releasedBy() {
        return gateway.orElse(AgencyId.ILECC);
    }

    boolean hasTransferBasis() {
        return !foreign() || agreement.flatMap(Agreement::transferBasis).isPresent();
    }

    /** Whether neither national law nor the Charter of Fundamental Rights of the Union binds it. */
    boolean outsideTheUnion() {
        return switch (kind) {
            case THIRD_COUNTRY, INTERNATIONAL_ORGANISATION, CSIRT -> true;
            case DOMESTIC, EUROPOL, EU_MEMBER_STATE, EU_AGENCY -> false;
        };
    }

    boolean assured() {
        return agreement.flatMap(Agreement::assurance).isPresent();
    }

    /** The last day of what lets it receive on this day: its agreement, or the transfer basis in it if that ends first. */
    public Optional<LocalDate> receivesUntil(LocalDate day) {
        Optional<Agreement> valid = agreement.filter(one -> one.validOn(day));
        return Stream.concat(
                        valid.map(Agreement::validTo).stream(),
                        valid
                                .flatMap(Agreement::transferBasis)
                                .filter(basis -> basis.validOn(day))
                                .map(Agreement.TransferBasis::validTo)
                                .stream())
                .min(Comparator.naturalOrder());
    }

    /** As it stands on a day: a transfer basis that is not valid then is none. */
    Partner on(LocalDate day) {
        boolean holds = agreement
                .flatMap(Agreement::transferBasis)
                .map(basis -> basis.validOn(day))
                .orElse(true);
        return holds
                ? this
                : new Partner(
                        id,
                        kind,
                        country,
                        clearance,
                        purposes,
                        agreement.map(Agreement::withoutTransferBasis),
                        gateway,
                        statisticsOnly,
                        context,
                        title,
                        titleKa);
    }

    /** What kind of body it is; the law differs by it. */
    public enum Kind {
        DOMESTIC,
        EUROPOL,
        EU_MEMBER_STATE,
        THIRD_COUNTRY,
        INTERNATIONAL_ORGANISATION,
        EU_AGENCY,
        CSIRT
    }
}
