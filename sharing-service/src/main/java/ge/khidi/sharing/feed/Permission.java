package ge.khidi.sharing.feed;

/** What the rules say of one revision and one partner, releases and leak check included. */
public enum Permission {
    /** It leaves now: by the rules alone, or because an officer released it. */
    LEAVES,
    /** It may leave once somebody has released it. */
    WAITS,
    /** It does not leave: no decision, a refusal, hit-only, or a leak that was noticed. */
    STAYS
}
