package ge.khidi.sharing.taxii;

import ge.khidi.contract.CommonEra;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Times as they are stored, in whole microseconds since 1970, and as TAXII writes them (RFC 3339, UTC). */
final class Moment {

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final long THOUSAND = 1000;

    static long micros(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), THOUSAND * THOUSAND), instant.getNano() / THOUSAND);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** A {@code date_added}: always six decimals. */
    static String added(long micros) {
        return MICROS.format(instant(micros));
    }

    /** A version as it stands in its object: three decimals, or six where they say more. */
    static String version(long micros) {
        return (micros % THOUSAND == 0 ? MILLIS : MICROS).format(instant(micros));
    }

    static Optional<Long> parse(String text) {
        try {
            return Optional.of(micros(CommonEra.moment(text)));
        } catch (DateTimeParseException | ArithmeticException notATime) {
            return Optional.empty();
        }
    }

    private Moment() {}
}
