package ge.khidi.contract.event;

/** What a revision does to the one before it: the first word on a matter, more of it, or a correction of it. */
public enum RevisionKind {
    INITIAL,
    /** Adds to what was said, after Regulation (EU) 2021/581 Art. 9(4). */
    SUPPLEMENT,
    /** Replaces what was wrong; every recipient must be told (Directive (EU) 2016/680 Art. 7(3)). */
    CORRECTION
}
