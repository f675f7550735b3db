package ge.khidi.sharing.stix;

import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.contract.handling.Pap;
import ge.khidi.contract.handling.Tlp;

/** The ids of marking definitions, which objects refer to and a reader may look for. They never change. */
public final class MarkingIds {

    public static String of(Tlp tlp) {
        return Marking.tlp(tlp).id();
    }

    public static String of(Pap pap) {
        return Marking.pap(pap).id();
    }

    public static String of(Classification classification) {
        return Marking.classification(classification).id();
    }

    public static String of(HandlingCode code) {
        return Marking.code(code).id();
    }

    private MarkingIds() {}
}
