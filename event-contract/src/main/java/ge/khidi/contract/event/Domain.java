package ge.khidi.contract.event;

/** The part of the platform an event belongs to. */
public enum Domain {
    BORDER,
    CRIME,
    ANALYSIS
}
