package ge.khidi.relay.audit;

import java.util.Optional;

/** Why: the purpose from the agreement or from {@code Khidi-Purpose}, a person's reason in words, and the case it is for. */
public record Justification(Optional<String> purpose, Optional<String> reason, Optional<String> caseReference) {

    public static final Justification NONE = new Justification(Optional.empty(), Optional.empty(), Optional.empty());

    public static Justification purpose(String purpose) {
        return new Justification(Optional.of(purpose), Optional.empty(), Optional.empty());
    }
}
