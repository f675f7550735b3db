package ge.khidi.sharing.rulebook;

import ge.khidi.contract.AgencyId;

/** Who said something about a policy set: the subject of the token, which tells people apart, and the agency it spoke for. */
public record Officer(AgencyId agency, String subject) {

    /** Stands for the texts that came with the installation; it is nobody, so it can approve nothing. */
    public static final Officer INSTALLATION = new Officer(new AgencyId("PLATFORM"), "installation");

    /** Whether it is the same person, whatever agency they speak for. */
    public boolean isSamePersonAs(Officer other) {
        return subject.equals(other.subject);
    }

    /** Who exactly it is stands only in the audit log. */
    @Override
    public String toString() {
        return "Officer[" + agency + "]";
    }
}
