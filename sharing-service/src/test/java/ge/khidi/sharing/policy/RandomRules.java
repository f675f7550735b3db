package ge.khidi.sharing.policy;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Context;
import ge.khidi.contract.event.CrimeArea;
import ge.khidi.contract.event.Domain;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Regime;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.contract.handling.Tlp;
import ge.khidi.sharing.policy.Agreement.TransferBasis;
import ge.khidi.sharing.policy.Partner.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rules from a seed: a registry whose partners are trusted otherwise than in the demonstration, and policy sets that hold, with permits
 * of every outcome, profile and mode, forbids, and every word of the schema.
 */
final class RandomRules {

    private static final List<Kind> FOREIGN =
            Arrays.stream(Kind.values()).filter(kind -> kind != Kind.DOMESTIC).toList();
    private static final List<String> COUNTRIES = List.of("TR", "DE", "AM", "FR", "UA", "XA");
    private static final List<String> PROFILES =
            Registry.PROFILES.stream().sorted().toList();

    private final SplittableRandom random;

    RandomRules(SplittableRandom random) {
        this.random = random;
    }

    /** The demonstration's agencies and partners, each changed at random; now and then as they are. */
    Partners partners() {
        if (random.nextInt(8) == 0) {
            return Registry.DEMONSTRATION;
        }
        List<Partner> partners =
                Registry.DEMONSTRATION.list().stream().map(this::changed).toList();
        return new Partners(partners, "random");
    }

    private Partner changed(Partner partner) {
        boolean foreign = partner.foreign();
        return new Partner(
                partner.id(),
                foreign && random.nextInt(3) == 0 ? one(FOREIGN) : partner.kind(),
                foreign ? Optional.of(one(COUNTRIES)) : partner.country(),
                random.nextInt(3) == 0 ? partner.clearance() : one(List.of(Classification.values())),
                random.nextInt(3) == 0 ? partner.purposes() : some(Purpose.class, 5),
                partner.agreement().map(this::changed),
                foreign ? gateway() : Optional.empty(),
                foreign && random.nextInt(6) == 0,
                random.nextInt(10) == 0 ? Context.EXERCISE : Context.REAL,
                partner.title(),
                partner.titleKa());
    }

    private Optional<AgencyId> gateway() {
        return random.nextInt(3) == 0
                ? Optional.empty()
                : Optional.of(random.nextInt(3) == 0 ? AgencyId.IAD : AgencyId.ILECC);
    }

    private Agreement changed(Agreement agreement) {
        LocalDate from = Registry.TODAY.plusDays(random.nextInt(8) == 0 ? 1 : -random.nextInt(800));
        LocalDate to =
                random.nextInt(8) == 0 ? Registry.TODAY.minusDays(1) : Registry.TODAY.plusDays(random.nextInt(800));
        return new Agreement(
                agreement.reference(),
                from.isAfter(to) ? to : from,
                to,
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(transferBasis()),
                agreement.onwardTransferTerms(),
                random.nextInt(3) == 0 ? Optional.empty() : Optional.of("a note"));
    }

    private TransferBasis transferBasis() {
        LocalDate to =
                random.nextInt(8) == 0 ? Registry.TODAY.minusDays(1) : Registry.TODAY.plusDays(random.nextInt(800));
        return new TransferBasis("an instrument", "Art. 1", to.minusDays(random.nextInt(1, 1_600)), to);
    }

    /** One to twelve policies that hold. */
    List<PolicyText> policies() {
        int many = random.nextInt(1, 13);
        return IntStream.range(0, many)
                .mapToObj(n -> new PolicyText(
                        "random-" + n + ".cedar", n > 0 && random.nextInt(4) == 0 ? forbid(n) : permit(n)))
                .toList();
    }

    /** A forbid under an id of its own. */
    PolicyText anotherForbid() {
        return new PolicyText("another.cedar", forbid(1_000));
    }

    private String permit(int n) {
        String outcome = one(List.of("full", "redacted", "redacted", "redacted", "hit-only"));
        String profile = outcome.equals("redacted") ? "@profile(\"" + one(PROFILES) + "\")\n" : "";
        String mode = random.nextInt(3) == 0
                ? ""
                : "@mode(\"" + one(List.of("AUTOMATIC", "AUTOMATIC", "GATEWAY", "ORIGINATOR")) + "\")\n";
        String strict = outcome.equals("hit-only") || random.nextInt(3) == 0
                ? ""
                : "@strict_necessity(\"because of random %d\")\n".formatted(n);
        return head(n) + strict + "@outcome(\"" + outcome + "\")\n" + profile + mode + "permit " + rest();
    }

    private String forbid(int n) {
        return head(n) + "forbid " + rest();
    }

    private static String head(int n) {
        return "@id(\"random-%d\")\n@title(\"Random %d\")\n@legal_basis(\"Random Act, Art. %d\")\n".formatted(n, n, n);
    }

    private String rest() {
        return "(" + principal() + ", action == Action::\"receive\", resource)" + clause("when", 3)
                + clause("unless", 1) + ";\n";
    }

    private String principal() {
        return random.nextInt(3) == 0 ? "principal == " + partner() : "principal";
    }

    private String clause(String word, int most) {
        int many = random.nextInt(most + 1);
        return many == 0 || (word.equals("unless") && random.nextBoolean())
                ? ""
                : IntStream.range(0, many)
                        .mapToObj(i -> condition())
                        .collect(Collectors.joining(" && ", "\n" + word + " { ", " }"));
    }

    private String condition() {
        List<Supplier<String>> all = List.of(
                () -> negated("context.named"),
                () -> negated("context.countryConcerned"),
                () -> negated("resource.personalData"),
                () -> negated("resource.minors"),
                () -> negated("resource.specialCategories"),
                () -> negated("resource.protectedPersons"),
                () -> negated("principal.statisticsOnly"),
                () -> "principal.kind == " + word("Kind", Kind.values()),
                () -> "[" + partner() + ", " + partner() + "].contains(principal)",
                () -> "resource.originator == Agency::\"" + anyPartner() + "\"",
                () -> "resource.regime == " + word("Regime", Regime.values()),
                () -> "resource.domain != " + word("Domain", Domain.values()),
                () -> "resource.type != " + word("EventType", EventType.values()),
                () -> "resource.context == " + word("EventContext", Context.values()),
                () -> negated("resource.crimeAreas.contains(" + word("CrimeArea", CrimeArea.values()) + ")"),
                () -> negated("resource.crimeAreas.isEmpty()"),
                () -> "resource.classification != " + word("Classification", Classification.values()),
                () -> "[" + word("Tlp", Tlp.values()) + ", " + word("Tlp", Tlp.values()) + "].contains(resource.tlp)",
                () -> negated("resource.purposes.containsAny([" + word("Purpose", Purpose.values()) + ", "
                        + word("Purpose", Purpose.values()) + "])"),
                () -> "resource.sourceGrade != SourceGrade::\"" + one(List.of("A", "B", "C", "X")) + "\"",
                () -> "resource.informationGrade <= " + random.nextInt(1, 5),
                () -> negated("resource.categories.contains(" + word("Category", PersonCategory.values()) + ")"),
                () -> negated("resource.countriesConcerned.contains(\"" + one(COUNTRIES) + "\")"));
        return one(all).get();
    }

    private String negated(String condition) {
        return random.nextBoolean() ? condition : "!" + condition;
    }

    private String partner() {
        return "Partner::\"" + anyPartner() + "\"";
    }

    private String anyPartner() {
        return one(Registry.DEMONSTRATION.list()).id().value();
    }

    private String word(String type, Enum<?>[] constants) {
        return type + "::\"" + one(List.of(constants)).name() + "\"";
    }

    private <E extends Enum<E>> Set<E> some(Class<E> type, int most) {
        Set<E> some = EnumSet.noneOf(type);
        List<E> all = new ArrayList<>(EnumSet.allOf(type));
        for (int i = random.nextInt(1, most + 1); i > 0; i--) {
            some.add(one(all));
        }
        return some;
    }

    private <T> T one(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
