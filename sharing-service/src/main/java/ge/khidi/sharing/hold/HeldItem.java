package ge.khidi.sharing.hold;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.RevisionId;
import ge.khidi.sharing.policy.Decision.Hold;
import java.util.List;

/** A revision held for a partner. {@code gateway} is the agency that speaks for the partner's gateway. */
public record HeldItem(
        short feed,
        AgencyId partner,
        RevisionId revision,
        long classId,
        AgencyId originator,
        AgencyId gateway,
        String profile,
        List<Hold> holds) {

    public HeldItem {
        holds = List.copyOf(holds);
    }

    /** Who is asked at this step, counted from 0. */
    public AgencyId asked(int step) {
        return switch (holds.get(step).mode()) {
            case ORIGINATOR -> originator;
            case GATEWAY -> gateway;
            case AUTOMATIC -> throw new IllegalStateException("what is automatic is not held");
        };
    }
}
