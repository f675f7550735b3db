package ge.khidi.contract.codec;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.event.EventType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one reading of one tree has met so far: faults, and the fields it does not know. */
final class Reading {

    /** Whether fields nobody knows are faults, or are kept. */
    enum Strictness {
        REFUSE_UNKNOWN,
        KEEP_UNKNOWN
    }

    private final Strictness strictness;
    private final Optional<EventType> type;
    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, JsonNode> unknown = new LinkedHashMap<>();

    Reading(Strictness strictness, Optional<EventType> type) {
        this.strictness = strictness;
        this.type = type;
    }

    /** The type of the event, which decides the shape of its detail. */
    Optional<EventType> type() {
        return type;
    }

    void report(Place place, String code, String message) {
        faults.add(new Fault(place.toString(), code, message));
    }

    void unknown(Place place, JsonNode value) {
        switch (strictness) {
            case REFUSE_UNKNOWN -> report(place, "unknown-field", "no such field");
            case KEEP_UNKNOWN -> unknown.put(place.toString(), value);
        }
    }

    List<Fault> faults() {
        return faults;
    }

    Map<String, JsonNode> unknown() {
        return unknown;
    }
}
