package ge.khidi.sharing.subject;

/** What a person asks for. */
public enum Kind {
    /** Directive (EU) 2016/680 Art. 14. */
    ACCESS,
    /** Art. 16(1). */
    RECTIFICATION,
    /** Art. 16(2). */
    ERASURE,
    /** Art. 16(3). */
    RESTRICTION
}
