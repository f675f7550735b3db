package ge.khidi.sharing.subject;

/** Why something is refused. The first five are those of Directive (EU) 2016/680 Art. 15(1)(a) to (e), and of Art. 16(4) alike. */
public enum Ground {
    /** (a): official or legal inquiries, investigations or procedures would be obstructed. */
    INQUIRIES,
    /** (b): prevention, detection, investigation or prosecution of offences would be prejudiced. */
    PREVENTION,
    /** (c). */
    PUBLIC_SECURITY,
    /** (d). */
    NATIONAL_SECURITY,
    /** (e): rights and freedoms of others. */
    RIGHTS_OF_OTHERS,
    /** What Art. 16(1) to (3) asks for is not there: the data are accurate and lawfully held. */
    NOT_FOUNDED,
    /** Art. 12(4): manifestly unfounded or excessive; whoever refuses bears the burden of showing it. */
    EXCESSIVE;

    /** Whether it is about the request and says nothing of what is held. */
    boolean ofTheRequest() {
        return switch (this) {
            case EXCESSIVE -> true;
            case INQUIRIES, PREVENTION, PUBLIC_SECURITY, NATIONAL_SECURITY, RIGHTS_OF_OTHERS, NOT_FOUNDED -> false;
        };
    }
}
