package ge.khidi.sharing.release;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A held item as it is stored, with what became of it. */
@Entity
@Table(name = "release")
class Release {

    /** What became of a held item. */
    enum State {
        /** Somebody's word is still needed. */
        PENDING,
        APPROVED,
        REJECTED,
        /** It was approved, and that was taken back. */
        REVOKED,
        /** A later revision took its place in the queue. */
        SUPERSEDED,
        /** The event may not be used any more, or the partner may not have it any more. */
        LAPSED
    }

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    short feed;
    String partner;

    @Column(name = "event_id")
    UUID eventId;

    int revision;

    @Column(name = "class_id")
    long classId;

    String originator;
    String gateway;
    String profile;
    String holds;
    int step;
    String awaiting;
    String state;

    @Nullable
    Instant until;

    Instant since;

    /** By when a word is expected: the one that is awaited, or the second officer's. */
    Instant deadline;

    /** Whether it was released at once for a life that was threatened, and what a second officer said. */
    @Nullable
    String threat;

    @Column(name = "decided_at")
    @Nullable
    Instant decidedAt;

    static final String UNCONFIRMED = "UNCONFIRMED";

    /** Whether somebody's word is late. */
    boolean overdue(Instant now) {
        return (state.equals(State.PENDING.name()) || UNCONFIRMED.equals(threat)) && deadline.isBefore(now);
    }
}
