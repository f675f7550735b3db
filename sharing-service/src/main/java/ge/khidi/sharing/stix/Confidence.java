package ge.khidi.sharing.stix;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.grade.GradingScheme;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A grade as STIX {@code confidence}, after the table of the Admiralty credibility (STIX 2.1 Appendix A): the information decides, in the
 * scheme its originator used. There is none where the source or the information cannot be judged: that is missing, not medium.
 */
final class Confidence {

    private static final Map<String, Integer> EUROPOL_4X4 = Map.of("1", 90, "2", 70, "3", 50);
    private static final Map<String, Integer> UK_5X5X5 = Map.of("1", 90, "2", 70, "3", 50, "5", 10);
    private static final Map<String, Integer> UK_3X5X2 = Map.of("A", 70, "B", 50, "E", 10);
    private static final Map<String, Integer> ADMIRALTY_6X6 = Map.of("1", 90, "2", 70, "3", 50, "4", 30, "5", 10);

    private Confidence() {}

    static OptionalInt of(JsonNode grade) {
        if (!grade.path("scheme").isTextual()) {
            return OptionalInt.empty();
        }
        String source = grade.path("source").asText();
        String information = grade.path("information").asText();
        return switch (GradingScheme.valueOf(grade.path("scheme").asText())) {
            case EUROPOL_4X4 -> of(source.equals("X"), EUROPOL_4X4.get(information));
            case UK_5X5X5 -> of(source.equals("E"), UK_5X5X5.get(information));
            case UK_3X5X2 -> of(source.equals("2"), UK_3X5X2.get(information));
            case ADMIRALTY_6X6 -> of(source.equals("F"), ADMIRALTY_6X6.get(information));
        };
    }

    private static OptionalInt of(boolean untested, @Nullable Integer value) {
        return untested || value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
