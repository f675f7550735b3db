package ge.khidi.sharing.notice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Concern;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.feed.Cursor;
import ge.khidi.sharing.feed.Cursors;
import ge.khidi.sharing.feed.Readers;
import ge.khidi.sharing.installation.Secret;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/notices}: what the caller's agency is asked or told about events it said itself. */
@Path("/v1/notices")
@Singleton
@RolesAllowed({Role.Name.FEED_READER, Role.Name.RELEASE_OFFICER})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Releases")
public class NoticeResource {

    private final Mutiny.SessionFactory sessions;
    private final Notices notices;
    private final DecisionTable decisions;
    private final AuditLog audit;
    private final CallerProvider callers;
    private final Clock clock;
    private final Cursors cursors;

    NoticeResource(
            Mutiny.SessionFactory sessions,
            Notices notices,
            DecisionTable decisions,
            AuditLog audit,
            CallerProvider callers,
            Clock clock,
            Secret secret) {
        this.sessions = sessions;
        this.notices = notices;
        this.decisions = decisions;
        this.audit = audit;
        this.callers = callers;
        this.clock = clock;
        this.cursors = new Cursors(secret.key("notice-cursor/v1"));
    }

    @GET
    @Operation(
            summary =
                    "The next page of what your agency is asked or told about its own events; 1 to 1000, 100 unless given",
            description = "CONSENT_REQUEST: answer at /v1/releases/{subject}/decision. ONWARD_REQUEST: at"
                    + " /v1/onward/{subject}/decision. RELEASED_FOR_LIFE_THREAT, DECLARED_UNLAWFUL: to be known.")
    public Uni<Response> page(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        Caller caller = callers.caller();
        Cursor from = cursors.from(after, caller);
        int most = Readers.limit(limit);
        Optional<Feed> feed = decisions.find(caller.agency());
        return feed.isEmpty()
                ? Uni.createFrom().item(ok(List.of(), from, most, caller))
                : sessions.withTransaction(session -> notices.page(
                                        session, feed.get().id(), from.seq(), most + 1)
                                .call(found -> log(session, caller, Math.min(found.size(), most))))
                        .map(found -> ok(found, from, most, caller));
    }

    private Response ok(List<Notices.Notice> found, Cursor from, int most, Caller caller) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        long last = from.seq();
        for (Notices.Notice notice : found.subList(0, Math.min(found.size(), most))) {
            last = notice.seq();
            ObjectNode item = items.addObject()
                    .put("cursor", print(last, caller))
                    .put("kind", notice.kind().name())
                    .put("subject", notice.subject())
                    .put("eventId", notice.own().eventId().toString())
                    .put("revision", notice.own().revision())
                    .put("partner", notice.partner().value())
                    .put("legalBasis", notice.legalBasis())
                    .put("at", notice.at());
            notice.deadline().ifPresent(deadline -> item.put("deadline", deadline));
        }
        json.put("next", print(last, caller)).put("more", found.size() > most);
        return Response.ok(json.toString()).build();
    }

    private String print(long seq, Caller caller) {
        return cursors.print(new Cursor(seq), caller.agency(), caller.client());
    }

    private Uni<Void> log(Mutiny.Session session, Caller caller, int shown) {
        return shown == 0
                ? Uni.createFrom().voidItem()
                : audit.append(
                        session,
                        AuditEntry.of(
                                        clock.instant(),
                                        ge.khidi.relay.audit.Operation.DISCLOSURE,
                                        "notices.read",
                                        Actor.of(caller.agency(), caller.subject(), caller.client()))
                                .about(Concern.count(shown))
                                .to(caller.agency()));
    }
}
