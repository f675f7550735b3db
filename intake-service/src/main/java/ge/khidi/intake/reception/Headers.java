package ge.khidi.intake.reception;

import ge.khidi.contract.EventId;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.intake.submission.Precondition;
import ge.khidi.intake.submission.Target;
import ge.khidi.relay.problem.ProblemException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Headers and path parameters as what they mean, or the problem that they mean nothing. */
final class Headers {

    static final String REVISION_KIND = "Khidi-Revision-Kind";
    static final String ON_BEHALF_OF = "Khidi-On-Behalf-Of";
    static final String ON_BEHALF_OF_UNIT = "Khidi-On-Behalf-Of-Unit";
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,200}");
    private static final int LONGEST_REFERENCE = 200;
    private static final int LONGEST_UNIT = 100;

    private Headers() {}

    /** A correction unless the sender says that it only adds. */
    static RevisionKind revisionKind(@Nullable String header) {
        if (header == null || header.equals(RevisionKind.CORRECTION.name())) {
            return RevisionKind.CORRECTION;
        }
        if (header.equals(RevisionKind.SUPPLEMENT.name())) {
            return RevisionKind.SUPPLEMENT;
        }
        throw invalid("Khidi-Revision-Kind must be SUPPLEMENT or CORRECTION.");
    }

    static Precondition requiredIfMatch(@Nullable String header) {
        if (header == null) {
            throw new ProblemException(ProblemType.PRECONDITION_REQUIRED);
        }
        return ifMatch(header);
    }

    static Precondition ifMatch(@Nullable String header) {
        return header == null
                ? Precondition.ANY
                : Precondition.parse(header)
                        .orElseThrow(() -> invalid("If-Match must be a list of entity tags, or *."));
    }

    static Optional<String> idempotencyKey(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        if (!KEY.matcher(header).matches()) {
            throw invalid("Idempotency-Key must be 1 to 200 visible ASCII characters.");
        }
        return Optional.of(header);
    }

    /** The unit of the agency that is spoken for; percent-encoded, since units have names in any script. */
    static Optional<String> unit(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        try {
            String unit = URLDecoder.decode(header, StandardCharsets.UTF_8);
            if (!unit.isBlank() && unit.length() <= LONGEST_UNIT) {
                return Optional.of(unit);
            }
        } catch (IllegalArgumentException notEncoded) {
            // said below
        }
        throw invalid("Khidi-On-Behalf-Of-Unit must be 1 to 100 characters, percent-encoded.");
    }

    /** What is not an id is the id of no event. */
    static Target event(String id) {
        return EventId.parse(id).map(Target::id).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
    }

    static String reference(String reference) {
        if (reference.isBlank() || reference.length() > LONGEST_REFERENCE) {
            throw invalid("The reference must be 1 to 200 characters.");
        }
        return reference;
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, detail));
    }
}
