package ge.khidi.sharing.disclosure;

/** What happens to a group of fields on its way out, least first. */
public enum Treatment {
    /** It stays here; nothing in the bytes says that it existed. */
    WITHHELD,
    /** An identifying value is replaced by the partner's own pseudonym for it; the rest of the group is withheld. */
    PSEUDONYM,
    KEPT;

    Treatment and(Treatment other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
