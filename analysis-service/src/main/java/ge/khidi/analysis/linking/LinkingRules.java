package ge.khidi.analysis.linking;

import ge.khidi.contract.handling.Purpose;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The limits of linking.
 *
 * @param pairsPerValue so many pairs are linked over one value; beyond that one notice tells how often it occurs
 * @param sourcesPerNotice so many events a notice names; a notice about more is for IAD alone
 */
public record LinkingRules(int pairsPerValue, int sourcesPerNotice) {

    /**
     * An event enters analysis only if its originator allowed one of these, and two events are linked only if both allowed the same
     * one: matching is itself a use of the data (Directive (EU) 2016/680 Art. 4(2); Regulation (EU) 2016/794 Art. 18(2)(a) and (c)).
     */
    public static final Set<Purpose> PURPOSES = Collections.unmodifiableSet(EnumSet.of(
            Purpose.LAW_ENFORCEMENT, Purpose.BORDER_MANAGEMENT, Purpose.CROSS_CHECK, Purpose.OPERATIONAL_ANALYSIS));

    public LinkingRules {
        if (pairsPerValue < 1 || sourcesPerNotice < pairsPerValue) {
            throw new IllegalArgumentException(
                    "at least one pair per value, and a notice names at least as many events");
        }
    }

    static boolean allow(Set<Purpose> purposes) {
        return !Collections.disjoint(PURPOSES, purposes);
    }
}
