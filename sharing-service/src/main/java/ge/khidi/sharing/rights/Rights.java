package ge.khidi.sharing.rights;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.CrimeArea;
import ge.khidi.contract.event.Domain;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Regime;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.HandlingCode;
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
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the rules in force give a partner of a plain example of each type: by policy, unclassified, TLP:GREEN, well graded, of all crime areas
 * and all purposes; once with nobody in it, once with a suspect. Of what really arrives less may come, for reasons an example has not.
 * {@code markings} are those with which an example of any type would come, at once or after a release.
 */
record Rights(List<OfType> types, Markings markings) {

    private static final String GRADE = "A1";

    Rights {
        types = List.copyOf(types);
    }

    /** What comes of one type of event, without persons and with a suspect. */
    record OfType(EventType type, Decision impersonal, Decision personal) {}

    /** What an originator can say of how to handle it, as far as rules look at it: none looks at PAP. */
    record Markings(List<Classification> classifications, List<Tlp> tlps, List<HandlingCode> codes) {

        Markings {
            classifications = List.copyOf(classifications);
            tlps = List.copyOf(tlps);
            codes = List.copyOf(codes);
        }
    }

    /** How an example is marked. */
    private record Marked(Classification classification, Tlp tlp, Set<HandlingCode> codes) {

        static final Marked PLAIN = new Marked(Classification.UNCLASSIFIED, Tlp.GREEN, Set.of());

        static Marked with(Classification classification) {
            return new Marked(classification, PLAIN.tlp, PLAIN.codes);
        }

        static Marked with(Tlp tlp) {
            return new Marked(PLAIN.classification, tlp, PLAIN.codes);
        }

        static Marked with(HandlingCode code) {
            return new Marked(PLAIN.classification, PLAIN.tlp, Set.of(code));
        }
    }

    /** It calls native code and never runs on an event loop. */
    static Rights of(Partner partner, Gate gate, LocalDate today) {
        List<OfType> types = Arrays.stream(EventType.values())
                .map(type -> new OfType(
                        type,
                        gate.decide(partner.id(), example(partner, type, false, Marked.PLAIN), today),
                        gate.decide(partner.id(), example(partner, type, true, Marked.PLAIN), today)))
                .filter(of -> !nothing(of.impersonal()) || !nothing(of.personal()))
                .toList();
        Predicate<Marked> comes = marked -> comes(partner, gate, today, marked);
        return new Rights(
                types,
                new Markings(
                        those(Classification.values(), one -> comes.test(Marked.with(one))),
                        those(Tlp.values(), one -> comes.test(Marked.with(one))),
                        those(HandlingCode.values(), one -> comes.test(Marked.with(one)))));
    }

    private static <M> List<M> those(M[] all, Predicate<M> wanted) {
        return Arrays.stream(all).filter(wanted).toList();
    }

    private static boolean comes(Partner partner, Gate gate, LocalDate today, Marked marked) {
        return Arrays.stream(EventType.values())
                .flatMap(type -> Stream.of(false, true).map(suspect -> example(partner, type, suspect, marked)))
                .anyMatch(example ->
                        gate.decide(partner.id(), example, today).profile().isPresent());
    }

    private static boolean nothing(Decision decision) {
        return decision instanceof Decision.Nothing;
    }

    private static DisclosureFacts example(Partner partner, EventType type, boolean suspect, Marked marked) {
        return new DisclosureFacts(
                somebodyElse(partner),
                type.domain() == Domain.BORDER ? Regime.BORDER_MIGRATION : Regime.LAW_ENFORCEMENT,
                type,
                partner.context(),
                true,
                type.domain() == Domain.ANALYSIS ? Set.of() : EnumSet.allOf(CrimeArea.class),
                marked.classification(),
                marked.tlp(),
                marked.codes(),
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
