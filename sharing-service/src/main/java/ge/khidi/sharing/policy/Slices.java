package ge.khidi.sharing.policy;

import com.cedarpolicy.model.exception.CacheException;
import com.cedarpolicy.model.exception.InternalException;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ge.khidi.contract.AgencyId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A policy set cut to what can apply to one partner: the policies whose scope names it, and all that name nobody. A policy whose scope says
 * {@code principal == Partner::"X"} is not satisfied by anybody else, and its conditions are not evaluated for them, so it gives them neither a
 * reason nor an error: the slice and the whole answer alike.
 *
 * <p>Who a scope names is said by Cedar's own JSON form of the policy. A slice is made when it is first asked for, and kept on the engine's native
 * side where there is room. Where slices together would be more than {@link #MOST} policies, since many name nobody, the whole is given to everybody instead. Safe for
 * many threads.
 */
final class Slices {

    static final int MOST = 20_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOBODY = "";

    private final PolicySet whole;
    private final Map<String, Set<Policy>> naming;
    private final boolean cut;
    private final Map<String, PolicySet> made = new ConcurrentHashMap<>();

    private Slices(PolicySet whole, Map<String, Set<Policy>> naming, boolean cut) {
        this.whole = whole;
        this.naming = naming;
        this.cut = cut;
    }

    /** Of policies that hold. */
    static Slices of(Set<Policy> policies) {
        return of(policies, MOST);
    }

    static Slices of(Set<Policy> policies, int most) {
        Map<String, Set<Policy>> naming = new HashMap<>();
        naming.put(NOBODY, new HashSet<>());
        policies.forEach(policy -> naming.computeIfAbsent(named(policy).orElse(NOBODY), none -> new HashSet<>())
                .add(policy));
        long nobody = naming.get(NOBODY).size();
        long together = policies.size() + (naming.size() - 1) * nobody;
        return new Slices(new PolicySet(Set.copyOf(policies)), naming, together <= most);
    }

    /** Whom the scope names; empty for any other scope. */
    private static Optional<String> named(Policy policy) {
        JsonNode scope = json(policy).path("principal");
        JsonNode entity = scope.path("entity");
        return scope.path("op").asText().equals("==")
                        && CedarRequest.isPartner(entity.path("type").asText())
                ? Optional.of(entity.path("id").asText()).filter(id -> !id.isEmpty())
                : Optional.empty();
    }

    /** A policy that holds, in Cedar's own JSON form. */
    static JsonNode json(Policy policy) {
        try {
            return JSON.readTree(policy.toJson());
        } catch (InternalException | JsonProcessingException broken) {
            throw new IllegalStateException("the policy engine cannot say a valid policy in JSON", broken);
        }
    }

    PolicySet whole() {
        return kept(whole);
    }

    /** What can apply to this partner, parsed. */
    PolicySet of(AgencyId partner) {
        if (!cut) {
            return whole();
        }
        String name = naming.containsKey(partner.value()) ? partner.value() : NOBODY;
        PolicySet known = made.get(name);
        return kept(known != null ? known : made.computeIfAbsent(name, this::slice));
    }

    private PolicySet slice(String name) {
        Set<Policy> policies = new HashSet<>(naming.getOrDefault(NOBODY, Set.of()));
        policies.addAll(naming.getOrDefault(name, Set.of()));
        return new PolicySet(policies);
    }

    private static PolicySet kept(PolicySet set) {
        if (set.cacheKey().isEmpty()) {
            keep(set);
        }
        return set;
    }

    /** Parses it on the native side, again if the engine has forgotten it. */
    static void keep(PolicySet set) {
        try {
            set.cache();
        } catch (CacheException noRoom) {
            // The engine keeps so many sets, those of rules that nobody asks any more among them until they are
            // garbage. A set
            // without room there is parsed with each question, which takes longer and says the same.
        }
    }
}
