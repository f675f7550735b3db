package ge.khidi.sharing.policy;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.event.Context;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.Purpose;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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

    /** Whether personal data may leave for it at all; domestic agencies need no transfer basis. */
    public boolean mayReceivePersonalData() {
        return !foreign() || agreement.flatMap(Agreement::transferBasis).isPresent();
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
