package ge.khidi.contract.event;

/** The legal regime under which the data were collected. */
public enum Regime {
    /** Directive (EU) 2016/680 and the national law that follows it. */
    LAW_ENFORCEMENT,
    /** Border and migration management outside criminal matters. */
    BORDER_MIGRATION
}
