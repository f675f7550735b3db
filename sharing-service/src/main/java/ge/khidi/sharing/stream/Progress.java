package ge.khidi.sharing.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far one stream is. It reads only when the socket has taken everything that was written before, so what waits for a slow reader is
 * one flush and no more.
 *
 * <pre>
 *            reads            arrived, nothing to show
 *   at rest ───────▶ reading ──────────────────────────▶ at rest
 *      ▲                │ arrived, wrote
 *      │     taken      ▼
 *      └───────────  writing
 * </pre>
 */
final class Progress {

    private final Instant until;
    private long place;
    private boolean reading;
    private boolean more;
    private Instant written;
    private @Nullable Instant waitingSince;

    /** @param until when the token runs out that opened the stream */
    Progress(long place, Instant until, Instant now) {
        this.place = place;
        this.until = until;
        this.written = now;
    }

    /** Everything up to and including it was read. */
    long place() {
        return place;
    }

    /** Whether it can read, and there is something, as far as the end of its list is known. */
    boolean wants(long end) {
        return !reading && waitingSince == null && place < end;
    }

    /** Whether its last flush was full, so that there is more at once. */
    boolean catchesUp() {
        return more;
    }

    void reads() {
        reading = true;
    }

    void arrived(long last, boolean andMore) {
        reading = false;
        place = last;
        more = andMore;
    }

    /** The reading failed; it will be tried again from the same place, not sooner than what is new is read. */
    void failed() {
        reading = false;
        more = false;
    }

    void wrote(Instant now) {
        written = now;
        waitingSince = now;
    }

    /** The socket has taken everything. */
    void taken() {
        waitingSince = null;
    }

    /** Whether something that was written is still here. */
    boolean waits() {
        return waitingSince != null;
    }

    /** Whether nothing was written for so long, and something can be. */
    boolean silent(Instant now, Duration heartbeat) {
        return waitingSince == null && !now.isBefore(written.plus(heartbeat));
    }

    /** Why it ends now, if it does. */
    Optional<Ending> ending(Instant now, Duration patience) {
        if (!now.isBefore(until)) {
            return Optional.of(Ending.TOKEN_EXPIRED);
        }
        return waitingSince != null && !now.isBefore(waitingSince.plus(patience))
                ? Optional.of(Ending.TOO_SLOW)
                : Optional.empty();
    }
}
