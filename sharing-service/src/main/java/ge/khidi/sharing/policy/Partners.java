package ge.khidi.sharing.policy;

import ge.khidi.contract.AgencyId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The registry: every domestic agency and every partner, by id. Whoever is not in it gets nothing.
 *
 * <p>{@code version} is the SHA-256 of its text; a new one makes a new epoch.
 */
public final class Partners {

    private final Map<AgencyId, Partner> byId;
    private final Set<String> countries;
    private final String version;

    Partners(Collection<Partner> partners, String version) {
        this.byId = Collections.unmodifiableMap(
                new TreeMap<>(partners.stream().collect(Collectors.toMap(Partner::id, Function.identity()))));
        this.countries = partners.stream()
                .filter(Partner::foreign)
                .map(Partner::country)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
        this.version = version;
    }

    /** Reads a registry, all its faults named with their places; {@code file} is only their name. */
    public static Loaded<Partners> parse(String file, String yaml) {
        return PartnersReader.read(file, yaml);
    }

    /** The registry that ships with the service: the demonstration agencies and partners. */
    public static Partners demonstration() {
        return parse("partners.yaml", Resources.text("/partners.yaml")).orThrow();
    }

    /** All, in the order of their ids. */
    public List<Partner> list() {
        return List.copyOf(byId.values());
    }

    public Optional<Partner> find(AgencyId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The countries of foreign partners: the only ones that decide anything. */
    public Set<String> countries() {
        return countries;
    }

    public String version() {
        return version;
    }
}
