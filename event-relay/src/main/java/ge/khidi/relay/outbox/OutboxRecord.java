package ge.khidi.relay.outbox;

import ge.khidi.relay.trace.TraceContext;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka record that waits to be published.
 *
 * <p>The key is the event id and decides lane and partition, so that the revisions of one event stay in order. Headers are the
 * CloudEvents headers of binary mode ({@code ce_id}, …) as the caller wants them on the wire. There is always a payload:
 * erasure is a record without content, never a null.
 */
public final class OutboxRecord {

    private final String topic;
    private final String key;
    private final Map<String, String> headers;
    private final byte[] payload;
    private final @Nullable TraceContext trace;

    private OutboxRecord(
            String topic, String key, Map<String, String> headers, byte[] payload, @Nullable TraceContext trace) {
        if (topic.isEmpty() || key.isEmpty()) {
            throw new IllegalArgumentException("A record needs a topic and a key");
        }
        this.topic = topic;
        this.key = key;
        this.headers = Map.copyOf(headers);
        this.payload = payload;
        this.trace = trace;
    }

    /** A record that takes the trace context which is current when it is added to the outbox. */
    public static OutboxRecord of(String topic, String key, Map<String, String> headers, byte[] payload) {
        return new OutboxRecord(topic, key, headers, payload.clone(), null);
    }

    /** The same record as a child of the given place instead of the current one: for one line of a batch. */
    public OutboxRecord tracedAs(TraceContext place) {
        return new OutboxRecord(topic, key, headers, payload, place);
    }

    public String topic() {
        return topic;
    }

    public String key() {
        return key;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public byte[] payload() {
        return payload.clone();
    }

    public Optional<TraceContext> trace() {
        return Optional.ofNullable(trace);
    }

    /** Upper bound of what the broker will count for this record: key, value and headers. */
    int size() {
        int size = 3 * (topic.length() + key.length()) + payload.length;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            size += 3 * (header.getKey().length() + header.getValue().length()) + 10;
        }
        return size;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OutboxRecord that
                && topic.equals(that.topic)
                && key.equals(that.key)
                && headers.equals(that.headers)
                && Arrays.equals(payload, that.payload)
                && Objects.equals(trace, that.trace);
    }

    @Override
    public int hashCode() {
        return Objects.hash(topic, key, headers, Arrays.hashCode(payload), trace);
    }

    /** Names the record; never its headers or payload. */
    @Override
    public String toString() {
        return "OutboxRecord[topic=" + topic + ", key=" + key + ", bytes=" + payload.length + "]";
    }
}
