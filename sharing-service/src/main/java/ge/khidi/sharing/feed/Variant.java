package ge.khidi.sharing.feed;

/**
 * What leaves of a revision under one profile and pseudonym domain: the same bytes for every partner of the domain. {@code withheld} lists
 * what stayed here, for officers and the originator; it never leaves.
 */
record Variant(int number, String profile, String domain, String body, String withheld) {

    /** Never the content. */
    @Override
    public String toString() {
        return "Variant[" + number + ", " + profile + ", " + domain + "]";
    }
}
