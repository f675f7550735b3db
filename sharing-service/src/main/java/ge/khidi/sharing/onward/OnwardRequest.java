package ge.khidi.sharing.onward;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.problem.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** To whom a holder wants to pass an item on, for which purpose of the contract, and why. */
record OnwardRequest(String to, Purpose purpose, String reason) {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_REASON = 2000;

    OnwardRequest {
        if (to.isBlank() || to.length() > LONGEST_NAME || reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("not a request");
        }
    }

    /** Refuses (400) what is no request, every fault named. */
    static OnwardRequest parse(JsonNode json) {
        String to = json.path("to").asText("").strip();
        String purpose = json.path("purpose").asText("");
        String reason = json.path("reason").asText("").strip();
        List<Fault> faults = new ArrayList<>();
        if (to.isEmpty() || to.length() > LONGEST_NAME) {
            faults.add(new Fault("/to", "length", "who is to have it, in 1 to 100 characters"));
        }
        if (Arrays.stream(Purpose.values()).noneMatch(one -> one.name().equals(purpose))) {
            faults.add(new Fault("/purpose", "enum", "one of the purposes of the contract"));
        }
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            faults.add(new Fault("/reason", "length", "why, in 1 to 2000 characters"));
        }
        if (!faults.isEmpty()) {
            throw new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, faults));
        }
        return new OnwardRequest(to, Purpose.valueOf(purpose), reason);
    }

    /** Never the reason. */
    @Override
    public String toString() {
        return "OnwardRequest[" + to + ", " + purpose + "]";
    }
}
