package ge.khidi.sharing.release;

import ge.khidi.contract.AgencyId;
import ge.khidi.sharing.hold.HeldItem;
import ge.khidi.sharing.policy.ReleaseMode;
import java.util.List;
import java.util.Optional;

/**
 * Whether an officer's word counts, and what it does. Pure.
 *
 * <p>The word of the agency that is asked is needed, step by step. No officer gives two of them. Where an agency is asked about an event of
 * its own as gateway, two of its officers must say yes.
 */
enum Verdict {
    /** It was said before by the same officer; nothing changes. */
    REPEATED,
    /** The officer's agency is not asked: as if there were no such item. */
    NOT_ASKED,
    /** The officer has given another of the words that are needed. */
    SAME_OFFICER,
    /** The item is in a state in which this cannot be said. */
    TOO_LATE,
    /** Counts; a second officer of the same agency must say yes as well. */
    ANOTHER_NEEDED,
    /** Counts; the next agency is asked. */
    NEXT,
    /** Counts, and nobody else is needed. */
    DONE;

    static Verdict of(
            HeldItem item,
            Release.State state,
            int step,
            List<Said> said,
            AgencyId agency,
            String subject,
            Word.Kind kind) {
        boolean asked = state == Release.State.PENDING ? item.asked(step).equals(agency) : item.concerns(agency);
        Optional<Said> before = said.stream()
                .filter(one -> one.kind() == kind && one.subject().equals(subject))
                .findFirst();
        if (before.isPresent()) {
            boolean otherStep = kind == Word.Kind.APPROVE
                    && state == Release.State.PENDING
                    && before.get().step() != step;
            return otherStep && asked ? SAME_OFFICER : REPEATED;
        }
        if (!asked) {
            return NOT_ASKED;
        }
        return switch (kind) {
            case REVOKE -> state == Release.State.APPROVED ? DONE : TOO_LATE;
            case REJECT -> state == Release.State.PENDING ? DONE : TOO_LATE;
            case APPROVE -> state == Release.State.PENDING ? approval(item, step, said, agency) : TOO_LATE;
        };
    }

    private static Verdict approval(HeldItem item, int step, List<Said> said, AgencyId agency) {
        boolean own = item.holds().get(step).mode() == ReleaseMode.GATEWAY
                && item.originator().equals(agency);
        boolean first = said.stream().noneMatch(one -> one.kind() == Word.Kind.APPROVE);
        if (own && first) {
            return ANOTHER_NEEDED;
        }
        return step + 1 < item.holds().size() ? NEXT : DONE;
    }
}
