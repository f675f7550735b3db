package ge.khidi.contract.grade;

/**
 * A grade of source and information, one character each, in the given scheme. A recipient may propose another; it never changes
 * this one without the originator (Regulation (EU) 2016/794 Art. 29(3)).
 */
public record Grade(GradingScheme scheme, String source, String information, AssignedBy assignedBy) {

    /** "Cannot be assessed": missing, not medium (Regulation (EU) 2016/794 Art. 29(4)). */
    public static final Grade X4 = new Grade(GradingScheme.EUROPOL_4X4, "X", "4", AssignedBy.PLATFORM);
}
