package ge.khidi.sharing.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import ge.khidi.relay.caller.Caller;
import ge.khidi.sharing.installation.Secret;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Items of a feed as they leave as JSON, the same in a page and in a live stream. Their cursors are good for the caller's client only. */
@Singleton
public class ItemJson {

    private static final JsonFactory JSON = new JsonFactory();

    private final Cursors cursors;

    ItemJson(Secret secret) {
        this.cursors = Cursors.ofFeed(secret);
    }

    /** Those of items. */
    public Cursors cursors() {
        return cursors;
    }

    /** One item by itself. */
    public String print(Page.Item item, Caller caller) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, item, caller);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    void write(JsonGenerator json, Page.Item item, Caller caller) throws IOException {
        json.writeStartObject();
        json.writeStringField("cursor", cursors.print(item.seq(), caller));
        json.writeStringField("kind", item.kind().word());
        json.writeStringField("eventId", item.revision().eventId().toString());
        json.writeNumberField("revision", item.revision().revision());
        raw(json, "event", item.body());
        raw(json, "conditions", item.conditions());
        json.writeEndObject();
    }

    private static void raw(JsonGenerator json, String field, Optional<String> value) throws IOException {
        json.writeFieldName(field);
        if (value.isPresent()) {
            json.writeRawValue(value.get());
        } else {
            json.writeNull();
        }
    }
}
