package ge.khidi.localstack.replay;

import java.util.List;
import java.util.Optional;

/** What a row or line of the file became, before intake has seen it. */
sealed interface Item {

    /** Counted from 1. */
    long row();

    /** The originator's reference, where one is known. */
    Optional<String> reference();

    /** A line for intake's batch endpoint. */
    record Ready(long row, Optional<String> reference, String line) implements Item {
        /** The content never reaches a log. */
        @Override
        public String toString() {
            return "Ready[" + row + "]";
        }
    }

    /** It cannot be sent at all. */
    record Unsayable(long row, Optional<String> reference, List<Reason> reasons) implements Item {}
}
