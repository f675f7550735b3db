package ge.khidi.sharing.policy;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.sharing.policy.Partner.Kind;
import ge.khidi.sharing.policy.PolicySet.Answer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The rules once more, said plainly after {@code docs/policies.md} and read from the event's JSON as it is published: no facts, no
 * classes, no order among the rules. What the policies say it is told by whoever asks Cedar.
 */
final class PlainGate {

    private static final Set<String> NAME_A_PERSON =
            Set.of("PERSON", "IDENTITY_DOCUMENT", "COMMUNICATION", "FINANCIAL_ACCOUNT");

    private static final Set<Kind> OUTSIDE_THE_UNION =
            Set.of(Kind.THIRD_COUNTRY, Kind.INTERNATIONAL_ORGANISATION, Kind.CSIRT);

    private final JsonNode event;
    private final Partners partners;
    private final LocalDate today;
    private final Function<Partner, Answer> cedar;
    private final Gate.Showing profiles;
    private final Predicate<String> showsProtectedPersons;

    PlainGate(
            JsonNode event,
            Partners partners,
            LocalDate today,
            Function<Partner, Answer> cedar,
            Gate.Showing profiles,
            Predicate<String> showsProtectedPersons) {
        this.event = event;
        this.partners = partners;
        this.today = today;
        this.cedar = cedar;
        this.profiles = profiles;
        this.showsProtectedPersons = showsProtectedPersons;
    }

    /** What must come out: the outcome, the names in the profile, whose words are needed, the permits it stands on. */
    record Expected(String outcome, Set<String> profile, Set<ReleaseMode> holds, Set<String> permits) {

        static final Expected NOTHING = new Expected("nothing", Set.of(), Set.of(), Set.of());

        static Expected of(Decision decision) {
            Set<ReleaseMode> holds = new TreeSet<>();
            if (decision instanceof Decision.Held held) {
                held.holds().forEach(hold -> holds.add(hold.mode()));
            }
            return decision instanceof Decision.Nothing
                    ? NOTHING
                    : new Expected(
                            decision.outcome(),
                            decision.profile().map(Expected::names).orElse(Set.of()),
                            holds,
                            Set.copyOf(decision.grounds().policies()));
        }

        private static Set<String> names(String profile) {
            Set<String> names = new TreeSet<>(Arrays.asList(profile.split("\\+")));
            names.remove(Decision.FULL);
            return names;
        }

        boolean brings() {
            return !outcome.equals("nothing") && !outcome.equals("hit-only");
        }
    }

    /** Every floor rule that refuses this partner, by its id; those of the gateway and of hits apart. */
    Set<String> refusals(Partner partner) {
        Set<String> refusals = new TreeSet<>();
        if (!text("/context").equals(partner.context().name())) {
            refusals.add("context-apart");
        }
        if (!Set.of("OPEN", "CLOSED").contains(text("/state/status"))) {
            refusals.add("event-usable");
        }
        if (own(partner)) {
            return refusals;
        }
        Optional<Agreement> agreement = partner.agreement();
        boolean foreign = partner.kind() != Kind.DOMESTIC;
        if (!allowed(partner)) {
            refusals.add("releasable");
        }
        if (foreign
                && (agreement.isEmpty()
                        || today.isBefore(agreement.get().validFrom())
                        || today.isAfter(agreement.get().validTo()))) {
            refusals.add("agreement-in-force");
        }
        if (partner.statisticsOnly() && !Set.of("ALERT", "RISK_ASSESSMENT").contains(text("/type"))) {
            refusals.add("statistics-only");
        }
        if (partner.purposes().stream()
                .noneMatch(purpose -> texts("/handling/purposes").contains(purpose.name()))) {
            refusals.add("purpose");
        }
        if (!cleared(partner)) {
            refusals.add("clearance");
        }
        if (foreign && namesAPerson() && !transferable(agreement)) {
            refusals.add("transfer-basis");
        }
        if (OUTSIDE_THE_UNION.contains(partner.kind())
                && namesAPerson()
                && agreement.flatMap(Agreement::assurance).isEmpty()) {
            refusals.add("assurance");
        }
        if (texts("/handling/codes").contains("H3") && !product() && !mayHavePersonalData(partner)) {
            refusals.add("h3-words");
        }
        if (text("/type").equals("LINK_DECISION") && !partner.id().value().equals("IAD")) {
            refusals.add("link-decision");
        }
        if (partner.kind() == Kind.EUROPOL && event.at("/detail/crimeAreas").isEmpty()) {
            refusals.add("europol-mandate");
        }
        if (OUTSIDE_THE_UNION.contains(partner.kind())
                && (link()
                        || entities()
                                .anyMatch(entity ->
                                        entity.path("internationalProtection").asBoolean()))) {
            refusals.add("international-protection");
        }
        return refusals;
    }

    Expected expected(Partner partner) {
        return expected(partner, true);
    }

    /** A gateway's own waiting for a justification holds nothing up for the partner behind it. */
    private Expected expected(Partner partner, boolean justified) {
        if (!refusals(partner).isEmpty()) {
            return Expected.NOTHING;
        }
        if (own(partner)) {
            return new Expected("full", Set.of(), Set.of(), Set.of(Gate.OWN));
        }
        Expected alone = byPolicy(partner, justified);
        if (partner.gateway().isEmpty() || !alone.brings()) {
            boolean gatewayHas = partner.gateway().isEmpty() || gateway(partner).brings();
            return gatewayHas ? alone : Expected.NOTHING;
        }
        Expected gateway = gateway(partner);
        if (!gateway.brings()) {
            return Expected.NOTHING;
        }
        Set<ReleaseMode> holds = new HashSet<>(alone.holds());
        holds.addAll(gateway.holds());
        Set<String> profile = new HashSet<>(alone.profile());
        profile.addAll(gateway.profile());
        return outcome(profile, holds, alone.permits());
    }

    private Expected gateway(Partner partner) {
        return partners.find(partner.gateway().orElseThrow())
                .map(gateway -> expected(gateway, false))
                .orElse(Expected.NOTHING);
    }

    private Expected byPolicy(Partner partner, boolean justified) {
        if (!(cedar.apply(partner) instanceof Answer.Permitted permitted)
                || permitted.by().isEmpty()) {
            return Expected.NOTHING;
        }
        List<Policy> permits = permitted.by();
        Set<String> ids = new HashSet<>();
        permits.forEach(permit -> ids.add(permit.id()));
        if (permits.stream().anyMatch(permit -> permit.outcome().equals(Optional.of(Policy.Outcome.HIT_ONLY)))) {
            return event.at("/handling/noHitNotice").asBoolean()
                    ? Expected.NOTHING
                    : new Expected("hit-only", Set.of(), Set.of(), ids);
        }
        Set<String> profile = new HashSet<>();
        Set<ReleaseMode> holds = new HashSet<>();
        for (Policy permit : permits) {
            permit.profile().filter(name -> !name.equals(Decision.FULL)).ifPresent(profile::add);
            boolean usuallyHeld = partner.kind() != Kind.DOMESTIC && namesAPerson();
            holds.add(permit.mode().orElse(usuallyHeld ? ReleaseMode.GATEWAY : ReleaseMode.AUTOMATIC));
        }
        Set<String> codes = texts("/handling/codes");
        if (codes.contains("H3") || (codes.contains("H2") && !named(partner))) {
            holds.add(ReleaseMode.ORIGINATOR);
        }
        if (protectedPersons() && showsProtectedPersons.test(joined(profile))) {
            if (permits.stream().anyMatch(permit -> permit.strictNecessity().isEmpty())) {
                return Expected.NOTHING;
            }
            if (justified) {
                holds.add(partner.kind() == Kind.DOMESTIC ? ReleaseMode.ORIGINATOR : ReleaseMode.GATEWAY);
            }
        }
        holds.remove(ReleaseMode.AUTOMATIC);
        if (partner.kind() != Kind.DOMESTIC && holds.isEmpty() && profiles.freeText(joined(profile))) {
            profile.add(Decision.WITHOUT_FREE_TEXT);
        }
        if (!mayHavePersonalData(partner) && profiles.personalData(joined(profile))) {
            profile.add(Decision.WITHOUT_PERSONAL_DATA);
        }
        return outcome(profile, holds, ids);
    }

    private static String joined(Set<String> profile) {
        return profile.isEmpty() ? Decision.FULL : String.join("+", profile);
    }

    private boolean mayHavePersonalData(Partner partner) {
        Optional<Agreement> agreement = partner.agreement();
        return partner.kind() == Kind.DOMESTIC
                || (transferable(agreement)
                        && (!OUTSIDE_THE_UNION.contains(partner.kind())
                                || agreement.flatMap(Agreement::assurance).isPresent()));
    }

    private static Expected outcome(Set<String> profile, Set<ReleaseMode> holds, Set<String> permits) {
        String outcome = !holds.isEmpty() ? "held" : profile.isEmpty() ? "full" : "redacted";
        return new Expected(outcome, profile, holds, permits);
    }

    private boolean own(Partner partner) {
        return text("/origin/agency").equals(partner.id().value());
    }

    private boolean allowed(Partner partner) {
        JsonNode releasable = event.at("/handling/releasableTo");
        return releasable.isMissingNode()
                ? partner.id().value().equals("IAD")
                : releasable.isTextual() || named(partner);
    }

    /** Silence names IAD. */
    private boolean named(Partner partner) {
        JsonNode releasable = event.at("/handling/releasableTo");
        return releasable.isMissingNode()
                ? partner.id().value().equals("IAD")
                : texts("/handling/releasableTo").contains(partner.id().value());
    }

    private boolean cleared(Partner partner) {
        List<String> upwards = List.of("UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP_SECRET");
        return upwards.indexOf(text("/handling/classification"))
                <= upwards.indexOf(partner.clearance().name());
    }

    private boolean transferable(Optional<Agreement> agreement) {
        return agreement
                .flatMap(Agreement::transferBasis)
                .filter(basis -> !today.isBefore(basis.validFrom()) && !today.isAfter(basis.validTo()))
                .isPresent();
    }

    /** A product is about events whose own rules are asked. */
    private boolean protectedPersons() {
        return !product()
                && entities()
                        .anyMatch(entity -> Set.of("VICTIM", "WITNESS", "INFORMANT")
                                        .contains(entity.path("category").asText())
                                || entity.path("ageGroup").asText().endsWith("MINOR")
                                || !entity.path("specialCategories").isEmpty());
    }

    private boolean product() {
        return link() || Set.of("ALERT", "RISK_ASSESSMENT").contains(text("/type"));
    }

    private boolean link() {
        return text("/type").startsWith("LINK") && !text("/type").equals("LINK_DECISION");
    }

    private boolean namesAPerson() {
        return link()
                || entities()
                        .anyMatch(entity ->
                                NAME_A_PERSON.contains(entity.path("kind").asText())
                                        || entity.has("plate")
                                        || entity.has("vin")
                                        || entity.has("serial")
                                        || (entity.path("kind").asText().equals("LOCATION") && entity.has("address"))
                                        || entity.path("type").asText().equals("EMAIL_ADDRESS"));
    }

    private Stream<JsonNode> entities() {
        return StreamSupport.stream(event.path("entities").spliterator(), false);
    }

    private String text(String pointer) {
        return event.at(pointer).asText();
    }

    private Set<String> texts(String pointer) {
        Set<String> texts = new TreeSet<>();
        event.at(pointer).forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
