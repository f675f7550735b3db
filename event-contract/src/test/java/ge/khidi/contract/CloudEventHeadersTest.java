package ge.khidi.contract;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.codec.Schemas;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CloudEventHeadersTest {

    @Test
    void theHeadersOfAPublishedEventAreThese() throws IOException {
        Event event;
        try (InputStream golden = CloudEventHeadersTest.class.getResourceAsStream("/golden/document-fraud-v1.json")) {
            event = EventCodec.parse(golden == null ? new byte[0] : golden.readAllBytes())
                    .toOptional()
                    .orElseThrow();
        }

        assertThat(CloudEventHeaders.of(event))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        event.id() + "/" + event.revision(),
                        "ce_source",
                        "/agencies/" + event.origin().agency().value(),
                        "ce_type",
                        "ge.khidi.border.document-fraud.v1",
                        "ce_time",
                        event.acceptedAt().toString(),
                        "ce_subject",
                        event.id().value().toString(),
                        "ce_dataschema",
                        "https://khidi.ge/schemas/document-fraud-v1.schema.json",
                        "content-type",
                        "application/json"));
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void theDataSchemaIsAPublishedOne(EventType type) {
        Map<String, String> headers = CloudEventHeaders.of(new RandomEvents(1).event(type));

        String schema = headers.getOrDefault(CloudEventHeaders.DATA_SCHEMA, "");

        assertThat(Schemas.names()).contains(schema.substring(CloudEventHeaders.SCHEMA_BASE.length()));
    }
}
