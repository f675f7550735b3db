package ge.khidi.sharing.hold;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.RevisionId;
import ge.khidi.sharing.policy.Decision.Hold;
import java.util.List;
import java.util.stream.IntStream;

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
        Hold hold = holds.get(step);
        return switch (hold.mode()) {
            case ORIGINATOR -> hold.by().orElse(originator);
            case GATEWAY -> gateway;
            case AUTOMATIC -> throw new IllegalStateException("what is automatic is not held");
        };
    }

    /** Whether the item is this agency's business: it said the event, or its word is asked for at some step. */
    public boolean concerns(AgencyId agency) {
        return originator.equals(agency)
                || IntStream.range(0, holds.size()).anyMatch(step -> asked(step).equals(agency));
    }

    /**
     * Whether this agency may see all of it: the event, and whose word else is needed. The originator of one source of a product may not:
     * it would learn what its event is linked to, and whose that is.
     */
    public boolean openTo(AgencyId agency) {
        return originator.equals(agency)
                || IntStream.range(0, holds.size())
                        .filter(step -> holds.get(step).by().isEmpty())
                        .anyMatch(step -> asked(step).equals(agency));
    }

    /** The holds that this agency may know of. */
    public List<Hold> holdsFor(AgencyId agency) {
        return openTo(agency)
                ? holds
                : holds.stream()
                        .filter(hold -> hold.by().filter(agency::equals).isPresent())
                        .toList();
    }
}
