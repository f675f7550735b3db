package ge.khidi.contract.entity;

/** Whether a statement is a fact or a personal assessment (Directive (EU) 2016/680 Art. 7(1)). */
public enum Nature {
    FACT,
    ASSESSMENT
}
