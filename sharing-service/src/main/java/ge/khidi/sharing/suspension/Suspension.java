package ge.khidi.sharing.suspension;

import ge.khidi.contract.AgencyId;
import ge.khidi.sharing.rulebook.Officer;
import java.time.Instant;
import java.util.Optional;

/** A suspension that stands: who said it, why, and who has asked for its end, to which somebody else has to agree. */
public record Suspension(AgencyId agency, String reason, Instant since, Officer by, Optional<Officer> liftAskedBy) {

    /**
     * In a query about the feed {@code :feed}: its partner is not suspended, and what was decided for it does not stand on an agreement or a
     * transfer basis that has ended since.
     */
    public static final String NOT_SUSPENDED = """
            NOT EXISTS (SELECT 1 FROM suspension z JOIN feed y ON y.partner = z.agency WHERE y.id = :feed)
                AND NOT EXISTS (SELECT 1 FROM current_epoch z JOIN epoch_until u ON u.epoch = z.epoch JOIN feed y ON y.partner = u.partner
                    WHERE y.id = :feed AND u.until < CAST(clock_timestamp() AT TIME ZONE 'UTC' AS date))""";
}
