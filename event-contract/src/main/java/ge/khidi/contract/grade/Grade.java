package ge.khidi.contract.grade;

import java.util.Map;
import java.util.Optional;

/**
 * A grade of source and information, one character each, in the given scheme. A recipient may propose another; it never changes
 * this one without the originator (Regulation (EU) 2016/794 Art. 29(3)).
 */
public record Grade(GradingScheme scheme, String source, String information, AssignedBy assignedBy) {

    /** "Cannot be assessed": missing, not medium (Regulation (EU) 2016/794 Art. 29(4)). */
    public static final Grade X4 = new Grade(GradingScheme.EUROPOL_4X4, "X", "4", AssignedBy.PLATFORM);

    // No official crosswalk exists. Where a scheme has no equivalent, the worse side is taken: information "suspected
    // to be
    // false" or "improbable" has none in 4x4, and becomes 4.
    private static final Map<String, String> SOURCE_5X5X5 = Map.of("A", "A", "B", "B", "C", "B", "D", "C", "E", "X");
    private static final Map<String, String> INFORMATION_5X5X5 =
            Map.of("1", "1", "2", "2", "3", "3", "4", "4", "5", "4");
    private static final Map<String, String> SOURCE_3X5X2 = Map.of("1", "B", "2", "X", "3", "C");
    private static final Map<String, String> INFORMATION_3X5X2 =
            Map.of("A", "2", "B", "3", "C", "4", "D", "4", "E", "4");
    private static final Map<String, String> SOURCE_6X6 =
            Map.of("A", "A", "B", "B", "C", "B", "D", "C", "E", "C", "F", "X");
    private static final Map<String, String> INFORMATION_6X6 =
            Map.of("1", "1", "2", "2", "3", "3", "4", "4", "5", "4", "6", "4");

    /** The same in 4x4, with loss, where another scheme was used. */
    public Optional<Grade> derived() {
        return switch (scheme) {
            case EUROPOL_4X4 -> Optional.empty();
            case UK_5X5X5 -> derived(SOURCE_5X5X5, INFORMATION_5X5X5);
            case UK_3X5X2 -> derived(SOURCE_3X5X2, INFORMATION_3X5X2);
            case ADMIRALTY_6X6 -> derived(SOURCE_6X6, INFORMATION_6X6);
        };
    }

    private Optional<Grade> derived(Map<String, String> sources, Map<String, String> informations) {
        return Optional.of(new Grade(
                GradingScheme.EUROPOL_4X4,
                sources.getOrDefault(source, "X"),
                informations.getOrDefault(information, "4"),
                AssignedBy.DERIVED));
    }
}
