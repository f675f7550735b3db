package ge.khidi.sharing.policy;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.AuthorizationResponse;
import com.cedarpolicy.model.AuthorizationSuccessResponse;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.CacheException;
import com.cedarpolicy.model.schema.Schema;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A set of Cedar policies that holds: parsed, validated against the schema, every name in it known. There is no way to one that does
 * not hold.
 *
 * <p>The engine keeps on the native side, for each partner, the parsed policies that can apply to it ({@link Slices}). Asking it takes about a quarter
 * of a millisecond and blocks: never on an event loop. Safe for many threads.
 */
public final class PolicySet {

    private final Slices slices;
    private final Schema schema;
    private final Map<String, Policy> byId;
    private final Map<String, Set<String>> lookedAt;
    private final String version;
    private final BasicAuthorizationEngine engine = new BasicAuthorizationEngine();

    PolicySet(
            Slices slices, Schema schema, Map<String, Policy> byId, Map<String, Set<String>> lookedAt, String version) {
        this.lookedAt = Map.copyOf(lookedAt);
        this.slices = slices;
        this.schema = schema;
        this.byId = Map.copyOf(byId);
        this.version = version;
    }

    /**
     * Reads a set written by people. Every fault is reported with file, line and column: of syntax, against the schema, in the
     * annotations, and every partner, agency or profile that is not known.
     */
    public static Loaded<PolicySet> load(List<PolicyText> texts, Partners partners, Set<String> profiles) {
        return new PolicyReader(partners, profiles).read(texts);
    }

    /** The set that ships with the service, for the demonstration agencies and partners. */
    public static List<PolicyText> baseline() {
        return Resources.text("/policies/baseline/index")
                .lines()
                .filter(name -> !name.isBlank())
                .map(name -> new PolicyText(name, Resources.text("/policies/baseline/" + name)))
                .toList();
    }

    /** SHA-256 over texts and their names: two sets with the same digest say the same. */
    public static String digest(List<PolicyText> texts) {
        return Digest.sha256(texts.stream()
                .map(text -> text.file() + " " + Digest.sha256(text.text()) + "\n")
                .sorted()
                .collect(Collectors.joining()));
    }

    /** SHA-256 of the schema against which sets are validated in this build. */
    public static String schemaDigest() {
        return Digest.sha256(Resources.text("/policies/khidi.cedarschema"));
    }

    /** SHA-256 over the texts, the schema and the registry: it changes when any decision might. */
    public String version() {
        return version;
    }

    /** What the policies say of themselves, by id. */
    public Map<String, Policy> policies() {
        return new TreeMap<>(byId);
    }

    /** The facts a policy looks at, by their names in the schema, such as {@code resource.tlp} and {@code context.named}. */
    public Set<String> looksAt(String id) {
        return lookedAt.getOrDefault(id, Set.of());
    }

    /** Those of these policies that look at nothing but settled facts: whoever knows these may be told that they decided. */
    public List<Policy> told(Collection<String> ids, Set<String> settled) {
        return ids.stream()
                .flatMap(id -> Optional.ofNullable(byId.get(id)).stream())
                .filter(policy -> settled.containsAll(looksAt(policy.id())))
                .toList();
    }

    /** What the engine answers. */
    sealed interface Answer {
        /** The permits that apply; no forbid does. */
        record Permitted(List<Policy> by) implements Answer {}

        /** The forbids that apply, or nobody permits. */
        record Denied(List<Policy> by) implements Answer {}

        /** The engine could not say; that is a refusal too. */
        record Failed(List<String> errors) implements Answer {}
    }

    /** Asks the policies that can apply to the partner. */
    Answer ask(Partner partner, DisclosureFacts facts) {
        return ask(slices.of(partner.id()), partner, facts);
    }

    /** Asks every policy. The answer is that of {@link #ask}: what names another partner in its scope has no part in it. */
    Answer askWhole(Partner partner, DisclosureFacts facts) {
        return ask(slices.whole(), partner, facts);
    }

    private Answer ask(com.cedarpolicy.model.policy.PolicySet policies, Partner partner, DisclosureFacts facts) {
        Entity principal = CedarRequest.principal(partner);
        Entity resource = CedarRequest.resource(facts);
        AuthorizationRequest request = new AuthorizationRequest(
                principal.getEUID(),
                CedarRequest.RECEIVE,
                resource.getEUID(),
                Optional.of(CedarRequest.context(partner, facts)),
                Optional.of(schema),
                true);
        Set<Entity> entities = Set.of(principal, resource);
        try {
            AuthorizationResponse response = engine.isAuthorized(request, policies, entities);
            if (response.success.isEmpty()) {
                // The engine keeps so many sets and schemas and forgets the one that was not asked for the longest.
                Slices.keep(policies);
                schema.cache();
                response = engine.isAuthorized(request, policies, entities);
            }
            return answer(response);
        } catch (AuthException | CacheException broken) {
            return new Answer.Failed(
                    List.of("the policy engine failed: " + broken.getClass().getSimpleName()));
        }
    }

    private Answer answer(AuthorizationResponse response) {
        if (response.success.isEmpty()) {
            List<String> errors = response.errors.stream()
                    .flatMap(List::stream)
                    .map(error -> error.message)
                    .toList();
            return new Answer.Failed(errors.isEmpty() ? List.of("the policy engine gave no answer") : errors);
        }
        AuthorizationSuccessResponse success = response.success.get();
        if (!success.getErrors().isEmpty()) {
            return new Answer.Failed(success.getErrors().stream()
                    .map(error -> error.getPolicyId() + ": " + error.getError().message)
                    .sorted()
                    .toList());
        }
        List<Policy> deciding = success.getReason().stream()
                .sorted()
                .flatMap(id -> Optional.ofNullable(byId.get(id)).stream())
                .toList();
        return success.isAllowed() ? new Answer.Permitted(deciding) : new Answer.Denied(deciding);
    }
}
