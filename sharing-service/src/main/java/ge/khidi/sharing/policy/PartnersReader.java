package ge.khidi.sharing.policy;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.event.Context;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.sharing.policy.YamlReader.Mapping;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * From {@code partners.yaml} to the registry. A marking is worth only what the equivalence table says of it: one that is not in the
 * table is a fault, and a registry with a fault never becomes active.
 */
final class PartnersReader {

    private static final Set<String> KEYS = Set.of(
            "id",
            "kind",
            "title",
            "title-ka",
            "country",
            "clearance",
            "purposes",
            "agreement",
            "gateway",
            "statistics-only",
            "context");

    private final YamlReader yaml;

    private PartnersReader(String file) {
        this.yaml = new YamlReader(file);
    }

    static Loaded<Partners> read(String file, String text) {
        PartnersReader reader = new PartnersReader(file);
        List<Partner> partners = reader.yaml
                .read(text)
                .map(root -> reader.partners(root.allow(Set.of("equivalence", "partners"))))
                .orElse(List.of());
        List<SourceFault> faults = reader.yaml.faults();
        return faults.isEmpty()
                ? new Loaded.Ready<>(new Partners(partners, Digest.sha256(text)))
                : new Loaded.Faulty<>(faults);
    }

    private List<Partner> partners(Mapping root) {
        Map<String, Map<String, Classification>> equivalence = new HashMap<>();
        root.child("equivalence")
                .ifPresent(table -> table.keys()
                        .forEach(scheme -> table.child(scheme)
                                .ifPresent(markings -> equivalence.put(scheme, markings(markings)))));
        List<Partner> partners = new ArrayList<>();
        Set<AgencyId> seen = new HashSet<>();
        Map<AgencyId, Mapping> gateways = new HashMap<>();
        for (Mapping entry : root.children("partners")) {
            Optional<Partner> partner = partner(entry.allow(KEYS), equivalence);
            partner.ifPresent(partners::add);
            partner.map(Partner::id)
                    .filter(id -> !seen.add(id))
                    .ifPresent(id -> entry.fault("id", id + " stands here twice"));
            partner.flatMap(Partner::gateway).ifPresent(gateway -> gateways.put(gateway, entry));
        }
        gateways.forEach((gateway, entry) -> {
            if (partners.stream().noneMatch(partner -> partner.id().equals(gateway) && !partner.foreign())) {
                entry.fault("gateway", "a gateway is a domestic agency of this registry");
            }
        });
        return partners;
    }

    private static Map<String, Classification> markings(Mapping table) {
        Map<String, Classification> markings = new HashMap<>();
        table.keys()
                .forEach(marking ->
                        table.word(marking, Classification.class).ifPresent(level -> markings.put(marking, level)));
        return markings;
    }

    private Optional<Partner> partner(Mapping entry, Map<String, Map<String, Classification>> equivalence) {
        int before = yaml.faults().size();
        Optional<AgencyId> id = entry.value("id", "an agency id", AgencyId::parse);
        Optional<Partner.Kind> kind = entry.word("kind", Partner.Kind.class);
        Optional<String> title = entry.text("title");
        Optional<String> titleKa = entry.text("title-ka");
        Optional<String> country = optional(entry, "country")
                .flatMap(key -> entry.value(
                        key,
                        "an ISO 3166-1 alpha-2 code",
                        code -> code.matches("[A-Z]{2}") ? Optional.of(code) : Optional.empty()));
        Optional<Classification> clearance =
                entry.child("clearance").flatMap(clearing -> clearance(clearing, equivalence));
        List<Purpose> purposes = entry.words("purposes", Purpose.class);
        Optional<Agreement> agreement =
                optional(entry, "agreement").flatMap(entry::child).flatMap(PartnersReader::agreement);
        Optional<AgencyId> gateway =
                optional(entry, "gateway").flatMap(key -> entry.value(key, "an agency id", AgencyId::parse));
        Optional<Boolean> statisticsOnly = optional(entry, "statistics-only")
                .flatMap(key -> entry.value(key, "true or false", PartnersReader::truth));
        Optional<Context> context = optional(entry, "context").flatMap(key -> entry.word(key, Context.class));

        boolean domestic = kind.equals(Optional.of(Partner.Kind.DOMESTIC));
        if (kind.isPresent() && !domestic && !entry.has("agreement")) {
            entry.fault("agreement", "a foreign partner has an agreement");
        }
        if (domestic && entry.has("gateway")) {
            entry.fault("gateway", "a domestic agency has no gateway");
        }
        boolean byCountry = kind.filter(k -> k == Partner.Kind.EU_MEMBER_STATE || k == Partner.Kind.THIRD_COUNTRY)
                .isPresent();
        if (byCountry && !entry.has("country")) {
            entry.fault("country", "a state has a country");
        }
        boolean throughGateway = kind.filter(k -> k == Partner.Kind.EUROPOL || k == Partner.Kind.EU_MEMBER_STATE)
                .isPresent();
        if (throughGateway && !entry.has("gateway")) {
            entry.fault("gateway", "Europol and EU member states are reached through a gateway");
        }
        if (yaml.faults().size() > before) {
            return Optional.empty();
        }
        return Optional.of(new Partner(
                id.orElseThrow(),
                kind.orElseThrow(),
                country,
                clearance.orElseThrow(),
                Set.copyOf(purposes),
                agreement,
                gateway,
                statisticsOnly.orElse(false),
                context.orElse(Context.REAL),
                title.orElseThrow(),
                titleKa.orElseThrow()));
    }

    private static Optional<Classification> clearance(
            Mapping clearance, Map<String, Map<String, Classification>> equivalence) {
        clearance.allow(Set.of("scheme", "marking"));
        Optional<String> scheme = clearance.text("scheme");
        Optional<String> marking = clearance.text("marking");
        if (scheme.isEmpty() || marking.isEmpty()) {
            return Optional.empty();
        }
        Optional<Classification> level = Optional.ofNullable(
                equivalence.getOrDefault(scheme.get(), Map.of()).get(marking.get()));
        if (level.isEmpty()) {
            clearance.fault("marking", "the equivalence table has no such marking");
        }
        return level;
    }

    private static Optional<Agreement> agreement(Mapping agreement) {
        agreement.allow(
                Set.of("reference", "valid-from", "valid-to", "transfer-basis", "onward-transfer", "assurance"));
        Optional<String> reference = agreement.text("reference");
        Optional<LocalDate> from = agreement.day("valid-from");
        Optional<LocalDate> to = agreement.day("valid-to");
        Optional<String> onward = agreement.text("onward-transfer");
        Optional<String> assurance = optional(agreement, "assurance").flatMap(agreement::text);
        Optional<Mapping> transfer = optional(agreement, "transfer-basis").flatMap(agreement::child);
        if (!inOrder(agreement, from, to)) {
            transfer.ifPresent(basis -> transferBasis(basis, LocalDate.MIN, LocalDate.MAX));
            return Optional.empty();
        }
        Optional<Agreement.TransferBasis> basis =
                transfer.flatMap(found -> transferBasis(found, from.orElseThrow(), to.orElseThrow()));
        return reference.flatMap(name -> onward.map(
                terms -> new Agreement(name, from.orElseThrow(), to.orElseThrow(), basis, terms, assurance)));
    }

    /** Whether both days are there, and not the wrong way round. */
    private static boolean inOrder(Mapping entry, Optional<LocalDate> from, Optional<LocalDate> to) {
        if (from.isEmpty() || to.isEmpty()) {
            return false;
        }
        if (to.get().isBefore(from.get())) {
            entry.fault("valid-to", "ends before it begins");
            return false;
        }
        return true;
    }

    /** A transfer basis without days of its own is valid as long as the agreement. */
    private static Optional<Agreement.TransferBasis> transferBasis(Mapping basis, LocalDate from, LocalDate to) {
        basis.allow(Set.of("instrument", "article", "valid-from", "valid-to"));
        Optional<String> instrument = basis.text("instrument");
        Optional<String> article = basis.text("article");
        Optional<LocalDate> since = basis.has("valid-from") ? basis.day("valid-from") : Optional.of(from);
        Optional<LocalDate> until = basis.has("valid-to") ? basis.day("valid-to") : Optional.of(to);
        if (instrument.isEmpty() || article.isEmpty() || !inOrder(basis, since, until)) {
            return Optional.empty();
        }
        return Optional.of(
                new Agreement.TransferBasis(instrument.get(), article.get(), since.orElseThrow(), until.orElseThrow()));
    }

    private static Optional<String> optional(Mapping entry, String key) {
        return entry.has(key) ? Optional.of(key) : Optional.empty();
    }

    private static Optional<Boolean> truth(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
