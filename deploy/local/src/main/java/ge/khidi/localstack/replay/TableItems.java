package ge.khidi.localstack.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A table, said by a mapping. */
final class TableItems implements Items {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final Table table;
    private final Mapping mapping;

    private TableItems(Table table, Mapping mapping) {
        this.table = table;
        this.mapping = mapping;
    }

    static TableItems open(Path file, Mapping mapping) {
        Table table = Table.open(file);
        Set<String> missing = mapping.missingFrom(table.header());
        if (!missing.isEmpty()) {
            table.close();
            throw new ReplayFault("The mapping is not for this table; it has no column " + String.join(", ", missing));
        }
        return new TableItems(table, mapping);
    }

    @Override
    public Optional<Item> next() {
        return table.next().map(this::item);
    }

    private Item item(Table.Line line) {
        if (line.misshapen()) {
            return new Item.Unsayable(
                    line.number(), Optional.empty(), List.of(new Reason("wrong-number-of-fields", "")));
        }
        Mapping.Outcome outcome = mapping.say(line.row().orElseThrow());
        if (outcome instanceof Mapping.Outcome.Unsayable unsayable) {
            return new Item.Unsayable(line.number(), Optional.empty(), unsayable.reasons());
        }
        ObjectNode submission = ((Mapping.Outcome.Said) outcome).submission();
        return new Item.Ready(line.number(), reference(submission), create(submission));
    }

    /** The batch line that creates the event of a submission. */
    static String create(ObjectNode submission) {
        ObjectNode line = JSON.createObjectNode();
        line.put("op", "create");
        line.set("event", submission);
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private static Optional<String> reference(ObjectNode submission) {
        return Optional.ofNullable(submission.path("reference").textValue());
    }

    @Override
    public void close() {
        table.close();
    }
}
