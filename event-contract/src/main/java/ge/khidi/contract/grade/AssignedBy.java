package ge.khidi.contract.grade;

/** Who set the grade. */
public enum AssignedBy {
    ORIGINATOR,
    /** Missing at intake, so X4 (Regulation (EU) 2016/794 Art. 29(4)). */
    PLATFORM,
    /** Converted from another scheme, with loss. */
    DERIVED
}
