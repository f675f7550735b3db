package ge.khidi.relay.audit;

import ge.khidi.contract.AgencyId;
import java.util.List;
import java.util.Optional;

/**
 * The rows of one feed that one answer showed: {@code items} of those from {@code first} to {@code last}, both included, without
 * those in {@code except}, which were in between and not shown. {@code filter} is what the reader asked for, if it did not ask for everything.
 */
public record FeedRange(AgencyId feed, long first, long last, int items, List<Long> except, Optional<String> filter) {

    public FeedRange {
        except = List.copyOf(except);
    }
}
