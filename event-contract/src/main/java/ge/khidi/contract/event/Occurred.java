package ge.khidi.contract.event;

import java.time.Instant;

/** When it happened, as exactly as it is known. */
public record Occurred(Instant at, TimePrecision precision) {}
