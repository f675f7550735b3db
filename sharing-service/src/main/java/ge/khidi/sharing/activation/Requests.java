package ge.khidi.sharing.activation;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.CommonEra;
import ge.khidi.contract.EventId;
import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.policy.PolicyText;
import ge.khidi.sharing.release.Word;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From what officers send to values, once; everything wrong with a body is named together. */
public final class Requests {

    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}\\.cedar");
    private static final int MOST_FILES = 200;
    private static final int LONGEST_WORDS = 2000;

    /** A policy set to be kept. */
    record Draft(List<PolicyText> texts, String note) {}

    /** A word about a version. */
    public record Said(String reason, Optional<Instant> backfillFrom) {}

    /** Why may this partner have this revision, by the version in force or another one? Without a revision the newest is meant. */
    record Question(EventId event, Optional<Integer> revision, AgencyId partner, Optional<Integer> version) {}

    static Question question(String event, @Nullable String revision, String partner, @Nullable String version) {
        List<Fault> faults = new ArrayList<>();
        Optional<EventId> id = EventId.parse(event);
        if (id.isEmpty()) {
            faults.add(new Fault("/event", "format", "the id of an event"));
        }
        Optional<AgencyId> agency = AgencyId.parse(partner);
        if (agency.isEmpty()) {
            faults.add(new Fault("/partner", "format", "the id of a partner"));
        }
        Optional<Integer> which = number("/revision", revision, faults);
        Optional<Integer> by = number("/version", version, faults);
        refuse(faults);
        return new Question(id.orElseThrow(), which, agency.orElseThrow(), by);
    }

    /** Whoever looks at content says for which case. */
    public static String caseReference(@Nullable String text) {
        if (text == null || text.isBlank() || text.length() > 100) {
            throw new ProblemException(
                    Problem.of(ProblemType.INVALID_REQUEST, "name a case in Khidi-Case, at most 100 characters"));
        }
        return text.strip();
    }

    /** What would this partner have, by the version in force or another one, behind that place? */
    record Look(AgencyId partner, Optional<Integer> version, Optional<String> after) {}

    static Look look(String partner, @Nullable String version, @Nullable String after) {
        List<Fault> faults = new ArrayList<>();
        Optional<AgencyId> agency = AgencyId.parse(partner);
        if (agency.isEmpty()) {
            faults.add(new Fault("/partner", "format", "the id of a partner"));
        }
        Optional<Integer> by = number("/version", version, faults);
        refuse(faults);
        return new Look(agency.orElseThrow(), by, Optional.ofNullable(after));
    }

    private static Optional<Integer> number(String pointer, @Nullable String text, List<Fault> faults) {
        if (text == null) {
            return Optional.empty();
        }
        if (!text.matches("[1-9][0-9]{0,8}")) {
            faults.add(new Fault(pointer, "format", "a number from 1"));
            return Optional.empty();
        }
        return Optional.of(Integer.parseInt(text));
    }

    /** The number of a version in a path. */
    public static int version(String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new ProblemException(ProblemType.NOT_FOUND);
        }
        return Integer.parseInt(text);
    }

    /** The id of a simulation in a path. */
    public static UUID simulation(String text) {
        return EventId.parse(text).map(EventId::value).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
    }

    /** Whether the caller waits for the outcome, as most do: not with {@code Prefer: respond-async} (RFC 7240 section 4.1). */
    public static boolean waits(List<String> prefer) {
        return prefer.stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .noneMatch(preference -> preference.split(";", 2)[0].strip().equalsIgnoreCase("respond-async"));
    }

    static Draft draft(String body) {
        JsonNode json = Word.json(body);
        List<Fault> faults = new ArrayList<>();
        only(json, Set.of("files", "note"), faults);
        String note = words(json, "note", faults);
        List<PolicyText> texts = new ArrayList<>();
        JsonNode files = json.path("files");
        if (!files.isObject() || files.isEmpty() || files.size() > MOST_FILES) {
            faults.add(new Fault("/files", "missing", "an object from file names to texts, 1 to " + MOST_FILES));
        }
        files.properties().forEach(file -> {
            if (!FILE.matcher(file.getKey()).matches()) {
                faults.add(new Fault("/files", "name", "a file name is letters, digits, . _ - and ends in .cedar"));
            } else if (!file.getValue().isTextual()) {
                faults.add(new Fault("/files/" + file.getKey(), "type", "must be a text"));
            } else {
                texts.add(new PolicyText(file.getKey(), file.getValue().asText()));
            }
        });
        refuse(faults);
        return new Draft(texts, note);
    }

    /** A reason, and a window where one is meant. */
    public static Said said(String body) {
        JsonNode json = Word.json(body);
        List<Fault> faults = new ArrayList<>();
        only(json, Set.of("reason", "backfillFrom"), faults);
        String reason = words(json, "reason", faults);
        Optional<Instant> backfillFrom = window(json, faults);
        refuse(faults);
        return new Said(reason, backfillFrom);
    }

    /** The window of a simulation; an empty body or object has none. */
    public static Optional<Instant> window(String body) {
        if (body.isBlank()) {
            return Optional.empty();
        }
        JsonNode json = Word.json(body);
        List<Fault> faults = new ArrayList<>();
        only(json, Set.of("backfillFrom"), faults);
        Optional<Instant> backfillFrom = window(json, faults);
        refuse(faults);
        return backfillFrom;
    }

    private static Optional<Instant> window(JsonNode json, List<Fault> faults) {
        if (!json.hasNonNull("backfillFrom")) {
            return Optional.empty();
        }
        try {
            return Optional.of(CommonEra.instant(json.path("backfillFrom").asText()));
        } catch (DateTimeParseException notATime) {
            faults.add(new Fault("/backfillFrom", "format", "a time such as 2027-01-31T00:00:00Z"));
            return Optional.empty();
        }
    }

    /** Every other field is a fault. */
    public static void only(JsonNode json, Set<String> known, List<Fault> faults) {
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                faults.add(new Fault(
                        "",
                        "unknown",
                        "only " + String.join(", ", known.stream().sorted().toList())));
            }
        });
    }

    /** Words of a person, which are required. */
    public static String words(JsonNode json, String field, List<Fault> faults) {
        String text = json.path(field).asText("").strip();
        if (!json.path(field).isTextual() || text.isEmpty() || text.length() > LONGEST_WORDS) {
            faults.add(new Fault("/" + field, "missing", "words, at most " + LONGEST_WORDS + " characters"));
        }
        return text;
    }

    /** Ends the request if there is any fault. */
    public static void refuse(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, List.copyOf(faults)));
        }
    }

    private Requests() {}
}
