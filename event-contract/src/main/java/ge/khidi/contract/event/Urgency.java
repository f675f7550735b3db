package ge.khidi.contract.event;

/** How soon a recipient should look at it. */
public enum Urgency {
    ROUTINE,
    URGENT
}
