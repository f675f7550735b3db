package ge.khidi.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.relay.consumption.Reading;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A revision of an event as the tests send it: {@code eventId/revision}, the id of a CloudEvent, is all it says. */
public record Letter(String eventId, long revision) {

    private static final Pattern FORM = Pattern.compile("([0-9a-f-]{36})/(-?[0-9]+)(?: .*)?");

    public static String newEventId() {
        return UUID.randomUUID().toString();
    }

    public String id() {
        return eventId + "/" + revision;
    }

    public Map<String, String> headers() {
        return Map.of("ce_id", id(), "ce_specversion", "1.0", "ce_type", "ge.khidi.letter");
    }

    public byte[] bytes() {
        return id().getBytes(UTF_8);
    }

    /** The same, {@code size} bytes large. */
    public byte[] bytes(int size) {
        return (id() + " " + "x".repeat(size - id().length() - 1)).getBytes(UTF_8);
    }

    /** As a producer sends it. */
    public ProducerRecord<byte[], byte[]> to(String topic) {
        return recordTo(topic, bytes());
    }

    public ProducerRecord<byte[], byte[]> recordTo(String topic, byte[] value) {
        ProducerRecord<byte[], byte[]> sent = new ProducerRecord<>(topic, eventId.getBytes(UTF_8), value);
        headers().forEach((name, text) -> sent.headers().add(name, text.getBytes(UTF_8)));
        return sent;
    }

    public static Reading<Letter> read(ConsumerRecord<byte[], byte[]> received) {
        byte @Nullable [] value = received.value();
        Matcher form = FORM.matcher(value == null ? "" : new String(value, UTF_8));
        if (!form.matches()) {
            return Reading.unreadable(List.of("not a letter"));
        }
        return Reading.of(new Letter(form.group(1), Long.parseLong(form.group(2))));
    }

    public static Letter of(ConsumerRecord<byte[], byte[]> received) {
        return read(received).fold(letter -> letter, reasons -> {
            throw new AssertionError(reasons);
        });
    }
}
