package ge.khidi.intake.submission;

/** Which state of an event is meant: its revision and the digest of its content. */
public record Version(int revision, String sha256) {

    private static final int PREFIX = 16;

    /** The entity tag, with its quotation marks: {@code "3-9f86d081884c7d65"}. */
    public String tag() {
        return "\"" + revision + "-" + sha256.substring(0, PREFIX) + "\"";
    }
}
