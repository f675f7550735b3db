package ge.khidi.sharing.writing;

import java.util.List;
import java.util.Optional;

/** What can be done with one object, as far as the object alone says it. */
sealed interface Verdict {

    Head head();

    /**
     * It can be said: as a submission, or, where it is empty, as the end of what was said under this id. {@code leftOut} are fields no event has,
     * {@code sighted} is the place in the envelope of the writer's own indicator whose word it rests on.
     */
    record Sayable(Head head, Optional<String> submission, List<String> leftOut, Optional<Integer> sighted)
            implements Verdict {
        public Sayable {
            leftOut = List.copyOf(leftOut);
        }

        boolean revokes() {
            return submission.isEmpty();
        }

        /** Never the content. */
        @Override
        public String toString() {
            return "Sayable[" + head.id() + "]";
        }
    }

    /** A marking definition that stands here anyway. */
    record Standing(Head head) implements Verdict {}

    /** It cannot be said; the message names every fault and no value. */
    record Refused(Head head, String message) implements Verdict {}
}
