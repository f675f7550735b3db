package ge.khidi.sharing.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ge.khidi.contract.CommonEra;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.problem.ProblemException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;

/** What an officer says about a held item: the decision, why, for which case, and until when a release is good. */
public record Word(Kind kind, String reason, String caseReference, Optional<Instant> until) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static final int LONGEST_REASON = 2000;
    static final int LONGEST_CASE = 100;

    /** What can be said. */
    public enum Kind {
        APPROVE,
        REJECT,
        /** Takes an earlier release back: from now on it is no longer offered. */
        REVOKE,
        /** Releases at once because a life is imminently threatened; another officer says afterwards whether that was right. */
        LIFE_THREAT,
        /** The second officer's word that it was right. */
        CONFIRM,
        /** The second officer's word that it was not: it is recalled. */
        REFUSE
    }

    public Word {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("a reason of at most 2000 characters");
        }
        if (caseReference.isBlank() || caseReference.length() > LONGEST_CASE) {
            throw new IllegalArgumentException("a case of at most 100 characters");
        }
        if (until.isPresent() && kind != Kind.APPROVE) {
            throw new IllegalArgumentException("only a release has an end");
        }
    }

    /** Reads what an officer sends; refuses (400) what is no decision. */
    public static Word parse(String body) {
        JsonNode json = json(body);
        return of(
                json.path("decision").asText(),
                json.path("reason").asText(""),
                json.path("caseReference").asText(""),
                json.hasNonNull("until") ? Optional.of(json.path("until").asText()) : Optional.empty());
    }

    /** Refuses (400) what is no decision. */
    public static Word of(String decision, String reason, String caseReference, Optional<String> until) {
        try {
            return new Word(
                    Arrays.stream(Kind.values())
                            .filter(kind -> kind.name().equals(decision))
                            .findFirst()
                            .orElseThrow(() ->
                                    refused("decision is APPROVE, REJECT, REVOKE, LIFE_THREAT, CONFIRM or REFUSE")),
                    reason,
                    caseReference,
                    until.map(CommonEra::instant));
        } catch (DateTimeParseException notATime) {
            throw refused("until is a time such as 2027-01-31T00:00:00Z");
        } catch (IllegalArgumentException incomplete) {
            throw refused("a decision has a reason (at most 2000 characters) and a caseReference (at most 100);"
                    + " only APPROVE has until");
        }
    }

    /** The object in a body; refuses (400) what is none. */
    public static JsonNode json(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException broken) {
            throw new ProblemException(ProblemType.MALFORMED_JSON);
        }
        throw new ProblemException(ProblemType.MALFORMED_JSON);
    }

    /** The number of an item in a path; what is none is no item (404). */
    public static long number(String id) {
        if (!id.matches("[0-9]{1,18}")) {
            throw new ProblemException(ProblemType.NOT_FOUND);
        }
        return Long.parseLong(id);
    }

    private static ProblemException refused(String why) {
        return new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, why));
    }

    /** Never the reason. */
    @Override
    public String toString() {
        return "Word[" + kind + "]";
    }
}
