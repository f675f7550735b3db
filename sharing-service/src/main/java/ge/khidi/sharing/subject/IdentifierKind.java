package ge.khidi.sharing.subject;

import java.util.Arrays;

/** By what a person is found. The codes stand in the index and are never reused. */
enum IdentifierKind {
    DOCUMENT(1),
    NATIONAL_NUMBER(2),
    PHONE(3),
    EMAIL(4),
    PLATE(5),
    VIN(6),
    ACCOUNT(7),
    /** A whole name with the date of birth, as far as the event knows it: the day, the month or the year. */
    NAME_AND_BIRTH(8),
    /** A whole name in an event that knows no date of birth: the weakest, many people share it. */
    NAME(9);

    private final int code;

    IdentifierKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static IdentifierKind of(int code) {
        return Arrays.stream(values())
                .filter(kind -> kind.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not the code of a kind of identifier"));
    }
}
