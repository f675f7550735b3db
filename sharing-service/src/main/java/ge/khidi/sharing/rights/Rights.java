package ge.khidi.sharing.rights;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.CrimeArea;
import ge.khidi.contract.event.Domain;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Regime;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.contract.handling.Tlp;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.policy.Gate;
import ge.khidi.sharing.policy.Partner;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the rules in force give a partner of a plain example of each type: by policy, unclassified, TLP:GREEN, well graded, of all crime areas
 * and all purposes; once with nobody in it, once with a suspect. Of what really arrives less may come, for reasons an example has not.
 */
record Rights(List<OfType> types) {

    private static final String GRADE = "A1";

    Rights {
        types = List.copyOf(types);
    }

    /** What comes of one type of event, without persons and with a suspect. */
    record OfType(EventType type, Decision impersonal, Decision personal) {}

    /** It calls native code and never runs on an event loop. */
    static Rights of(Partner partner, Gate gate, LocalDate today) {
        return new Rights(Arrays.stream(EventType.values())
                .map(type -> new OfType(
                        type,
                        gate.decide(partner.id(), example(partner, type, false), today),
                        gate.decide(partner.id(), example(partner, type, true), today)))
                .filter(of -> !nothing(of.impersonal()) || !nothing(of.personal()))
                .toList());
    }

    private static boolean nothing(Decision decision) {
        return decision instanceof Decision.Nothing;
    }

    private static DisclosureFacts example(Partner partner, EventType type, boolean suspect) {
        return new DisclosureFacts(
                somebodyElse(partner),
                type.domain() == Domain.BORDER ? Regime.BORDER_MIGRATION : Regime.LAW_ENFORCEMENT,
                type,
                partner.context(),
                true,
                type.domain() == Domain.ANALYSIS ? Set.of() : EnumSet.allOf(CrimeArea.class),
                Classification.UNCLASSIFIED,
                Tlp.GREEN,
                Set.of(),
                EnumSet.allOf(Purpose.class),
                GRADE,
                suspect ? Set.of(PersonCategory.SUSPECT) : Set.of(),
                suspect,
                false,
                false,
                false,
                false,
                ReleasableTo.BY_POLICY,
                Optional.of(partner)
                        .filter(Partner::foreign)
                        .flatMap(Partner::country)
                        .map(Set::of)
                        .orElse(Set.of()),
                Set.of());
    }

    /** An originator that is neither the partner, who gets its own anyway, nor anybody a policy speaks of. */
    private static AgencyId somebodyElse(Partner partner) {
        return new AgencyId(partner.id().value().equals("SOMEBODY") ? "SOMEBODY-ELSE" : "SOMEBODY");
    }
}
