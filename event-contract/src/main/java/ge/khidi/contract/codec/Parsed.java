package ge.khidi.contract.codec;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What came of reading: a value, or every fault that was found, at least one. */
public sealed interface Parsed<T> {

    /** The one or the other, made into one type. */
    <R> R fold(Function<? super T, ? extends R> ok, Function<? super List<Fault>, ? extends R> faulty);

    /** The value, if there is one. */
    default Optional<T> toOptional() {
        return fold(Optional::of, faults -> Optional.empty());
    }

    /** The faults; empty exactly if there is a value. */
    default List<Fault> faults() {
        return fold(value -> List.of(), Function.identity());
    }

    /** It could be read. */
    record Ok<T>(T value) implements Parsed<T> {
        @Override
        public <R> R fold(Function<? super T, ? extends R> ok, Function<? super List<Fault>, ? extends R> faulty) {
            return ok.apply(value);
        }
    }

    /** It could not be read. */
    record Faulty<T>(List<Fault> faults) implements Parsed<T> {
        public Faulty {
            faults = List.copyOf(faults);
            if (faults.isEmpty()) {
                throw new IllegalArgumentException("a refusal names at least one fault");
            }
        }

        @Override
        public <R> R fold(Function<? super T, ? extends R> ok, Function<? super List<Fault>, ? extends R> faulty) {
            return faulty.apply(faults);
        }
    }
}
