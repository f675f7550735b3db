package ge.khidi.sharing.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.contract.handling.ReleasableTo;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a product needs of the originator of one of its sources: for H2 its consent, which those it named itself already have; for H3 a
 * person's word, whoever is to get it (Regulation (EU) 2016/794 Art. 19(2)).
 */
public record Consent(AgencyId originator, HandlingCode code, Set<AgencyId> given) implements Comparable<Consent> {

    private static final Set<HandlingCode> ASKING = EnumSet.of(HandlingCode.H2, HandlingCode.H3);
    private static final Comparator<Consent> ORDER = Comparator.comparing(Consent::originator)
            .thenComparing(Consent::code)
            .thenComparing(consent -> consent.given().toString());

    public Consent {
        given = Collections.unmodifiableSet(new TreeSet<>(given));
        if (!ASKING.contains(code)) {
            throw new IllegalArgumentException("this code asks for nobody's word");
        }
    }

    /** What one source asks for. */
    static Stream<Consent> of(DisclosureFacts source) {
        return source.codes().stream()
                .filter(ASKING::contains)
                .map(code -> new Consent(source.originator(), code, given(code, source.releasableTo())));
    }

    private static Set<AgencyId> given(HandlingCode code, ReleasableTo releasable) {
        return code == HandlingCode.H2 && releasable instanceof ReleasableTo.Named named ? named.agencies() : Set.of();
    }

    /** Whether this partner may have it only after a word: it is neither the originator nor named by it. */
    boolean neededFor(AgencyId partner) {
        return !originator.equals(partner) && !given.contains(partner);
    }

    void print(ObjectNode json) {
        json.put("code", code.name());
        ArrayNode named = json.putArray("given");
        given.forEach(agency -> named.add(agency.value()));
        json.put("originator", originator.value());
    }

    static Set<Consent> parse(JsonNode array) {
        return stream(array)
                .map(json -> new Consent(
                        new AgencyId(json.path("originator").asText()),
                        HandlingCode.valueOf(json.path("code").asText()),
                        stream(json.path("given"))
                                .map(name -> new AgencyId(name.asText()))
                                .collect(Collectors.toSet())))
                .collect(Collectors.toSet());
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    @Override
    public int compareTo(Consent other) {
        return ORDER.compare(this, other);
    }
}
