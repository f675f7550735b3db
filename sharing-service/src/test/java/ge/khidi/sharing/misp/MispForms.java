package ge.khidi.sharing.misp;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import java.util.stream.Stream;

/** Everything that MISP's feed says of an item as it leaves: its line of the manifest, its document, its hashes. */
public final class MispForms {

    private static final MispIds IDS = new MispIds(new byte[32], new AgencyId("ANY"));

    /** Nothing where the item does not go to MISP. */
    public static Stream<String> of(EventId id, JsonNode event, JsonNode conditions) {
        MispEvent item = new MispEvent(id, 1_700_000_000, event, conditions);
        return item.wanted()
                ? Stream.concat(
                        Stream.of(item.manifest().toString(), item.document(IDS).toString()), item.hashes().stream())
                : Stream.empty();
    }

    private MispForms() {}
}
