package ge.khidi.contract.event;

import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import ge.khidi.contract.entity.Nature;

/**
 * Free text, at most 10,000 characters, in a named language (BCP 47). It may hold anything, so it leaves only where a
 * profile allows free text.
 */
public record Narrative(@Group(FieldGroup.NARRATIVE) String text, String language, Nature nature) {

    /** Free text never reaches a log. */
    @Override
    public String toString() {
        return "Narrative[language=" + language + ", nature=" + nature + "]";
    }
}
