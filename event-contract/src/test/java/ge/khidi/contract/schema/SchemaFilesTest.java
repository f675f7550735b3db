package ge.khidi.contract.schema;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.codec.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaFilesTest {

    /** Writes them as well when started with {@code -Dkhidi.schemas=write}. */
    @Test
    void theCheckedInSchemasAreThoseTheRecordsAndFieldsAskFor() throws IOException {
        Map<String, String> written = SchemaFiles.write(Fields.load());
        if ("write".equals(System.getProperty("khidi.schemas"))) {
            Path folder = Files.createDirectories(Path.of("src/main/resources/ge/khidi/contract/schema"));
            for (Map.Entry<String, String> file : written.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
            return;
        }

        assertThat(Schemas.names()).containsExactlyInAnyOrderElementsOf(written.keySet());
        written.forEach((name, text) -> assertThat(Schemas.text(name)).as(name).isEqualTo(text));
    }

    @Test
    void nothingIsDescribedThatDoesNotExist() {
        Fields fields = Fields.load();

        SchemaFiles.write(fields);
        FieldTables.page(fields);

        assertThat(fields.unasked()).isEmpty();
    }
}
