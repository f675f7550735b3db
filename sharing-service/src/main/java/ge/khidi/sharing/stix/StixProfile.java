package ge.khidi.sharing.stix;

/** How much of its own a client's STIX has. */
public enum StixProfile {
    /** Types and properties of the standard only; what it has no type for is said in notes. */
    CORE,
    /** The same objects with the fields of the event beside them, in the extensions that Khidi publishes. */
    FULL
}
