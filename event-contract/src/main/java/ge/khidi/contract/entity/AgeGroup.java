package ge.khidi.contract.entity;

/** Whether the person was under 18 when it happened. */
public enum AgeGroup {
    MINOR,
    UNACCOMPANIED_MINOR,
    ADULT,
    UNKNOWN
}
