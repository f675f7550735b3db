package ge.khidi.relay.consumption;

import java.util.List;
import java.util.function.Function;

/**
 * What a parser made of a record: a value, or all the reasons why there is none.
 *
 * <p>Reasons are shown to operators, who may not see content: they name fields and rules and never quote a value.
 */
public sealed interface Reading<T> {

    static <T> Reading<T> of(T value) {
        return new Read<>(value);
    }

    static <T> Reading<T> unreadable(List<String> reasons) {
        return new Unreadable<>(reasons);
    }

    /** Calls the one function that fits. */
    <R> R fold(Function<? super T, ? extends R> ifRead, Function<? super List<String>, ? extends R> ifUnreadable);

    /** A value. */
    record Read<T>(T value) implements Reading<T> {
        @Override
        public <R> R fold(
                Function<? super T, ? extends R> ifRead, Function<? super List<String>, ? extends R> ifUnreadable) {
            return ifRead.apply(value);
        }
    }

    /** No value, and at least one reason. */
    record Unreadable<T>(List<String> reasons) implements Reading<T> {
        public Unreadable {
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("An unreadable record needs a reason");
            }
            reasons = List.copyOf(reasons);
        }

        @Override
        public <R> R fold(
                Function<? super T, ? extends R> ifRead, Function<? super List<String>, ? extends R> ifUnreadable) {
            return ifUnreadable.apply(reasons);
        }
    }
}
