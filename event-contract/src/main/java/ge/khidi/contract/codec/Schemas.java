package ge.khidi.contract.codec;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.CloudEventHeaders;
import ge.khidi.contract.event.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The published JSON Schemas (2020-12): one per type for what the platform publishes, open to fields of a later version; one per
 * type for what an agency may submit, closed; and what they share. Each is known by its file name, under
 * {@link CloudEventHeaders#SCHEMA_BASE} by its {@code $id}.
 */
public final class Schemas {

    private static final List<String> SHARED = List.of("common-v1.schema.json", "common-submission-v1.schema.json");

    /** What a submission of a type that cannot be told is held against. */
    static final String ANY_SUBMISSION = "submission-v1.schema.json";

    private Schemas() {}

    /** The file names of all schemas, those the others refer to first. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(SHARED);
        names.add(ANY_SUBMISSION);
        Arrays.stream(EventType.values()).map(EventType::schemaName).forEach(names::add);
        Arrays.stream(EventType.values())
                .filter(type -> !type.product())
                .map(EventType::submissionSchemaName)
                .forEach(names::add);
        return List.copyOf(names);
    }

    /** The text of the schema of this file name. */
    public static String text(String name) {
        try (InputStream in = Schemas.class.getResourceAsStream("/ge/khidi/contract/schema/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no such schema: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What is wrong with a document under the schema of this file name; nothing if it is valid. */
    public static List<Fault> faults(String name, JsonNode document) {
        return SchemaCheck.faults(name, document);
    }
}
