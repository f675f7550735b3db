package ge.khidi.contract.detail;

import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import java.time.Instant;
import java.util.Optional;

/** One illegal stay (counted monthly under Annex 1). */
public record IllegalStayDetail(
        @Group(FieldGroup.CONDUCT) Optional<Instant> since,
        @Group(FieldGroup.CONDUCT) PersonCounts persons) implements Detail {}
