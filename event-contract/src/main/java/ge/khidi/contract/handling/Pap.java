package ge.khidi.contract.handling;

/** Permissible Actions Protocol: how a recipient may act on it, least restrictive first. */
public enum Pap {
    CLEAR,
    GREEN,
    AMBER,
    RED
}
