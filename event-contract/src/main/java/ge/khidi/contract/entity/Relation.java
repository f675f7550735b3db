package ge.khidi.contract.entity;

/** What one entity is to another: {@code from} RELATION {@code to}. */
public enum Relation {
    HOLDS,
    USES,
    OWNS,
    TRAVELS_WITH,
    TRAVELS_IN,
    MEMBER_OF,
    RELATED_TO,
    VICTIM_OF,
    CONTACT_OF,
    ASSOCIATE_OF,
    LOCATED_AT,
    RESIDES_AT,
    REGISTERED_TO,
    CONCEALED_IN,
    COMMUNICATES_WITH
}
