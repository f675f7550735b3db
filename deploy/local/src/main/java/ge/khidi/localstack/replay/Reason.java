package ge.khidi.localstack.replay;

/**
 * Why a row was refused: a stable kebab-case code and the field of the submission it is about, as a JSON pointer (empty for the
 * whole). Never the value itself.
 */
record Reason(String code, String pointer) implements Comparable<Reason> {

    @Override
    public int compareTo(Reason other) {
        int byCode = code.compareTo(other.code);
        return byCode != 0 ? byCode : pointer.compareTo(other.pointer);
    }

    @Override
    public String toString() {
        return pointer.isEmpty() ? code : code + " " + pointer;
    }
}
