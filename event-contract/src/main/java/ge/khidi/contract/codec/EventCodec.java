package ge.khidi.contract.codec;

/** placeholder */
final class EventCodec {
    private EventCodec() {}
}
