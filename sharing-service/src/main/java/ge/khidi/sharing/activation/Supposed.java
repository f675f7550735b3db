package ge.khidi.sharing.activation;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.Decision.HitOnly;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.policy.Gate;
import ge.khidi.sharing.policy.Partner;
import ge.khidi.sharing.policy.Partners;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the rules give a partner of what an agency is shown, supposing that its originator said this of whom it is for, and of hits where
 * that decides. Whoever asks is not told what the originator said, so all of these are said at once.
 */
record Supposed(ToWhom toWhom, Optional<Boolean> noHitNotice, DisclosureFacts facts, Decision decision) {

    /** What an originator may have said of one partner. */
    enum ToWhom {
        BY_POLICY("If the originator left it to the rules", "თუ წარმომდგენმა ეს წესებს მიანდო"),
        NAMED(
                "If the originator named the partner, and the gateway it stands behind if there is one",
                "თუ წარმომდგენმა პარტნიორი დაასახელა, კარიბჭესთან ერთად, თუ ასეთი აქვს"),
        NAMED_WITHOUT_GATEWAY(
                "If the originator named the partner, and not the gateway it stands behind",
                "თუ წარმომდგენმა პარტნიორი დაასახელა, მისი კარიბჭე კი – არა"),
        NOT_NAMED(
                "If the originator named others only, or nobody", "თუ წარმომდგენმა მხოლოდ სხვები დაასახელა, ან არავინ");

        private final String says;
        private final String saysKa;

        ToWhom(String says, String saysKa) {
            this.says = says;
            this.saysKa = saysKa;
        }

        String says() {
            return says;
        }

        String saysKa() {
            return saysKa;
        }

        private static Set<ToWhom> of(Partner partner) {
            return partner.gateway().isPresent()
                    ? EnumSet.allOf(ToWhom.class)
                    : EnumSet.complementOf(EnumSet.of(NAMED_WITHOUT_GATEWAY));
        }

        private ReleasableTo releasableTo(Partner partner, Partners partners) {
            return switch (this) {
                case BY_POLICY -> ReleasableTo.BY_POLICY;
                case NAMED -> new ReleasableTo.Named(withGateways(partner, partners));
                case NAMED_WITHOUT_GATEWAY -> ReleasableTo.named(partner.id());
                case NOT_NAMED -> ReleasableTo.named();
            };
        }

        private static Set<AgencyId> withGateways(Partner partner, Partners partners) {
            Set<AgencyId> named = new LinkedHashSet<>();
            Optional<Partner> next = Optional.of(partner);
            while (next.isPresent() && named.add(next.get().id())) {
                next = next.get().gateway().flatMap(partners::find);
            }
            return named;
        }
    }

    /** Every case; one alone where the originator's word decides nothing. Calls native code, as the gate does. */
    static List<Supposed> cases(AsShown shown, Gate gate, Partners partners, Partner partner, LocalDate today) {
        List<Supposed> cases = new ArrayList<>();
        for (ToWhom toWhom : ToWhom.of(partner)) {
            ReleasableTo releasableTo = toWhom.releasableTo(partner, partners);
            DisclosureFacts allowing = shown.as(releasableTo, false);
            Decision decision = gate.decide(partner.id(), allowing, today);
            if (decision instanceof HitOnly) {
                DisclosureFacts forbidding = shown.as(releasableTo, true);
                cases.add(new Supposed(toWhom, Optional.of(false), allowing, decision));
                cases.add(new Supposed(
                        toWhom, Optional.of(true), forbidding, gate.decide(partner.id(), forbidding, today)));
            } else {
                cases.add(new Supposed(toWhom, Optional.empty(), allowing, decision));
            }
        }
        boolean alike = cases.stream().map(Supposed::decision).distinct().count() == 1;
        return alike ? List.of(cases.get(0)) : cases;
    }
}
