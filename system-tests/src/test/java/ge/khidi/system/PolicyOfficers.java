package ge.khidi.system;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.localstack.test.TestIssuer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Policy officers at work at instances of sharing. Zurab writes, Lela approves, Zurab puts in force. */
final class PolicyOfficers {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DECIDING = "DECIDING";
    private static final Duration BOUND = Duration.ofMinutes(90);

    private final SharingInstances sharing;

    PolicyOfficers(SharingInstances sharing) {
        this.sharing = sharing;
    }

    /** The shipped set with a file more, written and approved, at the first instance. Answers its version. */
    int approved(String text) throws IOException, InterruptedException {
        return approved(Map.of("proof.cedar", text));
    }

    /** The shipped set with these files, by their names, more or in the place of its own. */
    int approved(Map<String, String> texts) throws IOException, InterruptedException {
        ObjectNode files = shipped().path("files").deepCopy();
        texts.forEach(files::put);
        JsonNode draft = sharing.post(0, "/v1/policies", token("zurab"), Map.of("files", files, "note", "for a proof"));
        if (!draft.path("state").asText().equals("VALIDATED")) {
            throw new IllegalStateException("the draft has faults: " + draft.path("faults"));
        }
        int version = draft.path("version").asInt();
        say(0, "lela", version, "approval");
        return version;
    }

    /** Returns when the version is in force. */
    void activate(int which, int version) throws IOException, InterruptedException {
        say(which, "zurab", version, "activation");
    }

    /** Returns when the order to put it in force is kept, with its number. */
    long order(int which, int version) throws IOException, InterruptedException {
        return sharing.postAsync(
                        which,
                        "/v1/policies/" + version + "/activation",
                        token("zurab"),
                        Map.of("reason", "for a proof"))
                .path("id")
                .asLong();
    }

    /** The shipped policies decide again. */
    void restore() throws IOException, InterruptedException {
        if (!shipped().path("state").asText().equals("ACTIVE")) {
            say(0, "lela", 1, "approval");
            say(0, "zurab", 1, "rollback");
        }
    }

    /** Returns what was found, however long that takes. */
    JsonNode simulation(int which, int version) throws IOException, InterruptedException {
        JsonNode told = sharing.post(which, "/v1/policies/" + version + "/simulation", token("lela"), Map.of());
        return told.has("partners")
                ? told
                : found(which, "/v1/policies/simulations/" + told.path("id").asText());
    }

    private JsonNode found(int which, String simulation) {
        JsonNode told = await().atMost(BOUND)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> JSON.readTree(
                                sharing.get(which, simulation, token("lela")).body()),
                        now -> now.has("ended"));
        if (!told.has("result")) {
            throw new IllegalStateException("the simulation ended as " + told.path("state"));
        }
        return told.path("result");
    }

    private JsonNode shipped() throws IOException, InterruptedException {
        return JSON.readTree(sharing.get(0, "/v1/policies/1", token("lela")).body());
    }

    private void say(int which, String officer, int version, String word) throws IOException, InterruptedException {
        JsonNode said = sharing.post(
                which, "/v1/policies/" + version + "/" + word, token(officer), Map.of("reason", "for a proof"));
        if (said.path("state").asText().equals(DECIDING)) {
            carriedOut(which, said.path("id").asLong());
        }
    }

    /** An activation that takes longer than an officer waits tells how far it is. */
    private void carriedOut(int which, long order) {
        String state = await().atMost(BOUND)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> state(which, order), now -> !now.equals(DECIDING));
        if (!state.equals("DONE")) {
            throw new IllegalStateException("the order ended as " + state);
        }
    }

    private String state(int which, long order) throws IOException, InterruptedException {
        byte[] told = sharing.get(which, "/v1/policies/activations/" + order, token("zurab"))
                .body();
        return JSON.readTree(told).path("state").asText();
    }

    private static String token(String officer) {
        return TestIssuer.person(officer, "IAD", "policy-officer").mint();
    }
}
