package ge.khidi.localstack.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** A file that already has intake's batch lines, sent as they are; blank lines are passed over. */
final class LineItems implements Items {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final BufferedReader lines;
    private long row;

    private LineItems(Path file, BufferedReader lines) {
        this.file = file;
        this.lines = lines;
    }

    static LineItems open(Path file) {
        try {
            var text = new InputStreamReader(Table.plain(file), StandardCharsets.UTF_8.newDecoder());
            return new LineItems(file, new BufferedReader(text, 1 << 16));
        } catch (IOException e) {
            throw new ReplayFault("cannot read " + file, e);
        }
    }

    @Override
    public Optional<Item> next() {
        try {
            String line = lines.readLine();
            while (line != null && line.isBlank()) {
                line = lines.readLine();
            }
            return Optional.ofNullable(line).map(said -> new Item.Ready(++row, reference(said), said.strip()));
        } catch (IOException e) {
            throw new ReplayFault(file + " cannot be read after line " + row + " ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    /** For the report only: a line that is no JSON is intake's to refuse. */
    private static Optional<String> reference(String line) {
        try {
            JsonNode tree = JSON.readTree(line);
            String own = tree.path("reference").textValue();
            return Optional.ofNullable(
                    own != null ? own : tree.at("/event/reference").textValue());
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new ReplayFault("cannot close " + file, e);
        }
    }
}
