package ge.khidi.contract;

import ge.khidi.contract.event.Event;
import java.util.LinkedHashMap;
import java.util.Map;

/** The headers of an event on Kafka: CloudEvents 1.0, binary mode. The key of the record is the event id. */
public final class CloudEventHeaders {

    public static final String SPEC_VERSION = "ce_specversion";
    /** {@code eventId/revision}: by it every consumer knows what it has handled. */
    public static final String ID = "ce_id";
    /** {@code /agencies/<agency>}. */
    public static final String SOURCE = "ce_source";

    public static final String TYPE = "ce_type";
    /** When the platform accepted it. */
    public static final String TIME = "ce_time";
    /** The event id. */
    public static final String SUBJECT = "ce_subject";

    public static final String DATA_SCHEMA = "ce_dataschema";
    public static final String CONTENT_TYPE = "content-type";

    /** The media type of the value. */
    public static final String JSON = "application/json";
    /** Under this base every published schema has its {@code $id}. */
    public static final String SCHEMA_BASE = "https://khidi.ge/schemas/";

    private CloudEventHeaders() {}

    public static Map<String, String> of(Event event) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(SPEC_VERSION, "1.0");
        headers.put(ID, event.revisionId().toString());
        headers.put(SOURCE, "/agencies/" + event.origin().agency());
        headers.put(TYPE, event.type().cloudEventType());
        headers.put(TIME, event.acceptedAt().toString());
        headers.put(SUBJECT, event.id().toString());
        headers.put(DATA_SCHEMA, SCHEMA_BASE + event.type().schemaName());
        headers.put(CONTENT_TYPE, JSON);
        return headers;
    }
}
