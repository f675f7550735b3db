package ge.khidi.sharing.policy;

/** Who lets an item go that a policy permits. The order is the order in which they are asked. */
public enum ReleaseMode {
    /** Nobody; it leaves at once. */
    AUTOMATIC,
    /** A named officer of the originator. */
    ORIGINATOR,
    /** A named officer of the gateway agency. */
    GATEWAY
}
