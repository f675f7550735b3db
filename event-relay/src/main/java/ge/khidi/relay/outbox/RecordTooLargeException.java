package ge.khidi.relay.outbox;

/**
 * A record is larger than the broker will ever take. It is refused when it is added, so that the caller's transaction fails and
 * nothing is acknowledged, instead of stopping a lane for good afterwards.
 */
public final class RecordTooLargeException extends RuntimeException {

    RecordTooLargeException(OutboxRecord outboxRecord, int most) {
        super(outboxRecord + " exceeds " + most + " bytes");
    }
}
