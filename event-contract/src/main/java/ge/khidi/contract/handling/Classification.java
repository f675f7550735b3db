package ge.khidi.contract.handling;

/**
 * The EU level of protection, lowest first. National markings are mapped to it by an explicit equivalence table,
 * never by their words: the Georgian "secret" is presumably one step lower than it sounds.
 */
public enum Classification {
    UNCLASSIFIED,
    /** RESTREINT UE/EU RESTRICTED. */
    RESTRICTED,
    /** CONFIDENTIEL UE/EU CONFIDENTIAL. */
    CONFIDENTIAL,
    /** SECRET UE/EU SECRET. */
    SECRET,
    /** TRÈS SECRET UE/EU TOP SECRET. */
    TOP_SECRET
}
