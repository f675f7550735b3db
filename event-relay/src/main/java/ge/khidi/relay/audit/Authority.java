package ge.khidi.relay.audit;

import java.util.List;

/** Under which rules: the policy epoch, and the ids of the floor rules and policies that decided. */
public record Authority(long epoch, List<String> policies) {

    public Authority {
        policies = List.copyOf(policies);
    }
}
