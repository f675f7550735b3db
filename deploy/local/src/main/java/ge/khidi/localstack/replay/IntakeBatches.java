package ge.khidi.localstack.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ge.khidi.localstack.client.Answer;
import ge.khidi.localstack.client.Session;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Intake's batch endpoint. A chunk without a complete answer is sent again as a whole, which is harmless: what was already kept is
 * answered with its first receipt. An intake that stays away for longer than the patience is a {@link ReplayFault}.
 */
final class IntakeBatches {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Set<Integer> TRY_AGAIN = Set.of(429, 500, 502, 503, 504);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Somebody who is told that intake does not answer. */
    interface Waiting {
        void away(String why);
    }

    private final Session session;
    private final URI endpoint;
    private final Duration patience;
    private final Waiting waiting;
    private final Instant begin = Instant.now();

    IntakeBatches(Session session, URI intake, Duration patience, Waiting waiting) {
        this.session = session;
        this.endpoint = intake.resolve("/v1/events/batch");
        this.patience = patience;
        this.waiting = waiting;
    }

    /** One verdict for each line, in the same order. */
    List<Verdict> send(List<String> lines) {
        byte[] body = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        long giveUp = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            String why;
            try {
                Answer answer = session.post(endpoint, "application/x-ndjson", body);
                if (answer.ok()) {
                    List<Verdict> verdicts = verdicts(answer);
                    if (verdicts.size() == lines.size()) {
                        return verdicts;
                    }
                    why = "an answer that breaks off";
                } else if (TRY_AGAIN.contains(answer.status())) {
                    why = "status " + answer.status();
                } else {
                    throw new ReplayFault("intake does not take the batch: status " + answer.status() + " "
                            + answer.json().path("detail").asText());
                }
            } catch (IOException e) {
                why = e.getClass().getSimpleName();
            }
            if (System.nanoTime() - giveUp > 0) {
                throw new ReplayFault("intake did not answer for " + patience.toSeconds() + " s (" + why + ")");
            }
            waiting.away(why);
            sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private List<Verdict> verdicts(Answer answer) throws IOException {
        List<Verdict> verdicts = new ArrayList<>();
        for (String line : answer.text().split("\n", -1)) {
            if (!line.isBlank()) {
                verdicts.add(verdict(JSON.readTree(line)));
            }
        }
        return verdicts;
    }

    /** A chunk may be sent again within a replay: what intake accepted since the replay began is new to it, whatever the status says. */
    private Verdict verdict(JsonNode line) {
        JsonNode receipt = line.path("receipt");
        if (receipt.isMissingNode()) {
            return new Verdict.Refused(reasons(line.path("problem")));
        }
        String eventId = receipt.path("eventId").asText();
        int revision = receipt.path("revision").asInt();
        boolean isNew = line.path("status").asInt() == 201
                || !Instant.parse(receipt.path("acceptedAt").asText()).isBefore(begin);
        return isNew ? new Verdict.Accepted(eventId, revision) : new Verdict.AlreadyKnown(eventId, revision);
    }

    private static List<Reason> reasons(JsonNode problem) {
        List<Reason> reasons = new ArrayList<>();
        for (JsonNode fault : problem.path("faults")) {
            reasons.add(new Reason(
                    fault.path("code").asText(), fault.path("pointer").asText()));
        }
        if (reasons.isEmpty()) {
            String type = problem.path("type").asText("refused");
            reasons.add(new Reason(type.substring(type.lastIndexOf('/') + 1), ""));
        }
        return reasons;
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReplayFault("interrupted while waiting for intake", e);
        }
    }
}
