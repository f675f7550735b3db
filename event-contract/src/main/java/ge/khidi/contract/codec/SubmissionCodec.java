package ge.khidi.contract.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.Topics;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Submission;
import ge.khidi.contract.rules.Rules;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an agency submits, as bytes. Reading is strict and reports every fault at once, so that one correction is
 * enough.
 */
public final class SubmissionCodec {

    /** The largest submission that is read. */
    public static final int MAX_BYTES = Topics.MAX_SUBMISSION_BYTES;

    private SubmissionCodec() {}

    public static Parsed<Submission> parse(byte[] json, Instant now) {
        return JsonText.parse(json, MAX_BYTES).fold(tree -> parse(tree, now), Parsed.Faulty::new);
    }

    /** Rules first: where a rule and the schema refuse the same place, the rule says it in the words of the domain. */
    private static Parsed<Submission> parse(ObjectNode tree, Instant now) {
        Optional<EventType> type = EventCodec.type(tree).filter(known -> !known.product());
        Reading reading = new Reading(Reading.Strictness.REFUSE_UNKNOWN, type);
        Object submission = Shapes.of(Submission.class).read(tree, Place.ROOT, reading);
        Map<String, Fault> faults = new LinkedHashMap<>();
        Stream.of(Rules.judge(tree, now), SchemaCheck.faults(schema(type), tree), reading.faults())
                .flatMap(List::stream)
                .forEach(fault -> faults.putIfAbsent(fault.pointer(), fault));
        return submission == null || !faults.isEmpty()
                ? new Parsed.Faulty<>(List.copyOf(faults.values()))
                : new Parsed.Ok<>((Submission) submission);
    }

    private static String schema(Optional<EventType> type) {
        return type.map(EventType::submissionSchemaName).orElse(Schemas.ANY_SUBMISSION);
    }

    /** Deterministic: the same submission is always the same bytes. */
    public static byte[] print(Submission submission) {
        return JsonText.print(tree(submission));
    }

    public static ObjectNode tree(Submission submission) {
        return (ObjectNode) Shapes.of(Submission.class).write(submission);
    }
}
