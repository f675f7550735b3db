package ge.khidi.relay.audit;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * One line of the audit log. It names events, rows and rules, and never holds content.
 *
 * <p>{@code action} is a constant of the station that writes it, such as {@code submission.accepted}. {@code digest} is salted
 * where it is taken over content, and the salt is erased with the content. {@code at} has microseconds.
 */
public record AuditEntry(
        UUID id,
        Instant at,
        Operation operation,
        String action,
        Actor actor,
        Justification justification,
        Concern concern,
        Optional<AgencyId> recipient,
        Optional<Authority> authority,
        Optional<String> digest) {

    public AuditEntry {
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    /** An entry that the other methods complete. */
    public static AuditEntry of(Instant at, Operation operation, String action, Actor actor) {
        return new AuditEntry(
                UUID.randomUUID(),
                at,
                operation,
                action,
                actor,
                Justification.NONE,
                Concern.NOTHING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public AuditEntry because(Justification why) {
        return new AuditEntry(id, at, operation, action, actor, why, concern, recipient, authority, digest);
    }

    public AuditEntry about(EventId event) {
        return about(Concern.of(event));
    }

    public AuditEntry about(RevisionId revision) {
        return about(Concern.of(revision));
    }

    public AuditEntry about(Concern what) {
        return new AuditEntry(id, at, operation, action, actor, justification, what, recipient, authority, digest);
    }

    public AuditEntry to(AgencyId receiver) {
        Optional<AgencyId> to = Optional.of(receiver);
        return new AuditEntry(id, at, operation, action, actor, justification, concern, to, authority, digest);
    }

    public AuditEntry under(Authority rules) {
        Optional<Authority> under = Optional.of(rules);
        return new AuditEntry(id, at, operation, action, actor, justification, concern, recipient, under, digest);
    }

    public AuditEntry withDigest(String hex) {
        Optional<String> of = Optional.of(hex);
        return new AuditEntry(id, at, operation, action, actor, justification, concern, recipient, authority, of);
    }

    /** One line of JSON: these characters, in UTF-8, are what the tree seals and what an export shows. */
    public String line() {
        JsonObject line = new JsonObject()
                .put("at", at.toString())
                .put("id", id.toString())
                .put("operation", operation.name())
                .put("action", action)
                .put("agency", actor.agency().value());
        actor.subject().ifPresent(subject -> line.put("subject", subject));
        actor.client().ifPresent(client -> line.put("client", client));
        justification.purpose().ifPresent(purpose -> line.put("purpose", purpose));
        justification.reason().ifPresent(reason -> line.put("reason", reason));
        justification.caseReference().ifPresent(reference -> line.put("case", reference));
        concern.event().ifPresent(event -> line.put("event", event.toString()));
        concern.revision().ifPresent(revision -> line.put("revision", revision));
        concern.rows().ifPresent(rows -> line.put("rows", json(rows)));
        concern.count().ifPresent(count -> line.put("count", count));
        recipient.ifPresent(receiver -> line.put("recipient", receiver.value()));
        authority.ifPresent(rules -> line.put("epoch", rules.epoch()).put("policies", new JsonArray(rules.policies())));
        digest.ifPresent(hex -> line.put("digest", hex));
        return line.encode();
    }

    private static JsonObject json(FeedRange rows) {
        JsonObject json = new JsonObject()
                .put("feed", rows.feed().value())
                .put("first", rows.first())
                .put("last", rows.last())
                .put("items", rows.items());
        rows.filter().ifPresent(filter -> json.put("filter", filter));
        return rows.except().isEmpty() ? json : json.put("except", new JsonArray(rows.except()));
    }

    /** Names what happened, not who did it or why. */
    @Override
    public String toString() {
        return "AuditEntry[" + operation + ", " + action + ", " + id + "]";
    }
}
