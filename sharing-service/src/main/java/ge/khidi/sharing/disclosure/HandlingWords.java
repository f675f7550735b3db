package ge.khidi.sharing.disclosure;

import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.sharing.disclosure.Rendition.Withheld;
import ge.khidi.sharing.policy.Partner;
import java.util.Set;
import java.util.TreeSet;

/**
 * The words in an event's handling. They are free text and may name anybody, also who else has the event, so they leave where the profile
 * lets free text out.
 *
 * <p>What H3 means is a condition: the item leaves with it or not at all. People released the item and read it, and the originator's were
 * among them, so it leaves under every profile; to whom free text may not go at all, the item does not go.
 *
 * <p>The legal basis of a product is what the originators of its sources wrote, of persons the product does not carry: it leaves only where
 * free text leaves whoever is in an event. Its comment is the platform's own and names whom to ask.
 */
final class HandlingWords {

    static final Set<String> ALL = Set.of("comment", "legalBasis");

    /** The fields of the handling that stay here under this profile. */
    static Set<String> staying(Event event, Profile profile) {
        boolean free = profile.ofEvent(FieldGroup.NARRATIVE) == Treatment.KEPT && profile.letsFreeTextOut(event);
        Set<String> staying = new TreeSet<>();
        if (!free && !restrictsInWords(event)) {
            staying.add("comment");
        }
        if (!free || (event.type().product() && profile.limits().freeText() != Profile.FreeText.ALWAYS)) {
            staying.add("legalBasis");
        }
        return staying;
    }

    /** Whether the item must not leave, since its condition may not: the words of a person, to whom may receive no personal data. */
    static boolean keepTheItem(Event event, Partner partner) {
        return restrictsInWords(event) && !event.type().product() && !partner.mayReceivePersonalData();
    }

    static Withheld withheld(String field) {
        return new Withheld("/handling/" + field, FieldGroup.NARRATIVE);
    }

    private static boolean restrictsInWords(Event event) {
        return event.handling().codes().contains(HandlingCode.H3);
    }

    private HandlingWords() {}
}
