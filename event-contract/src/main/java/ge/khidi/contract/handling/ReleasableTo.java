package ge.khidi.contract.handling;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import ge.khidi.contract.AgencyId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whom the originator lets it go to: {@code "BY_POLICY"}, or a list of agencies. An empty list is nobody. Where an event says
 * nothing at all, only the originator and IAD may have it.
 */
public sealed interface ReleasableTo {

    /** Whether the originator's word alone would let this agency have it; the policies still decide. */
    boolean allows(AgencyId agency);

    /** Whether the agency is named, which for H2 information is the originator's consent. */
    boolean names(AgencyId agency);

    /** What both allow. */
    ReleasableTo and(ReleasableTo other);

    /** As the policies decide. */
    record ByPolicy() implements ReleasableTo {
        @Override
        public boolean allows(AgencyId agency) {
            return true;
        }

        @Override
        public boolean names(AgencyId agency) {
            return false;
        }

        @Override
        public ReleasableTo and(ReleasableTo other) {
            return other;
        }

        @JsonValue
        String json() {
            return "BY_POLICY";
        }
    }

    /** These agencies at most. */
    record Named(@JsonValue Set<AgencyId> agencies) implements ReleasableTo {
        public Named {
            agencies = Collections.unmodifiableSet(new TreeSet<>(agencies));
        }

        @Override
        public boolean allows(AgencyId agency) {
            return agencies.contains(agency);
        }

        @Override
        public boolean names(AgencyId agency) {
            return agencies.contains(agency);
        }

        @Override
        public ReleasableTo and(ReleasableTo other) {
            return new Named(agencies.stream().filter(other::allows).collect(Collectors.toSet()));
        }
    }

    ReleasableTo BY_POLICY = new ByPolicy();

    static ReleasableTo named(AgencyId... agencies) {
        return new Named(Set.of(agencies));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ReleasableTo parse(Object json) {
        if ("BY_POLICY".equals(json)) {
            return BY_POLICY;
        }
        if (json instanceof Collection<?> names) {
            List<AgencyId> agencies = names.stream()
                    .map(name -> new AgencyId(String.valueOf(name)))
                    .toList();
            return new Named(Set.copyOf(agencies));
        }
        throw new IllegalArgumentException("neither BY_POLICY nor a list of agencies");
    }
}
