package ge.khidi.contract.detail;

import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import ge.khidi.contract.event.CrimeArea;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * A cyber incident as reported by or to a CSIRT; observables are entities. {@code incidentClass} is a class of the
 * Europol/CSIRT common taxonomy.
 */
public record CyberIncidentDetail(
        @Group(FieldGroup.CONDUCT) String incidentClass,
        @Group(FieldGroup.CONDUCT) Determination determination,
        @Group(FieldGroup.CONDUCT) Set<CrimeArea> crimeAreas)
        implements Detail {
    public CyberIncidentDetail {
        crimeAreas = Collections.unmodifiableSet(new TreeSet<>(crimeAreas));
    }

    /** As in the STIX incident core extension. */
    public enum Determination {
        BLOCKED,
        SUCCESSFUL_ATTEMPT,
        FAILED_ATTEMPT,
        FALSE_POSITIVE,
        LOW_VALUE,
        SUSPECTED
    }

    /** The content never reaches a log. */
    @Override
    public String toString() {
        return "CyberIncidentDetail[withheld]";
    }
}
