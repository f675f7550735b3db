package ge.khidi.analysis.indicator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is said to a section: this event is counted there, or is not any more. */
public record Observed(Observation observation, boolean counts) {

    /** What a new revision of an event changes; a section it has left hears of it first. */
    public static List<Observed> between(Optional<Observation> before, Optional<Observation> now) {
        List<Observed> told = new ArrayList<>();
        before.filter(was ->
                        now.filter(is -> is.indicator().equals(was.indicator())).isEmpty())
                .ifPresent(was -> told.add(new Observed(was, false)));
        now.ifPresent(is -> told.add(new Observed(is, true)));
        return told;
    }
}
