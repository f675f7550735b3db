package ge.khidi.sharing.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.event.Context;
import ge.khidi.contract.event.Event;
import ge.khidi.sharing.feed.Sql;
import ge.khidi.sharing.installation.Secret;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Finds events by identifying values without keeping any: HMAC-SHA-256 under a key derived from the installation's secret, cut to 128 bits.
 * Whoever has both the secret and the table can test a guess. An event is found by any of its revisions, as all of them are kept.
 */
@Singleton
public class SubjectIndex {

    /** Most events that one identifier answers with; the next search goes on behind them. */
    private static final int MOST_PER_VALUE = 1000;

    // The head is locked or was raised in this transaction: nothing is kept of an event that is being erased.
    private static final String KEEP = "INSERT INTO subject_index AS i (fingerprint, event_id, kind, revision)"
            + " SELECT DISTINCT ON (x.f, x.e, x.k) x.f, x.e, x.k, x.r FROM jsonb_to_recordset(" + Sql.JSON
            + ") AS x (f uuid, e uuid, k smallint, r integer)"
            + " JOIN event_head h ON h.event_id = x.e AND h.status <> 'ERASED' ORDER BY x.f, x.e, x.k, x.r DESC"
            + " ON CONFLICT (fingerprint, event_id, kind) DO UPDATE SET revision = excluded.revision"
            + " WHERE i.revision < excluded.revision";

    private static final String FIND = """
            SELECT CAST(i.event_id AS text), h.originator, string_agg(DISTINCT CAST(i.kind AS text), ',')
            FROM (SELECT DISTINCT CAST(jsonb_array_elements_text(%s) AS uuid) AS fingerprint) s
            CROSS JOIN LATERAL (
                SELECT * FROM subject_index x WHERE x.fingerprint = s.fingerprint AND NOT EXISTS (
                    SELECT 1 FROM subject_item had WHERE had.request = CAST(CAST(:request AS text) AS uuid) AND had.event_id = x.event_id)
                ORDER BY x.event_id LIMIT %d
            ) i
            JOIN event_head h ON h.event_id = i.event_id AND h.status <> 'ERASED'
            GROUP BY i.event_id, h.originator ORDER BY min(i.kind), i.event_id LIMIT %d
            """;
    private static final String WHOLE = "SELECT done FROM subject_index_progress";

    private final SecretKeySpec key;

    SubjectIndex(Secret secret) {
        this.key = new SecretKeySpec(secret.key("subject-index/v1"), "HmacSHA256");
    }

    /** An event in which the person may be named, and by what it was found. */
    record Candidate(EventId event, AgencyId originator, List<IdentifierKind> matched) {
        Candidate {
            matched = List.copyOf(matched);
        }
    }

    /** What is to be kept of these revisions: exercises are about nobody, and products repeat what their sources say. */
    public JsonArray rows(Collection<Event> revisions) {
        Mac mac = mac();
        JsonArray rows = new JsonArray();
        revisions.stream()
                .filter(event ->
                        event.context() == Context.REAL && !event.type().product())
                .forEach(event -> Identifiers.of(event).values().stream()
                        .flatMap(Collection::stream)
                        .distinct()
                        .forEach(identifier -> rows.add(new JsonObject()
                                .put("f", fingerprint(mac, identifier).toString())
                                .put("e", event.id().toString())
                                .put("k", identifier.kind().code())
                                .put("r", event.revision()))));
        return rows;
    }

    /** Keeps such rows; the caller holds the heads of the events. */
    public Uni<Integer> keep(Mutiny.Session session, JsonArray rows) {
        return rows.isEmpty() ? Uni.createFrom().item(0) : Sql.update(session, KEEP, rows);
    }

    /** The events found that are no candidates of the request yet, the strongest first; {@code most} at most. */
    Uni<List<Candidate>> find(Mutiny.Session session, String request, Collection<Identifier> sought, int most) {
        Mac mac = mac();
        JsonArray fingerprints = new JsonArray();
        sought.forEach(one -> fingerprints.add(fingerprint(mac, one).toString()));
        return session.createNativeQuery(FIND.formatted(Sql.JSON, MOST_PER_VALUE, most), Object[].class)
                .setParameter("json", fingerprints.encode())
                .setParameter("request", request)
                .getResultList()
                .map(rows -> rows.stream().map(SubjectIndex::candidate).toList());
    }

    /** Whether everything that was there before the index is in it by now. */
    Uni<Boolean> whole(Mutiny.Session session) {
        return session.createNativeQuery(WHOLE, Boolean.class).getSingleResult();
    }

    private static Candidate candidate(Object[] row) {
        return new Candidate(
                EventId.parse((String) row[0]).orElseThrow(),
                new AgencyId((String) row[1]),
                Stream.of(((String) row[2]).split(",", -1))
                        .map(code -> IdentifierKind.of(Integer.parseInt(code)))
                        .sorted()
                        .toList());
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static UUID fingerprint(Mac mac, Identifier identifier) {
        byte[] hash = mac.doFinal((identifier.kind() + "\0" + identifier.form()).getBytes(UTF_8));
        ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(hash, 16));
        return new UUID(cut.getLong(), cut.getLong());
    }

    @Override
    public String toString() {
        return "SubjectIndex[key withheld]";
    }
}
