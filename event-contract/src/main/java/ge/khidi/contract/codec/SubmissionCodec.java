package ge.khidi.contract.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.event.Submission;
import java.time.Instant;

/** What an agency submits, as bytes. Reading is strict and reports every fault at once, so that one correction is enough. */
public final class SubmissionCodec {

    /** The largest submission that is read. */
    public static final int MAX_BYTES = 1 << 20;

    private SubmissionCodec() {}

    public static Parsed<Submission> parse(byte[] json, Instant now) {
        return JsonText.parse(json, MAX_BYTES).fold(SubmissionCodec::parse, Parsed.Faulty::new);
    }

    private static Parsed<Submission> parse(ObjectNode tree) {
        Reading reading = new Reading(Reading.Strictness.REFUSE_UNKNOWN, EventCodec.type(tree));
        Object submission = Shapes.of(Submission.class).read(tree, Place.ROOT, reading);
        return submission == null || !reading.faults().isEmpty()
                ? new Parsed.Faulty<>(reading.faults())
                : new Parsed.Ok<>((Submission) submission);
    }

    /** Deterministic: the same submission is always the same bytes. */
    public static byte[] print(Submission submission) {
        return JsonText.print(tree(submission));
    }

    public static ObjectNode tree(Submission submission) {
        return (ObjectNode) Shapes.of(Submission.class).write(submission);
    }
}
