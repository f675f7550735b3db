package ge.khidi.analysis.topology;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * State and what travels between the steps, as JSON, so that a later version can read what an earlier one wrote: fields may be added,
 * fields it does not know are passed over.
 */
final class StateJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule()
                    .addSerializer(Event.class, new EventWriter())
                    .addDeserializer(Event.class, new EventReader()))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private StateJson() {}

    static <T> Serde<T> of(Class<T> type) {
        ObjectWriter writer = MAPPER.writerFor(type);
        ObjectReader reader = MAPPER.readerFor(type);
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : write(writer, value),
                (topic, bytes) -> bytes == null ? null : read(reader, bytes, type));
    }

    /** Products as they travel, by the codec of the contract. */
    static Serde<Event> event() {
        return Serdes.serdeFrom(
                (topic, event) -> event == null ? null : EventCodec.print(event),
                (topic, bytes) -> bytes == null ? null : parsed(bytes));
    }

    private static byte @Nullable [] write(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static <T> T read(ObjectReader reader, byte[] bytes, Class<T> type) {
        try {
            return reader.readValue(bytes, type);
        } catch (IOException foreign) {
            throw new UncheckedIOException(foreign);
        }
    }

    private static Event parsed(byte[] bytes) {
        return EventCodec.parse(bytes).toOptional().orElseThrow(() -> new IllegalStateException("not an event"));
    }

    private static final class EventWriter extends JsonSerializer<Event> {
        @Override
        public void serialize(Event event, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeTree(EventCodec.tree(event));
        }
    }

    private static final class EventReader extends JsonDeserializer<Event> {
        @Override
        public Event deserialize(JsonParser json, DeserializationContext context) throws IOException {
            ObjectNode tree = json.readValueAsTree();
            return EventCodec.parse(tree)
                    .toOptional()
                    .orElseThrow(() -> new IllegalStateException("state holds what is not an event"));
        }
    }
}
