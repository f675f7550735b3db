package ge.khidi.sharing.policy;

/** One fault in a text a person wrote (policies, registry, profiles), and where: line and column count from 1. */
public record SourceFault(String file, int line, int column, String message) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
