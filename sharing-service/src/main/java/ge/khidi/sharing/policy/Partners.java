package ge.khidi.sharing.policy;

import ge.khidi.contract.AgencyId;
import java.time.LocalDate;
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
 * <p>{@code version} is the SHA-256 of its text; a new one in force makes a new epoch.
 */
public final class Partners {

    /** By what name an installation's registry is known, wherever it lies. */
    public static final String FILE = "partners.yaml";

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

    /** The text of the registry that ships with the service: the demonstration agencies and partners. */
    public static PolicyText shipped() {
        return new PolicyText(FILE, Resources.text("/" + FILE));
    }

    /** The registry that ships with the service. */
    public static Partners demonstration() {
        return parse(FILE, shipped().text()).orThrow();
    }

    /** The registry as it stands on a day: a transfer basis that is not valid then is none. */
    public Partners on(LocalDate day) {
        return new Partners(list().stream().map(partner -> partner.on(day)).toList(), version);
    }

    /** Which instruments are valid on a day, as a text that differs when something decided by them does. */
    public String inForceOn(LocalDate day) {
        StringBuilder valid = new StringBuilder();
        for (Partner partner : list()) {
            partner.agreement()
                    .ifPresent(agreement -> valid.append('\n')
                            .append(partner.id())
                            .append(' ')
                            .append(agreement.validOn(day))
                            .append(
                                    agreement
                                                    .transferBasis()
                                                    .filter(basis -> !basis.validOn(day))
                                                    .isPresent()
                                            ? " expired"
                                            : ""));
        }
        return valid.toString();
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
