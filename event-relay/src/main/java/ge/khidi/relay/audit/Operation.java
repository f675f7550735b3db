package ge.khidi.relay.audit;

/** The processing operations that must be logged, Directive (EU) 2016/680 Art. 25(1). */
public enum Operation {
    COLLECTION,
    ALTERATION,
    CONSULTATION,
    DISCLOSURE,
    COMBINATION,
    ERASURE
}
