package ge.khidi.sharing.notice;

import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Concern;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.caller.Caller;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.feed.Cursor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Gives out an agency's notices, page by page, each page in the audit log before it leaves. Whoever has no list sees an empty one. */
@ApplicationScoped
public class NoticePages {

    private final Mutiny.SessionFactory sessions;
    private final Notices notices;
    private final DecisionTable decisions;
    private final AuditLog audit;
    private final Clock clock;

    NoticePages(Mutiny.SessionFactory sessions, Notices notices, DecisionTable decisions, AuditLog audit, Clock clock) {
        this.sessions = sessions;
        this.notices = notices;
        this.decisions = decisions;
        this.audit = audit;
        this.clock = clock;
    }

    /** Notices after a place; {@code last} is where to read on. */
    public record Page(List<Notices.Notice> notices, long last, boolean more) {
        public Page {
            notices = List.copyOf(notices);
        }
    }

    /** The newest place of an agency's list; the beginning where there is none. */
    public Uni<Cursor> end(Caller caller) {
        return decisions
                .find(caller.agency())
                .map(feed -> sessions.withSession(session -> notices.end(session, feed.id())))
                .orElseGet(() -> Uni.createFrom().item(Cursor.BEGINNING));
    }

    /** The next notices for several callers of one agency, at least one; they are in the audit log for each of them when this is answered. */
    public Uni<Page> read(List<Caller> callers, Cursor after, int limit) {
        Optional<Feed> feed = decisions.find(callers.get(0).agency());
        return feed.isEmpty()
                ? Uni.createFrom().item(new Page(List.of(), after.seq(), false))
                : sessions.withTransaction(
                        session -> notices.page(session, feed.get().id(), after.seq(), limit + 1)
                                .map(found -> page(found, after, limit))
                                .call(page -> log(session, callers, page)));
    }

    private static Page page(List<Notices.Notice> found, Cursor after, int limit) {
        List<Notices.Notice> shown = found.subList(0, Math.min(found.size(), limit));
        return new Page(
                shown,
                shown.isEmpty() ? after.seq() : shown.get(shown.size() - 1).seq(),
                found.size() > limit);
    }

    private Uni<Void> log(Mutiny.Session session, List<Caller> callers, Page page) {
        return page.notices().isEmpty()
                ? Uni.createFrom().voidItem()
                : audit.append(
                        session,
                        callers.stream().map(caller -> entry(caller, page)).toList());
    }

    private AuditEntry entry(Caller caller, Page page) {
        Actor actor = Actor.of(caller);
        return AuditEntry.of(clock.instant(), Operation.DISCLOSURE, "notices.read", actor)
                .about(Concern.count(page.notices().size()))
                .to(caller.agency());
    }
}
