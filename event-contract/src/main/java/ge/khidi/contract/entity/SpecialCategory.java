package ge.khidi.contract.entity;

/** Directive (EU) 2016/680 Art. 10, one by one. */
public enum SpecialCategory {
    RACIAL_OR_ETHNIC_ORIGIN,
    POLITICAL_OPINIONS,
    RELIGIOUS_OR_PHILOSOPHICAL_BELIEFS,
    TRADE_UNION_MEMBERSHIP,
    GENETIC,
    BIOMETRIC,
    HEALTH,
    SEX_LIFE_OR_ORIENTATION
}
