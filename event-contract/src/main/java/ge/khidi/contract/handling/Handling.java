package ge.khidi.contract.handling;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the event may be used, in the originator's words (Regulation (EU) 2016/794 Art. 19).
 *
 * <p>{@code comment} says what H3 means and is required with it. It and {@code legalBasis} are the originator's words, so they leave only
 * where a profile lets free text out; what H3 means leaves with every item that people have released. {@code releasableTo} absent means originator and IAD only.
 * {@code noHitNotice}: nobody may be told even that a match exists. {@code reviewBy} is at most three years after acceptance
 * (Art. 31(2)); without a decision to keep, the event is erased then.
 */
public record Handling(
        Classification classification,
        Tlp tlp,
        Optional<Pap> pap,
        Set<HandlingCode> codes,
        @Group(FieldGroup.NARRATIVE) Optional<String> comment,
        Set<Purpose> purposes,
        @Group(FieldGroup.NARRATIVE) String legalBasis,
        Optional<ReleasableTo> releasableTo,
        boolean noHitNotice,
        LocalDate reviewBy) {

    public Handling {
        codes = Collections.unmodifiableSet(new TreeSet<>(codes));
        purposes = Collections.unmodifiableSet(new TreeSet<>(purposes));
    }

    /** Whom the originator lets it go to, with the rule for silence applied. */
    public ReleasableTo releasable(AgencyId originator) {
        return releasableTo.orElseGet(() -> new ReleasableTo.Named(new TreeSet<>(List.of(originator, AgencyId.IAD))));
    }

    /** The labels, never the words beside them. */
    @Override
    public String toString() {
        return "Handling[" + classification + ", " + tlp + ", " + codes + "]";
    }
}
