package ge.khidi.localstack.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the rows of a table are said as submissions: a submission with holes. What a mapping cannot find in a row it leaves out;
 * there is no way to write down a guess.
 *
 * @param dataset names the table in references, for example {@code LANCASHIRE-ASB}
 * @param client the Keycloak client that speaks for it, unless the caller names another
 * @see MappingReader
 */
record Mapping(String dataset, Optional<String> client, Template submission) {

    /** What became of a row. */
    sealed interface Outcome {

        /** A submission, which intake still has to judge. */
        record Said(ObjectNode submission) implements Outcome {}

        /** At least one value is not what the mapping says it is. */
        record Unsayable(List<Reason> reasons) implements Outcome {}
    }

    Outcome say(Row row) {
        List<Reason> reasons = new ArrayList<>();
        Optional<JsonNode> filled = submission.fill(row, "", reasons);
        if (reasons.isEmpty() && filled.orElse(null) instanceof ObjectNode said) {
            return new Outcome.Said(said);
        }
        if (reasons.isEmpty()) {
            reasons.add(new Reason("nothing-to-say", ""));
        }
        return new Outcome.Unsayable(List.copyOf(reasons));
    }

    /** The columns the mapping looks at and the table does not have; a mapping of another table shows here. */
    Set<String> missingFrom(List<String> header) {
        Set<String> missing = new TreeSet<>(submission.columns());
        missing.removeAll(header);
        missing.remove(Row.NUMBER);
        return missing;
    }
}
