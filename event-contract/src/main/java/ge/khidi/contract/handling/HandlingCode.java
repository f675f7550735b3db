package ge.khidi.contract.handling;

/** Europol handling codes; several may apply. */
public enum HandlingCode {
    /** For preventing and combating crimes only. */
    H0,
    /** Not to be disclosed in judicial proceedings without the provider's permission. */
    H1,
    /** Not to be disseminated without the provider's permission. */
    H2,
    /** Other restrictions, in words; always a human decides. */
    H3
}
