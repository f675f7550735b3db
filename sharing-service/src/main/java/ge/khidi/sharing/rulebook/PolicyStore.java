package ge.khidi.sharing.rulebook;

import ge.khidi.contract.AgencyId;
import ge.khidi.sharing.policy.PolicySet;
import ge.khidi.sharing.policy.PolicyText;
import ge.khidi.sharing.policy.SourceFault;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The versions of both kinds as rows. Whoever moves one locks it first, and says so to the audit log in the same transaction. */
@Singleton
public class PolicyStore {

    private static final String COLUMNS =
            "v.version, v.state, v.author_agency, v.author_subject, v.note, v.digest, v.faults,"
                    + " to_json(v.drafted_at) #>> '{}', v.approver_agency, v.approver_subject,"
                    + " to_json(v.backfill_from) #>> '{}', to_json(v.activated_at) #>> '{}', v.base, v.approved_over";
    private static final String LIST = "SELECT " + COLUMNS + " FROM %s v ORDER BY v.version DESC LIMIT 500";
    private static final String FIND = "SELECT " + COLUMNS + " FROM %s v WHERE v.version = :version";
    private static final String HOLD = FIND + " FOR UPDATE";
    private static final String ACTIVE = "SELECT " + COLUMNS + " FROM %s v WHERE v.state = 'ACTIVE' FOR UPDATE";
    private static final String TEXTS = "SELECT version, texts FROM %s WHERE version = :version";
    private static final String KNOWN =
            "SELECT " + COLUMNS + " FROM %s v WHERE v.digest = :digest ORDER BY v.version DESC LIMIT 1";
    private static final String KEEP = """
            INSERT INTO %s (state, author_agency, author_subject, note, texts, digest, schema_digest, faults, base, activated_at)
            VALUES (:state, :agency, :subject, :note, :texts, :digest, :schema, :faults,
                CAST(nullif(CAST(:base AS integer), 0) AS integer),
                CASE WHEN :state = 'ACTIVE' THEN clock_timestamp() END) RETURNING version
            """;
    private static final String MOVE = """
            UPDATE %1$s SET state = :state,
                approver_agency = nullif(CAST(:agency AS text), ''), approver_subject = nullif(CAST(:subject AS text), ''),
                approved_at = CASE WHEN :state = 'APPROVED' THEN clock_timestamp() ELSE approved_at END,
                approved_epoch = CASE WHEN :state = 'APPROVED' THEN (SELECT epoch FROM current_epoch) ELSE approved_epoch END,
                approved_over = CASE WHEN :state = 'APPROVED' THEN (SELECT a.version FROM %1$s a WHERE a.state = 'ACTIVE')
                    ELSE approved_over END,
                backfill_from = CAST(nullif(CAST(:window AS text), '') AS timestamptz),
                activated_at = CASE WHEN :state = 'ACTIVE' THEN clock_timestamp() ELSE activated_at END
            WHERE version = :version
            """;
    private static final String APPROVED_NOW = """
            SELECT EXISTS (SELECT 1 FROM %s v JOIN current_epoch e ON e.epoch = v.approved_epoch
                WHERE v.version = :version AND v.state = 'APPROVED')
            """;

    /** A text as it is handed in, with what was found wrong in it, and the version it was made from. */
    public record Written(
            Officer author, String note, List<PolicyText> texts, List<SourceFault> faults, Optional<Integer> base) {
        public Written {
            texts = List.copyOf(texts);
            faults = List.copyOf(faults);
        }

        public String digest() {
            return PolicySet.digest(texts);
        }

        /** The same, made from this version. */
        Written madeFrom(int version) {
            return new Written(author, note, texts, faults, Optional.of(version));
        }
    }

    public Uni<List<PolicyVersion>> list(Mutiny.Session session, VersionKind kind) {
        return session.createNativeQuery(in(LIST, kind), Object[].class)
                .getResultList()
                .map(rows -> rows.stream().map(row -> version(kind, row)).toList());
    }

    public Uni<Optional<PolicyVersion>> find(Mutiny.Session session, VersionKind kind, int version) {
        return one(session, kind, FIND, version);
    }

    /** The version, which nobody else moves until the transaction ends. */
    public Uni<Optional<PolicyVersion>> hold(Mutiny.Session session, VersionKind kind, int version) {
        return one(session, kind, HOLD, version);
    }

    /** The active version, held likewise; there is none only before the very first. */
    public Uni<Optional<PolicyVersion>> holdActive(Mutiny.Session session, VersionKind kind) {
        return session.createNativeQuery(in(ACTIVE, kind), Object[].class)
                .getResultList()
                .map(rows -> rows.stream().findFirst().map(row -> version(kind, row)));
    }

    public Uni<List<PolicyText>> texts(Mutiny.Session session, VersionKind kind, int version) {
        return session.createNativeQuery(in(TEXTS, kind), Object[].class)
                .setParameter("version", version)
                .getResultList()
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> texts((String) row[1]))
                        .orElse(List.of()));
    }

    /** The newest version with exactly these texts. */
    public Uni<Optional<PolicyVersion>> known(Mutiny.Session session, VersionKind kind, String digest) {
        return session.createNativeQuery(in(KNOWN, kind), Object[].class)
                .setParameter("digest", digest)
                .getResultList()
                .map(rows -> rows.stream().findFirst().map(row -> version(kind, row)));
    }

    /** Keeps a new version and answers its number. */
    public Uni<Integer> keep(Mutiny.Session session, VersionKind kind, Written written, PolicyState state) {
        return session.createNativeQuery(in(KEEP, kind), Integer.class)
                .setParameter("state", state.word())
                .setParameter("agency", written.author().agency().value())
                .setParameter("subject", written.author().subject())
                .setParameter("note", written.note())
                .setParameter("texts", json(written.texts()))
                .setParameter("digest", written.digest())
                .setParameter("schema", PolicySet.schemaDigest())
                .setParameter("faults", faults(written.faults()))
                .setParameter("base", written.base().orElse(0))
                .getSingleResult();
    }

    /** Writes down the state a version has moved to. */
    public Uni<Void> move(Mutiny.Session session, VersionKind kind, int version, PolicyState to) {
        Optional<PolicyState.Approval> approval =
                to instanceof PolicyState.Approved approved ? Optional.of(approved.approval()) : Optional.empty();
        return session.createNativeQuery(in(MOVE, kind))
                .setParameter("version", version)
                .setParameter("state", to.word())
                .setParameter(
                        "agency", approval.map(one -> one.by().agency().value()).orElse(""))
                .setParameter("subject", approval.map(one -> one.by().subject()).orElse(""))
                .setParameter(
                        "window",
                        approval.flatMap(PolicyState.Approval::backfillFrom)
                                .map(Instant::toString)
                                .orElse(""))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Whether its approval was given under the rules that are in force now. */
    public Uni<Boolean> approvedUnderTheRulesInForce(Mutiny.Session session, VersionKind kind, int version) {
        return session.createNativeQuery(in(APPROVED_NOW, kind), Boolean.class)
                .setParameter("version", version)
                .getSingleResult();
    }

    private static Uni<Optional<PolicyVersion>> one(
            Mutiny.Session session, VersionKind kind, String query, int version) {
        return session.createNativeQuery(in(query, kind), Object[].class)
                .setParameter("version", version)
                .getResultList()
                .map(rows -> rows.stream().findFirst().map(row -> version(kind, row)));
    }

    private static String in(String query, VersionKind kind) {
        return query.formatted(kind.table());
    }

    private static PolicyVersion version(VersionKind kind, Object[] row) {
        return new PolicyVersion(
                kind,
                ((Number) row[0]).intValue(),
                state(row),
                new Officer(new AgencyId((String) row[2]), (String) row[3]),
                (String) row[4],
                (String) row[5],
                time(row[7]).orElseThrow(),
                time(row[11]),
                Optional.ofNullable((Integer) row[12]),
                Optional.ofNullable((Integer) row[13]));
    }

    private static PolicyState state(Object[] row) {
        String word = (String) row[1];
        return switch (word) {
            case "DRAFT" -> new PolicyState.Draft(parseFaults((String) row[6]));
            case "VALIDATED" -> new PolicyState.Validated();
            case "APPROVED" ->
                new PolicyState.Approved(new PolicyState.Approval(
                        new Officer(new AgencyId((String) row[8]), (String) row[9]), time(row[10])));
            case "ACTIVE" -> new PolicyState.Active();
            case "RETIRED" -> new PolicyState.Retired();
            default -> throw new IllegalStateException("not a state of a policy set");
        };
    }

    /** A time as {@code to_json} prints it. */
    public static Optional<Instant> time(@Nullable Object column) {
        return Optional.ofNullable((String) column)
                .map(text -> OffsetDateTime.parse(text).toInstant());
    }

    static String json(List<PolicyText> texts) {
        JsonArray json = new JsonArray();
        texts.forEach(text -> json.add(new JsonObject().put("file", text.file()).put("text", text.text())));
        return json.encode();
    }

    static List<PolicyText> texts(String json) {
        return new JsonArray(json)
                .stream()
                        .map(JsonObject.class::cast)
                        .map(text -> new PolicyText(text.getString("file"), text.getString("text")))
                        .toList();
    }

    /** Faults as they are stored; {@link #parseFaults} is its inverse. */
    public static String faults(List<SourceFault> faults) {
        JsonArray json = new JsonArray();
        faults.forEach(fault -> json.add(new JsonObject()
                .put("file", fault.file())
                .put("line", fault.line())
                .put("column", fault.column())
                .put("message", fault.message())
                .put("pointer", fault.pointer())));
        return json.encode();
    }

    /** Reads what {@link #faults} wrote, and what was stored before pointers were kept. */
    public static List<SourceFault> parseFaults(String json) {
        List<SourceFault> faults = new ArrayList<>();
        new JsonArray(json)
                .stream()
                        .map(JsonObject.class::cast)
                        .forEach(fault -> faults.add(new SourceFault(
                                fault.getString("file"),
                                fault.getInteger("line"),
                                fault.getInteger("column"),
                                fault.getString("message"),
                                fault.getString("pointer", ""))));
        return faults;
    }
}
