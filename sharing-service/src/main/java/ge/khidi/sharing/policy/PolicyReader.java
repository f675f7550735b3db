package ge.khidi.sharing.policy;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.DetailedError;
import com.cedarpolicy.model.Effect;
import com.cedarpolicy.model.ValidationRequest;
import com.cedarpolicy.model.ValidationResponse;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.CacheException;
import com.cedarpolicy.model.exception.InternalException;
import com.cedarpolicy.model.schema.Schema;
import ge.khidi.contract.AgencyId;
import ge.khidi.sharing.policy.Policy.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** From texts to a {@link PolicySet}, or to every fault in them. */
final class PolicyReader {

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern NAMED = Pattern.compile("\\b(Partner|Agency)\\s*::\\s*\"([^\"]*)\"");
    private static final Set<String> ANNOTATIONS =
            Set.of("id", "title", "title_ka", "legal_basis", "outcome", "profile", "mode", "strict_necessity");

    private final BasicAuthorizationEngine engine = new BasicAuthorizationEngine();
    private final Partners partners;
    private final Set<String> profiles;
    private final List<SourceFault> faults = new ArrayList<>();

    PolicyReader(Partners partners, Set<String> profiles) {
        this.partners = partners;
        this.profiles = profiles;
    }

    Loaded<PolicySet> read(List<PolicyText> texts) {
        String schemaText = Resources.text("/policies/khidi.cedarschema");
        Schema schema = schema(schemaText);
        Map<String, Policy> byId = new LinkedHashMap<>();
        Map<String, Set<String>> lookedAt = new HashMap<>();
        Set<com.cedarpolicy.model.policy.Policy> parsed = new HashSet<>();
        for (PolicyText text : texts) {
            for (PolicyText.Statement statement : text.statements()) {
                policy(statement, schema).ifPresent(policy -> {
                    if (byId.putIfAbsent(policy.id(), policy) != null) {
                        faults.add(statement.faultAt("@id", "the id " + policy.id() + " is taken already"));
                    }
                    com.cedarpolicy.model.policy.Policy cedar =
                            new com.cedarpolicy.model.policy.Policy(statement.text(), policy.id());
                    lookedAt.put(policy.id(), LookedAt.by(cedar));
                    parsed.add(cedar);
                });
            }
        }
        if (byId.isEmpty() && faults.isEmpty()) {
            faults.add(
                    new SourceFault(texts.isEmpty() ? "policies" : texts.get(0).file(), 1, 1, "there is no policy"));
        }
        if (!faults.isEmpty()) {
            return new Loaded.Faulty<>(faults.stream()
                    .sorted(Comparator.comparing(SourceFault::file)
                            .thenComparing(SourceFault::line)
                            .thenComparing(SourceFault::column))
                    .distinct()
                    .toList());
        }
        try {
            schema.cache();
        } catch (CacheException broken) {
            throw new IllegalStateException("the policy engine cannot keep a valid schema", broken);
        }
        return new Loaded.Ready<>(new PolicySet(Slices.of(parsed), schema, byId, lookedAt, version(texts, schemaText)));
    }

    private String version(List<PolicyText> texts, String schemaText) {
        StringBuilder all = new StringBuilder();
        Stream.concat(texts.stream(), Stream.of(new PolicyText("khidi.cedarschema", schemaText)))
                .sorted(Comparator.comparing(PolicyText::file).thenComparing(PolicyText::text))
                .forEach(text -> all.append(text.file())
                        .append(' ')
                        .append(Digest.sha256(text.text()))
                        .append('\n'));
        profiles.stream()
                .sorted()
                .forEach(profile -> all.append("profile ").append(profile).append('\n'));
        return Digest.sha256(
                all.append("partners ").append(partners.version()).append('\n').toString());
    }

    private static Schema schema(String text) {
        try {
            return Schema.parse(Schema.JsonOrCedar.Cedar, text);
        } catch (InternalException broken) {
            throw new IllegalStateException("the schema that ships with the service is broken", broken);
        }
    }

    private Optional<Policy> policy(PolicyText.Statement statement, Schema schema) {
        com.cedarpolicy.model.policy.Policy cedar = new com.cedarpolicy.model.policy.Policy(statement.text(), "policy");
        if (!holds(cedar, statement, schema)) {
            return Optional.empty();
        }
        named(statement);
        try {
            return annotated(statement, cedar.effect() == Effect.PERMIT, cedar.getAnnotations());
        } catch (InternalException broken) {
            faults.add(statement.fault("the annotations cannot be read"));
            return Optional.empty();
        }
    }

    /** Syntax, and the schema. */
    private boolean holds(com.cedarpolicy.model.policy.Policy cedar, PolicyText.Statement statement, Schema schema) {
        ValidationResponse response;
        try {
            response = engine.validate(
                    new ValidationRequest(schema, new com.cedarpolicy.model.policy.PolicySet(Set.of(cedar))));
        } catch (AuthException broken) {
            faults.add(statement.fault("the policy engine cannot read this"));
            return false;
        }
        if (response.validationPassed() && response.success.isPresent()) {
            List<ValidationResponse.ValidationError> warnings = List.copyOf(response.success.get().validationWarnings);
            warnings.forEach(warning -> located(statement, warning.getError()));
            return warnings.isEmpty();
        }
        response.errors.ifPresent(errors -> errors.forEach(error -> located(statement, error)));
        response.success.ifPresent(
                success -> success.validationErrors.forEach(error -> located(statement, error.getError())));
        return false;
    }

    private void located(PolicyText.Statement statement, DetailedError error) {
        String message = error.message
                        .replace("for policy `policy`, ", "")
                        .replace("for policy `policy`: ", "")
                        .replace("failed to parse policy with id `policy` from string: ", "")
                + error.help
                        .map(help -> " (" + help.replace("for policy `policy`, ", "") + ")")
                        .orElse("");
        faults.add(
                error.sourceLocations.isEmpty()
                        ? statement.fault(message)
                        : statement.faultAt(error.sourceLocations.get(0).start, message));
    }

    /** The schema cannot list partners and agencies: they are data. A name that is not in the registry is a slip of the pen. */
    private void named(PolicyText.Statement statement) {
        Matcher matcher = NAMED.matcher(statement.text());
        while (matcher.find()) {
            String name = matcher.group(2);
            if (AgencyId.parse(name).flatMap(partners::find).isEmpty()) {
                faults.add(statement.faultAt(matcher.group(), name + " is not in the registry"));
            }
        }
    }

    private Optional<Policy> annotated(
            PolicyText.Statement statement, boolean permits, Map<String, String> annotations) {
        int before = faults.size();
        annotations.keySet().stream()
                .filter(name -> !ANNOTATIONS.contains(name))
                .sorted()
                .forEach(name -> faults.add(statement.faultAt("@" + name, "@" + name + " is not known")));
        Optional<String> id = required(statement, annotations, "id");
        id.filter(text -> !ID.matcher(text).matches())
                .ifPresent(text -> faults.add(statement.faultAt("@id", "an id is small letters, digits and hyphens")));
        Optional<String> title = required(statement, annotations, "title");
        Optional<String> legalBasis = required(statement, annotations, "legal_basis");
        Optional<Outcome> outcome = Optional.empty();
        Optional<String> profile = Optional.ofNullable(annotations.get("profile"));
        Optional<ReleaseMode> mode = Optional.empty();
        if (permits) {
            outcome = required(statement, annotations, "outcome").flatMap(word -> outcome(statement, word));
            mode = Optional.ofNullable(annotations.get("mode")).flatMap(word -> mode(statement, word));
            profile(statement, outcome, profile);
            strictNecessity(statement, outcome, annotations);
        } else {
            Stream.of("outcome", "profile", "mode", "strict_necessity")
                    .filter(annotations::containsKey)
                    .forEach(name -> faults.add(statement.faultAt("@" + name, "a forbid has no @" + name)));
        }
        if (faults.size() > before) {
            return Optional.empty();
        }
        return Optional.of(new Policy(
                id.orElseThrow(),
                statement.of().file(),
                statement.fault("").line(),
                permits,
                title.orElseThrow(),
                Optional.ofNullable(annotations.get("title_ka")),
                legalBasis.orElseThrow(),
                outcome,
                profile,
                mode,
                Optional.ofNullable(annotations.get("strict_necessity"))));
    }

    private Optional<String> required(PolicyText.Statement statement, Map<String, String> annotations, String name) {
        Optional<String> value = Optional.ofNullable(annotations.get(name)).filter(text -> !text.isBlank());
        if (value.isEmpty()) {
            faults.add(statement.faultAt("@" + name, "@" + name + " is missing or empty"));
        }
        return value;
    }

    private Optional<Outcome> outcome(PolicyText.Statement statement, String word) {
        Optional<Outcome> outcome = Outcome.parse(word);
        if (outcome.isEmpty()) {
            faults.add(statement.faultAt("@outcome", "@outcome is one of hit-only, redacted, full"));
        }
        return outcome;
    }

    private Optional<ReleaseMode> mode(PolicyText.Statement statement, String word) {
        for (ReleaseMode mode : ReleaseMode.values()) {
            if (mode.name().equals(word)) {
                return Optional.of(mode);
            }
        }
        faults.add(statement.faultAt("@mode", "@mode is one of AUTOMATIC, GATEWAY, ORIGINATOR"));
        return Optional.empty();
    }

    private void strictNecessity(
            PolicyText.Statement statement, Optional<Outcome> outcome, Map<String, String> annotations) {
        if (!annotations.containsKey("strict_necessity")) {
            return;
        }
        required(statement, annotations, "strict_necessity");
        if (outcome.equals(Optional.of(Outcome.HIT_ONLY))) {
            faults.add(statement.faultAt("@strict_necessity", "a hit shows nobody: it has no @strict_necessity"));
        }
    }

    private void profile(PolicyText.Statement statement, Optional<Outcome> outcome, Optional<String> profile) {
        if (outcome.equals(Optional.of(Outcome.REDACTED))) {
            if (profile.isEmpty()) {
                faults.add(statement.faultAt("@outcome", "a redacted outcome names its @profile"));
            } else if (!profiles.contains(profile.get())) {
                faults.add(statement.faultAt("@profile", "there is no profile " + profile.get()));
            }
        } else if (profile.isPresent()) {
            faults.add(statement.faultAt("@profile", "only a redacted outcome has a @profile"));
        }
    }
}
