package ge.khidi.sharing.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What became of a text a person wrote: the value, or every fault that was found. A faulty text never becomes active. */
public sealed interface Loaded<T> {

    /** It holds. */
    record Ready<T>(T value) implements Loaded<T> {}

    /** It does not; at least one fault. */
    record Faulty<T>(List<SourceFault> faults) implements Loaded<T> {
        public Faulty {
            faults = List.copyOf(faults);
        }
    }

    /** The value, if it holds. */
    default Optional<T> toOptional() {
        return this instanceof Ready<T> ready ? Optional.of(ready.value()) : Optional.empty();
    }

    /** The value, for a text that must hold, such as one that ships with the service. */
    default T orThrow() {
        if (this instanceof Ready<T> ready) {
            return ready.value();
        }
        throw new IllegalStateException(
                ((Faulty<T>) this).faults().stream().map(SourceFault::toString).collect(Collectors.joining("\n")));
    }
}
