package ge.khidi.relay.suspension;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.CloudEventHeaders;
import ge.khidi.contract.Topics;
import ge.khidi.relay.consumption.Reading;
import ge.khidi.relay.outbox.OutboxRecord;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Every agency that is suspended, and no other, as it travels on {@link Topics#SUSPENSIONS}. A higher number goes with a later set, so whoever has heard a
 * number goes by none that is not higher. Why, and who said it, is nobody's business but sharing's.
 */
public record SuspendedAgencies(long number, Set<AgencyId> agencies) {

    /** Of every such record, so that compaction keeps the last one, and one partition their order. */
    static final String KEY = "suspended";

    private static final String TYPE = "ge.khidi.suspended-agencies.v1";
    private static final String SOURCE = "/platform/sharing";

    public SuspendedAgencies {
        if (number < 1) {
            throw new IllegalArgumentException("numbers begin at 1");
        }
        agencies = Set.copyOf(agencies);
    }

    /** What is published. */
    public OutboxRecord message(Instant now) {
        Map<String, String> headers = Map.of(
                CloudEventHeaders.SPEC_VERSION,
                "1.0",
                CloudEventHeaders.ID,
                Long.toString(number),
                CloudEventHeaders.SOURCE,
                SOURCE,
                CloudEventHeaders.TYPE,
                TYPE,
                CloudEventHeaders.TIME,
                now.toString(),
                CloudEventHeaders.CONTENT_TYPE,
                CloudEventHeaders.JSON);
        return OutboxRecord.of(Topics.SUSPENSIONS, KEY, headers, print().getBytes(UTF_8));
    }

    private String print() {
        List<String> ids = agencies.stream().sorted().map(AgencyId::value).toList();
        return new JsonObject()
                .put("number", number)
                .put("agencies", new JsonArray(ids))
                .encode();
    }

    /** From a record; one that is not wholly as it should be says nothing of anybody. */
    public static Reading<SuspendedAgencies> read(ConsumerRecord<byte[], byte[]> received) {
        byte[] key = received.key();
        byte[] value = received.value();
        if (key == null || value == null || !new String(key, UTF_8).equals(KEY)) {
            return Reading.unreadable(List.of("a set of suspended agencies has one key, and a value"));
        }
        return parse(value)
                .<Reading<SuspendedAgencies>>map(Reading::of)
                .orElseGet(() -> Reading.unreadable(List.of("not a number above 0 with a list of agency ids")));
    }

    private static Optional<SuspendedAgencies> parse(byte[] value) {
        JsonObject json;
        try {
            json = new JsonObject(Buffer.buffer(value));
        } catch (DecodeException | ClassCastException notAnObject) {
            return Optional.empty();
        }
        Set<AgencyId> agencies = new HashSet<>();
        if (!(json.getValue("agencies") instanceof JsonArray ids)) {
            return Optional.empty();
        }
        for (Object id : ids) {
            Optional<AgencyId> agency = id instanceof String text ? AgencyId.parse(text) : Optional.<AgencyId>empty();
            if (agency.isEmpty()) {
                return Optional.empty();
            }
            agencies.add(agency.get());
        }
        Object number = json.getValue("number");
        return (number instanceof Long || number instanceof Integer) && ((Number) number).longValue() > 0
                ? Optional.of(new SuspendedAgencies(((Number) number).longValue(), agencies))
                : Optional.empty();
    }
}
