package ge.khidi.contract.entity;

/** As recorded by the originator. */
public enum Sex {
    FEMALE,
    MALE,
    OTHER,
    UNKNOWN
}
