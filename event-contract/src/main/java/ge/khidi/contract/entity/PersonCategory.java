package ge.khidi.contract.entity;

/** The role of a person in an event (Directive (EU) 2016/680 Art. 6; Regulation (EU) 2016/794 Annex II.B). Never absent, never guessed or upgraded. */
public enum PersonCategory {
    SUSPECT,
    EXPECTED_OFFENDER,
    CONVICTED,
    VICTIM,
    WITNESS,
    /** A coded reference only; a name is refused. */
    INFORMANT,
    CONTACT,
    ASSOCIATE,
    /** Outside criminal matters: someone in a border procedure. */
    BORDER_PROCEDURE,
    MISSING_PERSON,
    RESCUED,
    NOT_YET_DETERMINED
}
