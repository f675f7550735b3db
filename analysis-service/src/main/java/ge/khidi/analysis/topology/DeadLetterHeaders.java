package ge.khidi.analysis.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Why a record could not be read and where it was; the same names as every consumer of the platform uses. */
final class DeadLetterHeaders {

    static final String REASON = "dead-letter-reason";
    static final String TOPIC = "dead-letter-topic";
    static final String PARTITION = "dead-letter-partition";
    static final String OFFSET = "dead-letter-offset";

    /** Present when the value had to be left where it was read, because with the reason it no longer fits. */
    static final String VALUE_LEFT_OUT = "dead-letter-value-left-out";

    private DeadLetterHeaders() {}

    /** The headers the record came with, and these. */
    static Headers of(Headers received, RecordMetadata origin, String reason) {
        return new RecordHeaders(received.toArray())
                .add(REASON, reason.getBytes(UTF_8))
                .add(TOPIC, origin.topic().getBytes(UTF_8))
                .add(PARTITION, Integer.toString(origin.partition()).getBytes(UTF_8))
                .add(OFFSET, Long.toString(origin.offset()).getBytes(UTF_8));
    }

    /** The topic the record came from. */
    static String topic(Headers headers) {
        return new String(headers.lastHeader(TOPIC).value(), UTF_8);
    }
}
