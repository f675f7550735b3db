package ge.khidi.sharing.hold;

import ge.khidi.contract.AgencyId;
import ge.khidi.sharing.policy.Decision.Hold;
import ge.khidi.sharing.policy.ReleaseMode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Holds as they are stored. */
public final class Holds {

    public static String print(List<Hold> holds) {
        JsonArray json = new JsonArray();
        for (Hold hold : holds) {
            JsonObject one = new JsonObject().put("mode", hold.mode().name());
            hold.by().ifPresent(agency -> one.put("by", agency.value()));
            json.add(one.put("reason", hold.reason()));
        }
        return json.encode();
    }

    public static List<Hold> parse(String text) {
        return new JsonArray(text)
                .stream()
                        .map(JsonObject.class::cast)
                        .map(hold -> new Hold(
                                ReleaseMode.valueOf(hold.getString("mode")),
                                Optional.ofNullable(hold.getString("by")).map(AgencyId::new),
                                hold.getString("reason")))
                        .toList();
    }

    private Holds() {}
}
