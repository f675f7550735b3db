package ge.khidi.localstack.replay;

import java.util.Map;
import java.util.Optional;

/** One record of a table, numbered from 1 without counting the header. Values are stripped; an empty one is absent. */
record Row(long number, Map<String, String> values) {

    /** A name every row answers to: its own number. */
    static final String NUMBER = "#row";

    Row {
        values = Map.copyOf(values);
    }

    Optional<String> value(String column) {
        if (column.equals(NUMBER)) {
            return Optional.of(Long.toString(number));
        }
        return Optional.ofNullable(values.get(column)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** The content never reaches a log. */
    @Override
    public String toString() {
        return "Row[" + number + "]";
    }
}
