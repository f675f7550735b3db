package ge.khidi.sharing.notice;

/** What a notice tells an originator. The codes are stored; they never change. */
public enum NoticeKind {
    /** A partner may have it only with the originator's word: answered at {@code /v1/releases/{subject}/decision}. */
    CONSENT_REQUEST(1),
    /** An officer released it at once, before the words that were needed, because a life was threatened. */
    RELEASED_FOR_LIFE_THREAT(2),
    /** A holder wants to pass it on: answered at {@code /v1/onward/{subject}/decision}. */
    ONWARD_REQUEST(3),
    /** Two policy officers declared that a partner should not have had it (Directive (EU) 2016/680 Art. 7(3)). */
    DECLARED_UNLAWFUL(4),
    /** A second officer did not confirm what had been released at once for a threat to life: the partner was told to erase it. */
    RELEASE_TAKEN_BACK(5);

    private final int code;

    NoticeKind(int code) {
        this.code = code;
    }

    /** As stored. */
    public int code() {
        return code;
    }

    static NoticeKind of(int code) {
        for (NoticeKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("not a kind of notice");
    }
}
