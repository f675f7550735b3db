package ge.khidi.sharing.writing;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How far a request to write is: its objects in the order of the envelope (TAXII 2.1 section 4.3). {@code requestedAt} is ISO 8601. */
public record WriteStatus(UUID id, String requestedAt, List<Item> items) {

    public WriteStatus {
        items = List.copyOf(items);
    }

    /** How far one object is. */
    public enum Progress {
        PENDING,
        SUCCESS,
        FAILURE
    }

    /** One object; {@code version} is as its writer put it. */
    public record Item(String id, String version, Progress progress, Optional<String> message) {}

    /** Those of one kind. */
    public List<Item> items(Progress progress) {
        return items.stream().filter(item -> item.progress() == progress).toList();
    }

    /** Whether intake has answered for every object. */
    public boolean complete() {
        return items(Progress.PENDING).isEmpty();
    }
}
