package ge.khidi.sharing.feed;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The wordings of conditions, each kept once: rows of a feed only name them. There are few, since they depend on the partner, the profile,
 * the handling and the day of review.
 */
@Singleton
class Terms {

    private static final int REMEMBERED = 20_000;

    private static final String KEEP = """
            INSERT INTO terms (digest, text)
            SELECT digest, text FROM jsonb_to_recordset($1::jsonb) AS t (digest text, text text) ORDER BY digest
            ON CONFLICT DO NOTHING
            """;
    private static final String KEPT = "SELECT id, text FROM terms WHERE digest = ANY($1)";

    private final Pool pool;
    private final Map<String, Integer> remembered = Collections.synchronizedMap(new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > REMEMBERED;
        }
    });

    Terms(Pool pool) {
        this.pool = pool;
    }

    /** The numbers of these wordings. New ones are kept in a transaction of their own, sorted. */
    Uni<Map<String, Integer>> intern(Collection<String> texts) {
        Map<String, Integer> known = new HashMap<>();
        Map<String, String> digests = new HashMap<>();
        for (String text : texts) {
            Integer id = remembered.get(text);
            if (id == null) {
                digests.put(text, sha256(text));
            } else {
                known.put(text, id);
            }
        }
        if (digests.isEmpty()) {
            return Uni.createFrom().item(known);
        }
        JsonArray unseen = new JsonArray();
        digests.forEach((text, digest) ->
                unseen.add(new JsonObject().put("digest", digest).put("text", text)));
        return pool.withTransaction(connection -> connection.preparedQuery(KEEP).execute(Tuple.of(unseen)))
                .chain(() -> pool.preparedQuery(KEPT)
                        .execute(Tuple.of(digests.values().toArray(String[]::new))))
                .map(rows -> {
                    rows.forEach(row -> {
                        known.put(row.getString(1), row.getInteger(0));
                        remembered.put(row.getString(1), row.getInteger(0));
                    });
                    return known;
                });
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
