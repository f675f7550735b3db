package ge.khidi.sharing.subject;

/** An identifying value in the form in which it is compared. */
record Identifier(IdentifierKind kind, String form) {

    /** Never the value. */
    @Override
    public String toString() {
        return "Identifier[" + kind + "]";
    }
}
