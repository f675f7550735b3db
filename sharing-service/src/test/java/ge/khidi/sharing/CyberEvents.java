package ge.khidi.sharing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import java.util.function.Consumer;

/** Cyber incidents to test with: a phishing domain, said by CERT.GOV.GE, with nobody in it. */
public final class CyberEvents {

    /** The incident of that event, with what else the test wants of it. */
    public static Event incident(Events event, String domain, Consumer<ObjectNode> change) {
        ObjectNode tree = EventCodec.tree(event.by("CERT-GOV-GE").event());
        tree.put("type", "CYBER_INCIDENT");
        tree.putObject("detail")
                .put("incidentClass", "fraud")
                .put("determination", "SUSPECTED")
                .putArray("crimeAreas")
                .add("COMPUTER_CRIME");
        observable(tree.putArray("entities").addObject(), "c-1", "DOMAIN_NAME", domain);
        change.accept(tree);
        return EventCodec.parse(tree).toOptional().orElseThrow();
    }

    public static Event incident(Events event, String domain) {
        return incident(event, domain, tree -> {});
    }

    /** Makes the node a cyber observable. */
    public static void observable(ObjectNode entity, String id, String type, String value) {
        entity.put("kind", "CYBER_OBSERVABLE")
                .put("id", id)
                .put("nature", "FACT")
                .put("type", type)
                .put("value", value);
    }

    private CyberEvents() {}
}
