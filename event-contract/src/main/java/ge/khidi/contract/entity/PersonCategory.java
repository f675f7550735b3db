package ge.khidi.contract.entity;

/**
 * The role of a person in an event (Directive (EU) 2016/680 Art. 6; Regulation (EU) 2016/794 Annex II.B). Never
 * absent, never guessed or upgraded.
 */
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
    NOT_YET_DETERMINED;

    /** Whether it exists only outside criminal matters, so that no event under Directive (EU) 2016/680 carries it. */
    public boolean outsideCriminalMatters() {
        return switch (this) {
            case BORDER_PROCEDURE, MISSING_PERSON, RESCUED -> true;
            case SUSPECT,
                    EXPECTED_OFFENDER,
                    CONVICTED,
                    VICTIM,
                    WITNESS,
                    INFORMANT,
                    CONTACT,
                    ASSOCIATE,
                    NOT_YET_DETERMINED -> false;
        };
    }
}
