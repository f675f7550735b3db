package ge.khidi.contract.entity;

/** The groups of fields by which a disclosure profile allows or withholds, after Regulation (EU) 2016/794 Annex II. */
public enum FieldGroup {
    /** Local ids, kinds, relations, fact or assessment: what is left when everything else is withheld. */
    STRUCTURE,
    NAMES,
    /** Date and place of birth. */
    BIRTH,
    SEX_AND_AGE,
    NATIONALITY,
    /** Identity documents and their numbers. */
    DOCUMENTS,
    /** The coded reference of an informant. */
    CODED_REFERENCE,
    /** Directive (EU) 2016/680 Art. 10. */
    SPECIAL_CATEGORIES,
    OCCUPATION,
    /** Residence and addresses. */
    WHEREABOUTS,
    /** Names of places, sections, crossing points, coordinates. */
    PLACE,
    /** Kind, make, colour of a means of transport. */
    TRANSPORT,
    /** Plates, VIN, IMO and other numbers of a means of transport. */
    TRANSPORT_IDENTIFIERS,
    COMMUNICATION,
    FINANCIAL,
    FIREARM,
    GOODS,
    CYBER,
    ORGANISATION,
    /** What happened, as codes and counts. */
    CONDUCT,
    /** The originator's unit, reference and case numbers. */
    REFERENCES,
    /** Free text of any kind. */
    NARRATIVE
}
