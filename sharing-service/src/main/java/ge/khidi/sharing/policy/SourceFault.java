package ge.khidi.sharing.policy;

/**
 * One fault in a text a person wrote (policies, registry, profiles), and where: line and column count from 1. {@code pointer} is the JSON
 * pointer of the place in YAML and JSON; empty elsewhere, and for the whole document.
 */
public record SourceFault(String file, int line, int column, String message, String pointer) {

    public SourceFault(String file, int line, int column, String message) {
        this(file, line, column, message, "");
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
