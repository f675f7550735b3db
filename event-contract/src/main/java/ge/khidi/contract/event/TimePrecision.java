package ge.khidi.contract.event;

/** How exactly the time of an occurrence is known; the instant given is the start of that span in UTC. */
public enum TimePrecision {
    SECOND,
    MINUTE,
    HOUR,
    DAY,
    MONTH,
    YEAR
}
