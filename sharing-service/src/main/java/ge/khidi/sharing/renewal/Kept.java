package ge.khidi.sharing.renewal;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.sharing.disclosure.Redaction;
import ge.khidi.sharing.disclosure.Rendition.Rendered;
import ge.khidi.sharing.feed.Renderer;
import ge.khidi.sharing.stix.Omission;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Arrays;
import java.util.Optional;

/**
 * What is stored of what leaves, with how it is walked through: the next of them behind a place, each with its place first, then body, profile
 * and the event it was made of, and how some are stored anew.
 */
enum Kept {
    RENDITIONS("(renditions)", "[\"00000000-0000-0000-0000-000000000000\", 0, 0]", """
            SELECT CAST(jsonb_build_array(n.event_id, n.revision, n.variant) AS text), n.body, n.profile, v.body, n.withheld, n.domain
            FROM rendition n JOIN event_revision v ON v.event_id = n.event_id AND v.revision = n.revision
            WHERE (n.event_id, n.revision, n.variant) >
                (CAST($1::jsonb ->> 0 AS uuid), CAST($1::jsonb ->> 1 AS integer), CAST($1::jsonb ->> 2 AS smallint))
            ORDER BY n.event_id, n.revision, n.variant LIMIT 500
            """, """
            UPDATE rendition n SET body = x.b, withheld = x.w
            FROM jsonb_to_recordset($1::jsonb) AS x (p jsonb, b text, w text)
            WHERE n.event_id = CAST(x.p ->> 0 AS uuid) AND n.revision = CAST(x.p ->> 1 AS integer)
                AND n.variant = CAST(x.p ->> 2 AS smallint)
            """) {
        @Override
        Optional<JsonObject> cut(Row row, Event event, Redaction redaction) {
            if (row.getString(5).equals(Renderer.OWN)) {
                return Optional.empty();
            }
            byte[] before = row.getString(1).getBytes(UTF_8);
            Rendered after = redaction.cut(event, row.getString(2), before);
            if (Arrays.equals(after.body(), before)) {
                return Optional.empty();
            }
            JsonArray withheld = new JsonArray(row.getString(4));
            after.withheld().forEach(one -> withheld.add(one.toString()));
            return Optional.of(
                    new JsonObject().put("b", new String(after.body(), UTF_8)).put("w", withheld.encode()));
        }
    },

    /** Of an object that is judged by a row, the event of that row; what says nothing of one event alone holds no words of it. */
    STIX_OBJECTS("(stix objects)", "[0, 0, 0]", """
            SELECT CAST(jsonb_build_array(o.list, o.collection, o.added) AS text), o.body, o.shown_under,
                (SELECT v.body FROM stix_list l JOIN feed_row r ON r.feed = l.feed AND r.seq = o.seq
                    JOIN event_revision v ON v.event_id = r.event_id AND v.revision = r.revision WHERE l.id = o.list)
            FROM stix_object o
            WHERE (o.list, o.collection, o.added) >
                (CAST($1::jsonb ->> 0 AS integer), CAST($1::jsonb ->> 1 AS smallint), CAST($1::jsonb ->> 2 AS bigint))
            ORDER BY o.list, o.collection, o.added LIMIT 500
            """, """
            UPDATE stix_object o SET body = x.b FROM jsonb_to_recordset($1::jsonb) AS x (p jsonb, b text)
            WHERE o.list = CAST(x.p ->> 0 AS integer) AND o.collection = CAST(x.p ->> 1 AS smallint)
                AND o.added = CAST(x.p ->> 2 AS bigint)
            """) {
        @Override
        Optional<JsonObject> cut(Row row, Event event, Redaction redaction) {
            String before = row.getString(1);
            String after = Omission.of(before, redaction.staying(event, row.getString(2)));
            return after.equals(before) ? Optional.empty() : Optional.of(new JsonObject().put("b", after));
        }
    };

    private final String title;
    private final String beginning;
    private final String next;
    private final String store;

    Kept(String title, String beginning, String next, String store) {
        this.title = title;
        this.beginning = beginning;
        this.next = next;
        this.store = store;
    }

    /** Under which it is said how far they were looked at: no profile can have such a name. */
    String title() {
        return title;
    }

    /** The place before all of them. */
    String beginning() {
        return beginning;
    }

    String next() {
        return next;
    }

    String store() {
        return store;
    }

    /** What is to be stored in place of one of them; nothing where nothing is to be taken out, or no content is left. */
    Optional<JsonObject> cut(Row row, Redaction redaction) {
        if (row.getString(1) == null || row.getString(2) == null || row.getString(3) == null) {
            return Optional.empty();
        }
        Event event = EventCodec.parse(row.getString(3).getBytes(UTF_8))
                .toOptional()
                .orElseThrow(() -> new IllegalStateException("Revisions are kept as they were read"));
        return cut(row, event, redaction).map(cut -> cut.put("p", new JsonArray(row.getString(0))));
    }

    abstract Optional<JsonObject> cut(Row row, Event event, Redaction redaction);
}
