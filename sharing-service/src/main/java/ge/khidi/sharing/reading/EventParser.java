package ge.khidi.sharing.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.relay.consumption.Reading;
import ge.khidi.relay.consumption.RecordParser;
import ge.khidi.relay.trace.TraceContext;
import ge.khidi.sharing.feed.Arrival;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * From a record to an event. A record under another key than its event's id, or on another topic than its type's, is not
 * readable: order per event would not hold for it.
 */
final class EventParser implements RecordParser<Arrival> {

    @Override
    public Reading<Arrival> parse(ConsumerRecord<byte[], byte[]> received) {
        byte[] value = received.value();
        if (value == null) {
            return Reading.unreadable(List.of("no value: erasure is a record without content, never a null"));
        }
        return EventCodec.parse(value)
                .fold(
                        event -> checked(event, received),
                        faults -> Reading.unreadable(faults.stream()
                                .map(fault -> fault.pointer() + " " + fault.code())
                                .toList()));
    }

    private Reading<Arrival> checked(Event event, ConsumerRecord<byte[], byte[]> received) {
        byte[] key = received.key();
        if (key == null || !new String(key, UTF_8).equals(event.id().toString())) {
            return Reading.unreadable(List.of("the key is not the event's id"));
        }
        if (!received.topic().equals(event.type().topic())) {
            return Reading.unreadable(List.of("an event of this type belongs to another topic"));
        }
        String body = new String(EventCodec.print(event), UTF_8);
        return Reading.of(new Arrival(event, body, TraceContext.from(received.headers())));
    }
}
