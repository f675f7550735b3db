package ge.khidi.sharing.registration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.codec.Fault;
import ge.khidi.sharing.policy.Partners;
import ge.khidi.sharing.policy.PolicyText;
import ge.khidi.sharing.policy.SourceFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A registry as a tree that an agency can be put into. The file says {@code valid-from} where the API says {@code validFrom}; everything else
 * is the same, and what comes out is read again by the same rules as the file.
 */
final class RegistryDocument {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Pattern UPPER = Pattern.compile("[A-Z]");
    private static final Pattern HYPHEN = Pattern.compile("-([a-z])");

    private final ObjectNode root;

    private RegistryDocument(ObjectNode root) {
        this.root = root;
    }

    static RegistryDocument of(PolicyText text) {
        try {
            return new RegistryDocument((ObjectNode) YAML.readTree(text.text()));
        } catch (JsonProcessingException neverKept) {
            throw new IllegalStateException("a registry that was validated cannot be read", neverKept);
        }
    }

    /** Every agency as the API shows it. */
    List<ObjectNode> agencies() {
        List<ObjectNode> all = new ArrayList<>();
        root.path("partners").forEach(agency -> all.add((ObjectNode) renamed(agency, RegistryDocument::camel)));
        return all;
    }

    Optional<ObjectNode> find(AgencyId id) {
        return agencies().stream()
                .filter(agency -> agency.path("id").asText().equals(id.value()))
                .findFirst();
    }

    /** A registry with one agency more or changed, and what is the matter with the request itself. */
    record Changed(PolicyText text, int place, List<Fault> faults) {
        Changed {
            faults = List.copyOf(faults);
        }

        /** A fault of the registry as one of the request it was made from. */
        Fault inRequest(SourceFault fault) {
            String agency = "/partners/" + place;
            String pointer = fault.pointer().startsWith("/equivalence/")
                    ? fault.pointer()
                    : fault.pointer().equals(agency) || fault.pointer().startsWith(agency + "/")
                            ? "/agency" + camel(fault.pointer().substring(agency.length()))
                            : "/agency";
            return new Fault(pointer, "registry", camel(fault.message()));
        }
    }

    /** The registry with this agency in it, in the place of the one of that id; {@code equivalence} only ever adds markings. */
    Changed with(JsonNode agency, JsonNode equivalence) {
        List<Fault> faults = new ArrayList<>();
        ObjectNode changed = root.deepCopy();
        ObjectNode table = changed.withObjectProperty("equivalence");
        equivalence
                .properties()
                .forEach(scheme -> scheme.getValue().properties().forEach(marking -> {
                    ObjectNode markings = table.withObjectProperty(scheme.getKey());
                    JsonNode before = markings.path(marking.getKey());
                    if (!before.isMissingNode() && !before.equals(marking.getValue())) {
                        faults.add(new Fault(
                                "/equivalence/" + escaped(scheme.getKey()) + "/" + escaped(marking.getKey()),
                                "equivalence",
                                "this marking is worth something else already"));
                    } else {
                        markings.set(marking.getKey(), marking.getValue());
                    }
                }));
        ArrayNode partners = changed.withArrayProperty("partners");
        int place = 0;
        while (place < partners.size() && !partners.path(place).path("id").equals(agency.path("id"))) {
            place++;
        }
        JsonNode kept = renamed(agency, RegistryDocument::hyphened);
        if (place < partners.size()) {
            partners.set(place, kept);
        } else {
            partners.add(kept);
        }
        return new Changed(new PolicyText(Partners.FILE, changed.toPrettyString()), place, faults);
    }

    private static JsonNode renamed(JsonNode node, UnaryOperator<String> name) {
        if (node instanceof ObjectNode object) {
            ObjectNode renamed = JsonNodeFactory.instance.objectNode();
            object.properties().stream()
                    .filter(field -> !field.getValue().isNull())
                    .forEach(field -> renamed.set(name.apply(field.getKey()), renamed(field.getValue(), name)));
            return renamed;
        }
        return node;
    }

    private static String hyphened(String name) {
        return UPPER.matcher(name).replaceAll(letter -> "-" + letter.group().toLowerCase(Locale.ROOT));
    }

    private static String camel(String name) {
        return HYPHEN.matcher(name).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
