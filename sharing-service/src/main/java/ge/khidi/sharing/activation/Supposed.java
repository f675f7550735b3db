package ge.khidi.sharing.activation;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.Decision.HitOnly;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.policy.Gate;
import ge.khidi.sharing.policy.Partner;
import ge.khidi.sharing.policy.Partners;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the rules give a partner of what an agency is shown, supposing that its originator said this of whom it is for, and of hits where
 * that decides. Whoever asks is not told what the originator said, so all of these are said at once.
 *
 * <p>The originators of a link's sources may have said different things, so a case is of all of them: {@code when} has the ways in which it
 * comes about, each with what every one of them may have said. {@code named} is there unless these differ in whether the partner is named.
 */
record Supposed(
        List<List<Said>> when,
        Optional<Boolean> named,
        Optional<Boolean> noHitNotice,
        DisclosureFacts facts,
        Decision decision) {

    /** What the originator of this revision may have said: any of these. */
    record Said(RevisionId revision, Set<ToWhom> toWhom) {

        Said {
            toWhom = Collections.unmodifiableSet(EnumSet.copyOf(toWhom));
        }

        private Said or(Said other) {
            Set<ToWhom> either = EnumSet.copyOf(toWhom);
            either.addAll(other.toWhom);
            return new Said(revision, either);
        }
    }

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

    /**
     * Every case; one alone where the originator's word decides nothing. Those of a link that are decided alike are one: of two sources, they
     * are 16 at most, and twice as many where hits decide. Calls native code, as the gate does.
     */
    static List<Supposed> cases(AsShown shown, Gate gate, Partners partners, Partner partner, LocalDate today) {
        Map<DisclosureFacts, Decision> decisions = new HashMap<>();
        Function<DisclosureFacts, Decision> decide =
                facts -> decisions.computeIfAbsent(facts, asked -> gate.decide(partner.id(), asked, today));
        List<Supposed> cases = new ArrayList<>();
        for (List<ToWhom> words : words(shown.said().size(), ToWhom.of(partner))) {
            List<Said> said = IntStream.range(0, words.size())
                    .mapToObj(i -> new Said(shown.said().get(i).revision(), Set.of(words.get(i))))
                    .toList();
            List<ReleasableTo> releasableTo = words.stream()
                    .map(word -> word.releasableTo(partner, partners))
                    .toList();
            DisclosureFacts allowing = shown.as(releasableTo, false);
            Optional<Boolean> named = Optional.of(allowing.releasableTo().names(partner.id()));
            Decision decision = decide.apply(allowing);
            if (decision instanceof HitOnly) {
                DisclosureFacts forbidding = shown.as(releasableTo, true);
                cases.add(new Supposed(List.of(said), named, Optional.of(false), allowing, decision));
                cases.add(new Supposed(List.of(said), named, Optional.of(true), forbidding, decide.apply(forbidding)));
            } else {
                cases.add(new Supposed(List.of(said), named, Optional.empty(), allowing, decision));
            }
        }
        List<Supposed> unlike = alike(cases);
        return unlike.size() == 1 || shown.said().size() > 1 ? unlike : cases;
    }

    /** The case for an event is one word; for a link, one for each of its sources. */
    boolean ofALink() {
        return when.get(0).size() > 1;
    }

    /** Every way in which each of so many originators says one of these. */
    private static List<List<ToWhom>> words(int originators, Set<ToWhom> one) {
        List<List<ToWhom>> all = List.of(List.of());
        for (int i = 0; i < originators; i++) {
            all = all.stream()
                    .flatMap(before -> one.stream()
                            .map(word -> Stream.concat(before.stream(), Stream.of(word))
                                    .toList()))
                    .toList();
        }
        return all;
    }

    /** Those that are decided alike as one. */
    private static List<Supposed> alike(List<Supposed> cases) {
        Map<Map.Entry<Decision, Optional<Boolean>>, Supposed> alike = new LinkedHashMap<>();
        cases.forEach(one -> alike.merge(Map.entry(one.decision, one.noHitNotice), one, Supposed::or));
        return List.copyOf(alike.values());
    }

    private Supposed or(Supposed other) {
        List<List<Said>> either = when;
        for (List<Said> one : other.when) {
            either = with(either, one);
        }
        return new Supposed(either, named.equals(other.named) ? named : Optional.empty(), noHitNotice, facts, decision);
    }

    /** One way more, in as few as can be: two that differ in the word of one originator alone are one. */
    private static List<List<Said>> with(List<List<Said>> when, List<Said> more) {
        for (List<Said> one : when) {
            List<Integer> differing = IntStream.range(0, one.size())
                    .filter(i -> !one.get(i).equals(more.get(i)))
                    .boxed()
                    .toList();
            if (differing.size() == 1) {
                int i = differing.get(0);
                List<Said> both = new ArrayList<>(one);
                both.set(i, one.get(i).or(more.get(i)));
                return with(when.stream().filter(other -> !other.equals(one)).toList(), List.copyOf(both));
            }
        }
        return Stream.concat(when.stream(), Stream.of(more)).toList();
    }
}
