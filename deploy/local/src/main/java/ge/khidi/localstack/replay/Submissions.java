package ge.khidi.localstack.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the rows of a table say under a mapping, for whoever wants to have it without sending anything. */
public final class Submissions {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Submissions() {}

    /** Of one row in {@code every}; what cannot be said is left out. Fails with {@link ReplayFault} where file or mapping cannot be read. */
    public static List<JsonNode> of(Path table, Path mapping, int every) {
        List<JsonNode> submissions = new ArrayList<>();
        try (Items items = TableItems.open(table, MappingReader.read(mapping))) {
            for (Optional<Item> next = items.next(); next.isPresent(); next = items.next()) {
                if (next.get() instanceof Item.Ready ready && ready.row() % every == 0) {
                    submissions.add(JSON.readTree(ready.line()).path("event"));
                }
            }
        } catch (JsonProcessingException ownLine) {
            throw new IllegalStateException(ownLine);
        }
        return submissions;
    }
}
