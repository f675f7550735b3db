package ge.khidi.sharing.link;

import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Concern;
import ge.khidi.relay.audit.Operation;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.feed.Cursor;
import ge.khidi.sharing.feed.EmptyPolls;
import ge.khidi.sharing.feed.Reader;
import ge.khidi.sharing.hit.HitNotices;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Gives out an agency's hit notices, page by page, each page in the audit log before it leaves. Whoever has no list sees an empty one. */
@ApplicationScoped
class HitPages {

    private final Mutiny.SessionFactory sessions;
    private final DecisionTable decisions;
    private final HitNotices hits;
    private final AuditLog audit;
    private final EmptyPolls emptyPolls;
    private final Clock clock;

    HitPages(
            Mutiny.SessionFactory sessions,
            DecisionTable decisions,
            HitNotices hits,
            AuditLog audit,
            EmptyPolls emptyPolls,
            Clock clock) {
        this.sessions = sessions;
        this.decisions = decisions;
        this.hits = hits;
        this.audit = audit;
        this.emptyPolls = emptyPolls;
        this.clock = clock;
    }

    Uni<HitNotices.Page> read(Reader reader, Cursor after, int limit) {
        Optional<Feed> feed = decisions.find(reader.caller().agency());
        if (feed.isEmpty()) {
            emptyPolls.count(reader);
            return Uni.createFrom().item(new HitNotices.Page(List.of(), after.seq(), false));
        }
        return sessions.withTransaction(session -> hits.page(session, feed.get().id(), after.seq(), limit)
                        .call(page -> log(session, reader, page)))
                .invoke(page -> {
                    if (page.notices().isEmpty()) {
                        emptyPolls.count(reader);
                    }
                });
    }

    private Uni<Void> log(Mutiny.Session session, Reader reader, HitNotices.Page page) {
        return page.notices().isEmpty()
                ? Uni.createFrom().voidItem()
                : audit.append(
                        session,
                        AuditEntry.of(clock.instant(), Operation.DISCLOSURE, "hits.read", reader.actor())
                                .because(reader.why())
                                .about(Concern.count(page.notices().size()))
                                .to(reader.caller().agency()));
    }
}
