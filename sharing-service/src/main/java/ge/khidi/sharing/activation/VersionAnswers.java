package ge.khidi.sharing.activation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.feed.Consequence;
import ge.khidi.sharing.policy.SourceFault;
import ge.khidi.sharing.release.Word;
import ge.khidi.sharing.rulebook.Officer;
import ge.khidi.sharing.rulebook.PolicyState;
import ge.khidi.sharing.rulebook.PolicyVersion;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Versions and simulations as JSON. Who wrote and who approved is shown as an agency, and as a person to auditors and data-protection
 * officers.
 */
public final class VersionAnswers {

    /** What a simulation found. */
    public static ObjectNode json(Simulation.Order order, Simulation.Result result) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("version", order.version());
        order.backfillFrom().ifPresent(from -> json.put("backfillFrom", from.toString()));
        json.putObject("watermark")
                .put("epoch", result.watermark().epoch())
                .put("at", result.watermark().at().toString())
                .put("rows", result.watermark().rows());
        ArrayNode partners = json.putArray("partners");
        result.partners().forEach((partner, counts) -> {
            ObjectNode one = partners.addObject().put("partner", partner.value());
            put(one, counts.effects);
            ArrayNode policies = one.putArray("policies");
            counts.policies.forEach(
                    (policy, effects) -> put(policies.addObject().put("policy", policy), effects));
            ObjectNode samples = one.putObject("samples");
            counts.samples.forEach((effect, events) -> {
                ArrayNode ids = samples.putArray(word(effect));
                events.forEach(event -> ids.add(event.toString()));
            });
        });
        return json;
    }

    private static void put(ObjectNode json, Map<Consequence.Effect, Long> effects) {
        effects.forEach((effect, count) -> json.put(word(effect), count));
    }

    private static String word(Consequence.Effect effect) {
        return switch (effect) {
            case NEWLY_OFFERED -> "newlyOffered";
            case NO_LONGER_OFFERED -> "noLongerOffered";
            case REDACTED_DIFFERENTLY -> "redactedDifferently";
            case NEWLY_HELD -> "newlyHeld";
            case PRODUCT_LOOKED_AT -> "productsLookedAt";
            case KEPT_BACK -> "keptBackWithoutWindow";
            case STOPPED_BY_LEAK_CHECK -> "stoppedByLeakCheck";
            case REQUEST_OVER -> "requestsOver";
            case ENDS_WITH_SOURCE -> "productsEndingWithSource";
            case LOOKED_AT_WITH_SOURCE -> "productsLookedAtWithSource";
        };
    }

    /** The answer to a word about a version: the version, or the problem. */
    public static Response answer(PolicyDesk.Answer answer, Caller caller) {
        if (answer instanceof PolicyDesk.Answer.Done done) {
            return ok(200, json(done.version(), caller));
        }
        if (answer instanceof PolicyDesk.Answer.Refused refused) {
            throw new ProblemException(problem(refused));
        }
        throw new ProblemException(ProblemType.NOT_FOUND);
    }

    /** The answer to an order to put a version in force; {@code under} is where its progress is told. */
    public static Response answer(Activations.Taken taken, Caller caller, String under) {
        if (taken instanceof Activations.Taken.UnderWay underWay) {
            return Response.fromResponse(ok(202, json(underWay.order(), caller)))
                    .header("Location", under + "/" + underWay.order().id())
                    .build();
        }
        return answer(((Activations.Taken.Ended) taken).answer(), caller);
    }

    /** The answer to an order to simulate a version: what was found, the problem, or {@code under} where its progress is told. */
    public static Response answer(Optional<Simulated> ordered, Caller caller, String under) {
        Simulated simulated = there(ordered);
        Simulated.Progress progress = simulated.progress();
        if (progress.refused().isPresent()) {
            throw new ProblemException(problem(progress.refused().get()));
        }
        return progress.result()
                .map(result -> Response.ok(result).build())
                .orElseGet(() -> Response.fromResponse(ok(202, json(simulated, caller)))
                        .header("Location", under + "/" + simulated.id())
                        .build());
    }

    /** The answer to whoever asks how far a simulation is. */
    public static Response told(Optional<Simulated> found, Caller caller) {
        return ok(200, json(there(found), caller));
    }

    private static Simulated there(Optional<Simulated> found) {
        return found.orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
    }

    /** How far it is, what was found, or why it was refused, as a direct answer would have said. */
    private static ObjectNode json(Simulated simulated, Caller caller) {
        Simulated.Progress progress = simulated.progress();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", simulated.id().toString());
        json.put("version", simulated.order().version());
        simulated.order().backfillFrom().ifPresent(from -> json.put("backfillFrom", from.toString()));
        json.put("state", progress.state().name());
        json.set("by", json(PolicyDesk.officer(simulated.by()), caller));
        json.put("since", progress.since().toString());
        progress.ended().ifPresent(ended -> json.put("ended", ended.toString()));
        if (simulated.underWay()) {
            json.putObject("classes").put("decided", progress.decided()).put("of", progress.classes());
        }
        if (progress.state() == Simulated.State.WALKING) {
            json.putObject("events").put("walked", progress.walked()).put("of", progress.events());
        }
        progress.result().ifPresent(result -> json.set("result", Word.json(result)));
        progress.refused().ifPresent(refused -> put(json, refused));
        return json;
    }

    private static void put(ObjectNode json, PolicyDesk.Answer.Refused refused) {
        json.set("problem", Word.json(new String(problem(refused).print(), StandardCharsets.UTF_8)));
    }

    /** An order and what has come of it: how many classes are decided, or why it was refused, as a direct answer would have said. */
    public static ObjectNode json(Ordered ordered, Caller caller) {
        Ordered.Progress progress = ordered.progress();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", ordered.id());
        json.put("version", ordered.order().version());
        json.put("rollback", ordered.order().rollback());
        ordered.order().backfillFrom().ifPresent(from -> json.put("backfillFrom", from.toString()));
        json.put("state", progress.state().name());
        json.set("by", json(PolicyDesk.officer(ordered.by()), caller));
        json.put("since", progress.since().toString());
        progress.ended().ifPresent(ended -> json.put("ended", ended.toString()));
        if (progress.state() == Ordered.State.DECIDING) {
            json.putObject("classes").put("decided", progress.decided()).put("of", progress.classes());
        }
        progress.refused().ifPresent(refused -> put(json, refused));
        return json;
    }

    private static Problem problem(PolicyDesk.Answer.Refused refused) {
        return switch (refused.why()) {
            case AUTHOR ->
                Problem.of(
                        ProblemType.NOT_PERMITTED, "whoever wrote a version does not approve it; another officer does");
            case APPROVER ->
                Problem.of(ProblemType.NOT_PERMITTED, "whoever approved a version does not activate it as well");
            case OTHER_WINDOW ->
                Problem.of(
                        ProblemType.WRONG_STATE,
                        "the approval was given for another backfillFrom; it is approved anew");
            case NOT_SIMULATED ->
                Problem.of(
                        ProblemType.WRONG_STATE,
                        "what this backfillFrom would bring is simulated under the rules in force by an officer of the approver's"
                                + " agency, and approved while that simulation is kept; if other rules go in force before the"
                                + " activation, it is simulated and approved again");
            case WRONG_STATE ->
                Problem.of(ProblemType.WRONG_STATE, "the version is in a state in which this cannot be said");
            case STALE ->
                Problem.of(
                        ProblemType.WRONG_STATE,
                        "another version went in force since this one was made, or approved; propose it, or approve it, anew");
            case OTHER_ORDER ->
                Problem.of(
                        ProblemType.WRONG_STATE,
                        "the version is being put in force already, at another officer's word or for another reason");
            case SUSPENDED ->
                Problem.of(ProblemType.NOT_PERMITTED, "the agency of the officer was suspended before it was done");
            case NOT_POSSIBLE ->
                Problem.of(ProblemType.UNAVAILABLE, "it could not be carried out; nothing was changed, order it again");
            case FAULTY -> Problem.of(ProblemType.WRONG_STATE, faults(refused.faults()));
        };
    }

    private static List<Fault> faults(List<SourceFault> faults) {
        return faults.stream()
                .map(fault -> new Fault(
                        fault.pointer().isEmpty()
                                ? "/files/" + fault.file().replace("~", "~0").replace("/", "~1")
                                : fault.pointer(),
                        "policy",
                        "line " + fault.line() + ", column " + fault.column() + ": " + fault.message()))
                .toList();
    }

    /** A version with its texts. */
    static ObjectNode json(PolicyDesk.Opened opened, Caller caller) {
        ObjectNode json = json(opened.version(), caller);
        ObjectNode files = json.putObject("files");
        opened.texts().forEach(text -> files.put(text.file(), text.text()));
        return json;
    }

    /** A version without its texts. */
    public static ObjectNode json(PolicyVersion version, Caller caller) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("version", version.version());
        json.put("state", version.state().word());
        json.put("note", version.note());
        json.set("author", json(version.author(), caller));
        json.put("draftedAt", version.draftedAt().toString());
        version.activatedAt().ifPresent(at -> json.put("activatedAt", at.toString()));
        json.put("digest", version.digest());
        if (version.state() instanceof PolicyState.Approved approved) {
            ObjectNode approval = json.putObject("approval");
            approval.set("by", json(approved.approval().by(), caller));
            approved.approval().backfillFrom().ifPresent(from -> approval.put("backfillFrom", from.toString()));
        }
        if (version.state() instanceof PolicyState.Draft draft) {
            ArrayNode faults = json.putArray("faults");
            draft.faults()
                    .forEach(fault -> faults.addObject()
                            .put("file", fault.file())
                            .put("line", fault.line())
                            .put("column", fault.column())
                            .put("message", fault.message()));
        }
        return json;
    }

    private static ObjectNode json(Officer officer, Caller caller) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("agency", officer.agency().value());
        if (caller.has(Role.AUDITOR) || caller.has(Role.DATA_PROTECTION_OFFICER)) {
            json.put("subject", officer.subject());
        }
        return json.put("you", PolicyDesk.officer(caller).isSamePersonAs(officer));
    }

    public static Response ok(int status, JsonNode json) {
        return Response.status(status).entity(json.toString()).build();
    }

    private VersionAnswers() {}
}
