package ge.khidi.contract.detail;

import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import ge.khidi.contract.event.CrimeArea;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Other cross-border crime, including a hit in a database, Annex 2 No 5. */
public record OtherBorderCrimeDetail(
        @Group(FieldGroup.CONDUCT) Category category,
        @Group(FieldGroup.REFERENCES) Optional<String> databaseHit,
        @Group(FieldGroup.CONDUCT) Set<CrimeArea> crimeAreas)
        implements Detail {
    public OtherBorderCrimeDetail {
        crimeAreas = Collections.unmodifiableSet(new TreeSet<>(crimeAreas));
    }

    /** Annex 2 No 5, in its order. */
    public enum Category {
        ABDUCTION_OF_MINOR,
        ATTACK_OR_THREAT_TO_BORDER_STAFF,
        HIJACKING_OF_TRANSPORT,
        DATABASE_HIT,
        OTHER
    }

    /** The content never reaches a log. */
    @Override
    public String toString() {
        return "OtherBorderCrimeDetail[withheld]";
    }
}
