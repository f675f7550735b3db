package ge.khidi.sharing.unlawful;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.CommonEra;
import ge.khidi.contract.EventId;
import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.problem.ProblemException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is declared unlawful: every disclosure of one event, or every disclosure that one policy decided since a time, and until one where one is
 * given; to one partner where one is named, otherwise to all.
 */
record Declaration(Optional<EventId> event, Optional<ByPolicy> policy, Optional<AgencyId> partner) {

    /** The disclosures of one policy from a time on, and before another where one is given. */
    record ByPolicy(String id, Instant since, Optional<Instant> until) {}

    Declaration {
        if (event.isPresent() == policy.isPresent()) {
            throw new IllegalArgumentException("an event or a policy");
        }
    }

    /** Refuses (400) what is no declaration, every fault named. */
    static Declaration parse(JsonNode json) {
        List<Fault> faults = new ArrayList<>();
        Optional<EventId> event = text(json, "eventId").flatMap(EventId::parse);
        if (json.hasNonNull("eventId") && event.isEmpty()) {
            faults.add(new Fault("/eventId", "format", "the id of an event"));
        }
        Optional<AgencyId> partner = text(json, "partner").flatMap(AgencyId::parse);
        if (json.hasNonNull("partner") && partner.isEmpty()) {
            faults.add(new Fault("/partner", "format", "the id of a partner"));
        }
        Optional<Instant> since = text(json, "since").flatMap(Declaration::time);
        Optional<Instant> until = text(json, "until").flatMap(Declaration::time);
        Optional<String> policy = text(json, "policy").filter(id -> id.matches("[a-z0-9-]{1,100}"));
        if (json.hasNonNull("eventId") == json.hasNonNull("policy")) {
            faults.add(new Fault("/eventId", "required", "either eventId, or policy with since"));
        }
        if (json.hasNonNull("policy") && policy.isEmpty()) {
            faults.add(new Fault("/policy", "format", "the id of a policy"));
        }
        if (json.hasNonNull("policy") && since.isEmpty()) {
            faults.add(new Fault("/since", "format", "a time such as 2027-01-31T00:00:00Z"));
        }
        if (json.hasNonNull("until")
                && (until.isEmpty() || since.filter(until.get()::isAfter).isEmpty())) {
            faults.add(new Fault("/until", "format", "a time after since"));
        }
        if (!faults.isEmpty()) {
            throw new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, faults));
        }
        return new Declaration(event, policy.map(id -> new ByPolicy(id, since.orElseThrow(), until)), partner);
    }

    private static Optional<String> text(JsonNode json, String field) {
        return json.hasNonNull(field) ? Optional.of(json.path(field).asText()) : Optional.empty();
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(CommonEra.instant(text));
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }
}
