package ge.khidi.contract.detail;

import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import ge.khidi.contract.entity.MeansOfTransport;
import ge.khidi.contract.event.CrimeArea;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Unauthorised border crossing, Regulation (EU) 2021/581 Annex 2 No 1. */
public record BorderCrossingDetail(
        @Group(FieldGroup.CONDUCT) Optional<Stage> stage,
        @Group(FieldGroup.CONDUCT) Optional<Direction> direction,
        @Group(FieldGroup.CONDUCT) Optional<Detection> detection,
        @Group(FieldGroup.CONDUCT) Optional<Boolean> attemptToHide,
        @Group(FieldGroup.PLACE) Optional<String> lastCountryOfEmbarkation,
        @Group(FieldGroup.PLACE) Optional<String> countryOfDestination,
        @Group(FieldGroup.PLACE) Optional<String> route,
        @Group(FieldGroup.NARRATIVE) Optional<String> purpose,
        @Group(FieldGroup.TRANSPORT) Optional<MeansOfTransport> means,
        @Group(FieldGroup.CONDUCT) PersonCounts persons,
        @Group(FieldGroup.NATIONALITY) List<String> nationalities,
        @Group(FieldGroup.CONDUCT) Set<CrimeArea> crimeAreas)
        implements Detail {
    public BorderCrossingDetail {
        nationalities = List.copyOf(nationalities);
        crimeAreas = Collections.unmodifiableSet(new TreeSet<>(crimeAreas));
    }

    /** Whether it was tried or done. */
    public enum Stage {
        ATTEMPT,
        ACTUAL
    }

    /** Seen from the reporting state. */
    public enum Direction {
        ENTRY,
        EXIT,
        UNKNOWN
    }

    /** How it was noticed. */
    public enum Detection {
        BCP_CHECK,
        BORDER_SURVEILLANCE,
        OTHER
    }

    /** The content never reaches a log. */
    @Override
    public String toString() {
        return "BorderCrossingDetail[withheld]";
    }
}
