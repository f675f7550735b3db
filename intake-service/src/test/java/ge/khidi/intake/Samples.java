package ge.khidi.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.codec.SubmissionCodec;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Submission;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Submissions that are accepted everywhere: real, unclassified, with a reference of their own. */
public final class Samples {

    private static final AtomicLong NEXT = new AtomicLong();
    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);

    private Samples() {}

    /** A reference nobody has used. */
    public static String reference() {
        return "T-" + RUN + "-" + NEXT.incrementAndGet();
    }

    /** A crime report as JSON, to be bent into shape. */
    public static ObjectNode crime() {
        return tree(EventType.CRIME_REPORT, reference());
    }

    public static ObjectNode tree(EventType type, String reference) {
        ObjectNode tree = SubmissionCodec.tree(new RandomEvents(reference.hashCode(), Instant.now()).submission(type));
        tree.put("reference", reference).put("context", "REAL");
        tree.remove("state");
        tree.withObject("/handling").put("classification", "UNCLASSIFIED");
        return tree;
    }

    public static Submission submission(EventType type) {
        return parse(tree(type, reference()));
    }

    public static Submission parse(ObjectNode tree) {
        return SubmissionCodec.parse(tree.toString().getBytes(UTF_8), Instant.now())
                .fold(submission -> submission, faults -> {
                    throw new AssertionError(faults.toString());
                });
    }

    /** The same report with something else in it. */
    public static ObjectNode changed(ObjectNode tree) {
        ObjectNode changed = tree.deepCopy();
        String urgency = changed.path("urgency").asText();
        changed.put("urgency", urgency.equals("URGENT") ? "ROUTINE" : "URGENT");
        return changed;
    }
}
