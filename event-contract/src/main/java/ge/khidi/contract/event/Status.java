package ge.khidi.contract.event;

/** Where an event is in its life. */
public enum Status {
    OPEN,
    /** Over, for one of the reasons of Regulation (EU) 2021/581 Art. 9(7); stays readable for risk analysis. */
    CLOSED,
    /** Kept but not to be used, Directive (EU) 2016/680 Art. 16(3). */
    RESTRICTED,
    /** Taken back by its originator; holders must act on the recall. */
    WITHDRAWN,
    /** Without content; only the fact that it existed stays. */
    ERASED
}
