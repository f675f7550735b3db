package ge.khidi.sharing.pages;

/** One thing that is said: its name in the visitor's language, and the value. {@code lang} is the value's language where it is known, else empty. */
public record Line(String label, String value, String lang) {

    static Line of(String label, String value) {
        return new Line(label, value, "");
    }

    /** The name, never the value. */
    @Override
    public String toString() {
        return "Line[" + label + "]";
    }
}
