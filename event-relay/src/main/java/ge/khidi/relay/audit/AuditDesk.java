package ge.khidi.relay.audit;

import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.hibernate.reactive.mutiny.Mutiny;

/** Where oversight looks at what others did: its own look is in the log, committed, before anything is shown. */
@Singleton
public class AuditDesk {

    private final AuditLog log;
    private final Mutiny.SessionFactory sessions;
    private final CallerProvider callers;

    AuditDesk(AuditLog log, Mutiny.SessionFactory sessions, CallerProvider callers) {
        this.log = log;
        this.sessions = sessions;
        this.callers = callers;
    }

    /** A look of the caller, with nothing said of what at. */
    public AuditEntry look(String action) {
        Caller caller = callers.caller();
        return AuditEntry.of(Instant.now(), Operation.CONSULTATION, action, Actor.of(caller));
    }

    /** Completes when the look is committed. */
    public Uni<Void> logged(AuditEntry look) {
        return sessions.withTransaction(session -> log.append(session, look));
    }

    Uni<Void> logged(String action) {
        return logged(look(action));
    }
}
