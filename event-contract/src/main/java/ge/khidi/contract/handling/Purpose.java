package ge.khidi.contract.handling;

/**
 * What the information may be used for; another purpose needs the provider's authorisation (Regulation (EU) 2016/794
 * Art. 19(1)).
 */
public enum Purpose {
    /** Directive (EU) 2016/680 Art. 1(1): preventing, investigating, detecting and prosecuting criminal offences. */
    LAW_ENFORCEMENT,
    BORDER_MANAGEMENT,
    STATISTICS,
    /** Regulation (EU) 2016/794 Art. 18(2)(a). */
    CROSS_CHECK,
    /** Art. 18(2)(b). */
    STRATEGIC_OR_THEMATIC_ANALYSIS,
    /** Art. 18(2)(c). */
    OPERATIONAL_ANALYSIS,
    /** Art. 18(2)(d). */
    FACILITATE_EXCHANGE,
    /** Art. 18(2)(e). */
    RESEARCH_INNOVATION,
    /** Art. 18(2)(f). */
    PUBLIC_APPEAL_WANTED_PERSONS
}
