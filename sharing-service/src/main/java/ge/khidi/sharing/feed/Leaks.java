package ge.khidi.sharing.feed;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Keeps where the leak check stopped something, for the operator: places in the bytes, never the value. */
final class Leaks {

    private static final String KEEP = "INSERT INTO leak (feed, event_id, revision, pointers)"
            + " SELECT f, e, r, p FROM jsonb_to_recordset(" + Sql.JSON
            + ") AS x (f smallint, e uuid, r integer, p text) ON CONFLICT DO NOTHING";

    static Uni<Void> keep(Mutiny.Session session, List<Plan.Leak> leaks) {
        if (leaks.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        JsonArray json = new JsonArray();
        leaks.forEach(leak -> json.add(new JsonObject()
                .put("f", leak.feed())
                .put("e", leak.revision().eventId().toString())
                .put("r", leak.revision().revision())
                .put("p", new JsonArray(leak.pointers()).encode())));
        return Sql.update(session, KEEP, json).replaceWithVoid();
    }

    private Leaks() {}
}
