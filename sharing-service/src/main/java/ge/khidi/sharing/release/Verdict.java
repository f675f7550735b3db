package ge.khidi.sharing.release;

import ge.khidi.contract.AgencyId;
import ge.khidi.sharing.hold.HeldItem;
import ge.khidi.sharing.policy.ReleaseMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether an officer's word counts, and what it does. Pure.
 *
 * <p>The word of the agency that is asked is needed, step by step. No officer gives two of them. Where an agency is asked about an event of
 * its own as gateway, two of its officers must say yes.
 *
 * <p>Where a life is imminently threatened one officer of the agency that is asked is enough for everything that is not another originator's
 * consent (Directive (EU) 2016/680 Art. 35(2) would let that go too; the originator's word on handling is never loosened here). Another officer
 * of the agency says afterwards whether it was right.
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
    DONE,
    /** A life is threatened: it leaves now, and a second officer is asked afterwards. */
    AT_ONCE,
    /** Even then the consent of an originator is needed that nobody here can give (H2, H3). */
    CONSENT_NEEDED,
    /** The second officer confirms what was released at once. */
    CONFIRMED,
    /** The second officer does not: it is recalled. */
    TAKEN_BACK;

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
            case LIFE_THREAT -> state == Release.State.PENDING ? atOnce(item, step, agency) : TOO_LATE;
            case CONFIRM -> afterwards(said, agency, subject, CONFIRMED);
            case REFUSE -> afterwards(said, agency, subject, TAKEN_BACK);
        };
    }

    private static Verdict atOnce(HeldItem item, int step, AgencyId agency) {
        boolean others = IntStream.range(step, item.holds().size())
                .anyMatch(next ->
                        item.holds().get(next).consent() && !item.asked(next).equals(agency));
        return others ? CONSENT_NEEDED : AT_ONCE;
    }

    private static Verdict afterwards(List<Said> said, AgencyId agency, String subject, Verdict verdict) {
        Optional<Said> first =
                said.stream().filter(one -> one.kind() == Word.Kind.LIFE_THREAT).findFirst();
        if (first.isEmpty()) {
            return TOO_LATE;
        }
        if (!first.get().agency().equals(agency)) {
            return NOT_ASKED;
        }
        if (first.get().subject().equals(subject)) {
            return SAME_OFFICER;
        }
        boolean answered =
                said.stream().anyMatch(one -> one.kind() == Word.Kind.CONFIRM || one.kind() == Word.Kind.REFUSE);
        return answered ? TOO_LATE : verdict;
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
