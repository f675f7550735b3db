package ge.khidi.contract.entity;

/** What a name is to its bearer. */
public enum NameUse {
    PRIMARY,
    ALIAS,
    BIRTH,
    PREVIOUS
}
