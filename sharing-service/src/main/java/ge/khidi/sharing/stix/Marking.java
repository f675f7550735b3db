package ge.khidi.sharing.stix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.contract.handling.Pap;
import ge.khidi.contract.handling.Tlp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The marking definitions that objects refer to. TLP 2.0 has the ids and the form OASIS published; the others are ours, each with an id that
 * was written once and never changes. They are axes of their own: none is derived from another.
 */
enum Marking {
    TLP_CLEAR("94868c89-83c2-464b-929b-a1a8aa3c8487", "TLP:CLEAR", Form.TLP, "clear"),
    TLP_GREEN("bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "TLP:GREEN", Form.TLP, "green"),
    TLP_AMBER("55d920b0-5e8b-4f79-9ee9-91f868d9b421", "TLP:AMBER", Form.TLP, "amber"),
    TLP_AMBER_STRICT("939a9414-2ddd-4d32-a0cd-375ea402b003", "TLP:AMBER+STRICT", Form.TLP, "amber+strict"),
    TLP_RED("e828b379-4e03-4974-9ac4-e53a884c97c1", "TLP:RED", Form.TLP, "red"),

    PAP_CLEAR(
            "a8add545-65c4-483a-9d9b-6cc4af680b2b",
            "PAP:CLEAR",
            Form.STATEMENT,
            "Permissible Actions Protocol: no restriction on acting on it."),
    PAP_GREEN(
            "2dfd8869-c1e3-4c4d-8811-c393f4948189",
            "PAP:GREEN",
            Form.STATEMENT,
            "Permissible Actions Protocol: active actions are allowed."),
    PAP_AMBER(
            "dfcc8da8-1f16-4471-aea6-02e856172a5b",
            "PAP:AMBER",
            Form.STATEMENT,
            "Permissible Actions Protocol: passive cross-check only."),
    PAP_RED(
            "304550d1-0a70-4d0a-a565-00c0ce621aed",
            "PAP:RED",
            Form.STATEMENT,
            "Permissible Actions Protocol: only actions that cannot be detected."),

    H0(
            "a9a3740b-b518-41f5-9adc-d379b840b8f6",
            "H0",
            Form.STATEMENT,
            "Europol handling code H0: only for preventing and combating crimes."),
    H1(
            "4942f9e9-4dac-4c09-bfa0-4f3e9aeb5c67",
            "H1",
            Form.STATEMENT,
            "Europol handling code H1: not to be disclosed in judicial proceedings without the permission of the"
                    + " provider."),
    H2(
            "94a41473-6b88-4482-b767-c3c89683c0d3",
            "H2",
            Form.STATEMENT,
            "Europol handling code H2: not to be disseminated without the permission of the provider."),
    H3(
            "9f4e4edb-02d4-404d-ba0d-a97a91ec4c78",
            "H3",
            Form.STATEMENT,
            "Europol handling code H3: other restrictions and comments, said in the event."),

    UNCLASSIFIED("a5ca0459-2dc1-40f0-8934-792afed16dbf", "UNCLASSIFIED", Form.STATEMENT, "Not classified."),
    RESTRICTED(
            "a139b8f9-d7e5-41d0-adb1-c12a88b7eab9",
            "RESTREINT UE/EU RESTRICTED",
            Form.STATEMENT,
            "To be protected as RESTREINT UE/EU RESTRICTED."),
    CONFIDENTIAL(
            "23726a93-8c1b-4153-9498-886398b57a80",
            "CONFIDENTIEL UE/EU CONFIDENTIAL",
            Form.STATEMENT,
            "To be protected as CONFIDENTIEL UE/EU CONFIDENTIAL."),
    SECRET(
            "e7fa57d2-2ef0-4e21-bed8-f7b748a3b969",
            "SECRET UE/EU SECRET",
            Form.STATEMENT,
            "To be protected as SECRET UE/EU SECRET."),
    TOP_SECRET(
            "a009bc4b-3bff-46b4-9801-b56eac484708",
            "TRÈS SECRET UE/EU TOP SECRET",
            Form.STATEMENT,
            "To be protected as TRÈS SECRET UE/EU TOP SECRET."),

    SPECIAL_CATEGORIES(
            "27fc8c67-b437-4774-a22b-3939667bf5e6",
            "SPECIAL CATEGORIES",
            Form.STATEMENT,
            "Holds special categories of personal data: only where strictly necessary (Directive (EU) 2016/680 Art. 10)."),
    INTERNATIONAL_PROTECTION(
            "e5e5fcb3-4182-4839-ab2c-63b1fe0d6a3c",
            "INTERNATIONAL PROTECTION",
            Form.STATEMENT,
            "Of a person in need of international protection: such data never go to a third country."),

    AS_REFERRED(
            "576013ab-f208-4b04-a48c-9cbba8257cdd",
            "Handled as what refers to it",
            Form.STATEMENT,
            "One object for one value, whichever events bring it: handle it as the strictest object that refers to"
                    + " it."),

    /** Only what is written to the platform carries it: silence there means the originator and IAD. */
    BY_POLICY(
            "6a773339-70cb-49da-ac49-5a4f02d11029",
            "Releasable by policy",
            Form.STATEMENT,
            "The originator lets it go to whom the policies of the exchange allow it.");

    /**
     * What every cyber observable carries. It is a function of its value alone, so it cannot carry the marking of one event; the strictest
     * loosens nobody's word.
     */
    static final List<Marking> OF_OBSERVABLES = List.of(TLP_RED, AS_REFERRED);

    private static final Instant TLP_CREATED = Instant.parse("2022-10-01T00:00:00Z");
    private static final String TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

    private enum Form {
        /** By the TLP 2.0 extension of OASIS. */
        TLP,
        STATEMENT
    }

    private final String uuid;
    private final String title;
    private final Form form;
    private final String content;

    Marking(String uuid, String title, Form form, String content) {
        this.uuid = uuid;
        this.title = title;
        this.form = form;
        this.content = content;
    }

    /** Those of an event's handling as it is shown; where no TLP is, the strictest. */
    static List<Marking> of(JsonNode handling) {
        List<Marking> markings = new ArrayList<>();
        markings.add(handling.has("tlp") ? tlp(Tlp.valueOf(handling.path("tlp").asText())) : TLP_RED);
        if (handling.has("pap")) {
            markings.add(pap(Pap.valueOf(handling.path("pap").asText())));
        }
        if (handling.has("classification")) {
            markings.add(classification(
                    Classification.valueOf(handling.path("classification").asText())));
        }
        handling.path("codes").forEach(code -> markings.add(code(HandlingCode.valueOf(code.asText()))));
        return List.copyOf(markings);
    }

    String id() {
        return "marking-definition--" + uuid;
    }

    StixObject object() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        Instant created = switch (form) {
            case TLP -> TLP_CREATED;
            case STATEMENT -> Platform.SINCE;
        };
        body.put("type", "marking-definition");
        body.put("spec_version", "2.1");
        body.put("id", id());
        body.put("created", Canonical.time(created));
        body.put("name", title);
        switch (form) {
            case TLP ->
                body.putObject("extensions")
                        .putObject(TLP_EXTENSION)
                        .put("extension_type", "property-extension")
                        .put("tlp_2_0", content);
            case STATEMENT -> {
                body.put("created_by_ref", Platform.IDENTITY);
                body.put("definition_type", "statement");
                body.putObject("definition").put("statement", content);
            }
        }
        return new StixObject(id(), "marking-definition", Optional.of(created), true, Canonical.print(body));
    }

    static Marking tlp(Tlp tlp) {
        return switch (tlp) {
            case CLEAR -> TLP_CLEAR;
            case GREEN -> TLP_GREEN;
            case AMBER -> TLP_AMBER;
            case AMBER_STRICT -> TLP_AMBER_STRICT;
            case RED -> TLP_RED;
        };
    }

    static Marking pap(Pap pap) {
        return switch (pap) {
            case CLEAR -> PAP_CLEAR;
            case GREEN -> PAP_GREEN;
            case AMBER -> PAP_AMBER;
            case RED -> PAP_RED;
        };
    }

    static Marking classification(Classification classification) {
        return switch (classification) {
            case UNCLASSIFIED -> UNCLASSIFIED;
            case RESTRICTED -> RESTRICTED;
            case CONFIDENTIAL -> CONFIDENTIAL;
            case SECRET -> SECRET;
            case TOP_SECRET -> TOP_SECRET;
        };
    }

    static Marking code(HandlingCode code) {
        return switch (code) {
            case H0 -> H0;
            case H1 -> H1;
            case H2 -> H2;
            case H3 -> H3;
        };
    }
}
