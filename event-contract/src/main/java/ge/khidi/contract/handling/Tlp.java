package ge.khidi.contract.handling;

/** Traffic Light Protocol 2.0 (FIRST), least restrictive first. */
public enum Tlp {
    CLEAR,
    GREEN,
    AMBER,
    AMBER_STRICT,
    RED
}
