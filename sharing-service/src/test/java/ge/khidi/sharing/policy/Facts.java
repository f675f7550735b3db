package ge.khidi.sharing.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Facts for tests, each made from an ordinary one by naming only what differs, as JSON with single quotes. */
final class Facts {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A crime report on a suspect, left to the policies, in a crime area of Europol, nothing special about it. */
    static final DisclosureFacts ORDINARY = DisclosureFacts.parse("""
        {
          "originator": "CRIMINAL-POLICE", "regime": "LAW_ENFORCEMENT", "type": "CRIME_REPORT", "context": "REAL",
          "usable": true, "crimeAreas": ["DRUG_TRAFFICKING"], "classification": "UNCLASSIFIED", "tlp": "AMBER",
          "codes": [], "purposes": ["LAW_ENFORCEMENT", "CROSS_CHECK"], "grade": "B2", "categories": ["SUSPECT"],
          "personalData": true, "minors": false, "specialCategories": false, "internationalProtection": false,
          "noHitNotice": false, "releasableTo": "BY_POLICY", "countriesConcerned": []
        }
        """);

    static DisclosureFacts ordinaryBut(String changes) {
        return but(ORDINARY, changes);
    }

    static DisclosureFacts but(DisclosureFacts facts, String changes) {
        try {
            ObjectNode json = (ObjectNode) JSON.readTree(facts.canonicalJson());
            JsonNode changed = JSON.readTree(changes.replace('\'', '"'));
            changed.properties().forEach(change -> {
                if (json.replace(change.getKey(), change.getValue()) == null) {
                    throw new IllegalArgumentException("no such fact: " + change.getKey());
                }
            });
            return DisclosureFacts.parse(json.toString());
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    private Facts() {}
}
