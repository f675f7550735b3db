package ge.khidi.intake.batch;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One line of a batch with its number, counted from 1. A line that was too long has no bytes: they were not kept. */
final class Line {

    private final long number;
    private final byte @Nullable [] bytes;

    private Line(long number, byte @Nullable [] bytes) {
        this.number = number;
        this.bytes = bytes;
    }

    static Line of(long number, byte[] bytes) {
        return new Line(number, bytes);
    }

    static Line tooLong(long number) {
        return new Line(number, null);
    }

    long number() {
        return number;
    }

    /** What was sent, unless it was too long. */
    Optional<byte[]> bytes() {
        return Optional.ofNullable(bytes);
    }

    /** What it costs to hold it. */
    int size() {
        return bytes == null ? 0 : bytes.length;
    }

    boolean isBlank() {
        if (bytes == null) {
            return false;
        }
        for (byte one : bytes) {
            if (one != ' ' && one != '\t' && one != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Line that && number == that.number && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number) * 31 + Arrays.hashCode(bytes);
    }

    /** Names the line, never what it says. */
    @Override
    public String toString() {
        return "Line[" + number + "]";
    }
}
