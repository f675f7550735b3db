package ge.khidi.contract.detail;

import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import ge.khidi.contract.event.CrimeArea;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A crime. {@code offenceCode} is the national code in the catalogue {@code offenceCatalogue}, always; Europol crime
 * areas only where they apply.
 */
public record CrimeReportDetail(
        @Group(FieldGroup.CONDUCT) String offenceCatalogue,
        @Group(FieldGroup.CONDUCT) String offenceCode,
        @Group(FieldGroup.CONDUCT) Optional<FacilitationDetail.Stage> stage,
        @Group(FieldGroup.NARRATIVE) Optional<String> modusOperandi,
        @Group(FieldGroup.CONDUCT) Optional<PersonCounts> victims,
        @Group(FieldGroup.CONDUCT) Set<CrimeArea> crimeAreas)
        implements Detail {
    public CrimeReportDetail {
        crimeAreas = Collections.unmodifiableSet(new TreeSet<>(crimeAreas));
    }

    /** The content never reaches a log. */
    @Override
    public String toString() {
        return "CrimeReportDetail[withheld]";
    }
}
