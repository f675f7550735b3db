package ge.khidi.sharing.subject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ge.khidi.contract.CommonEra;
import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.NameUse;
import ge.khidi.contract.entity.PersonName;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.contract.rules.PartialDate;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.release.Word;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** From what officers send to values, once; everything wrong with a body is named together, and never with the value. */
final class Bodies {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_VALUES = 20;
    private static final Map<String, IdentifierKind> LISTS = new TreeMap<>(Map.of(
            "documents", IdentifierKind.DOCUMENT,
            "nationalNumbers", IdentifierKind.NATIONAL_NUMBER,
            "phones", IdentifierKind.PHONE,
            "emails", IdentifierKind.EMAIL,
            "plates", IdentifierKind.PLATE,
            "vins", IdentifierKind.VIN,
            "accounts", IdentifierKind.ACCOUNT));

    /** A request as it is opened. */
    record Opening(Kind kind, LocalDate received, String reference, String verified, Given given) {}

    /** What is recorded as the answer. */
    record Conclusion(Outcome outcome, Optional<Ground> ground, Optional<String> reasons, LocalDate answered) {}

    private final JsonNode json;
    private final List<Fault> faults = new ArrayList<>();

    private Bodies(String body, Set<String> known) {
        this.json = Word.json(body);
        only("", json, known);
    }

    static Opening opening(String body, LocalDate today) {
        Bodies read =
                new Bodies(body, Set.of("kind", "received", "reference", "identityVerified", "statement", "subject"));
        Optional<Kind> kind = read.choice("kind", Kind.values());
        Optional<LocalDate> received = read.day("received", today);
        String reference = read.words("reference", 200);
        String verified = read.words("identityVerified", 500);
        boolean stated = read.json.has("statement");
        String statement = stated ? read.words("statement", 2000) : "";
        if (kind.filter(one -> (one == Kind.ACCESS) == stated).isPresent()) {
            read.fault("/statement", "consistency", "what is to be put right; with every kind but ACCESS");
        }
        Set<Identifier> sought = read.sought(read.json.path("subject"));
        read.done();
        Given given = new Given(
                JSON.createObjectNode()
                        .put("statement", statement)
                        .set("subject", read.json.path("subject"))
                        .toString(),
                sought);
        return new Opening(kind.orElseThrow(), received.orElseThrow(), reference, verified, given);
    }

    /** What was kept of an opening, as it is looked for today. */
    static Given given(String kept) {
        Bodies read = new Bodies(kept, Set.of("statement", "subject"));
        return new Given(kept, read.sought(read.json.path("subject")));
    }

    static boolean confirms(String body) {
        Bodies read = new Bodies(body, Set.of("verdict"));
        Optional<Verdict> verdict = read.choice("verdict", Verdict.values());
        read.done();
        return verdict.orElseThrow() == Verdict.CONFIRM;
    }

    private enum Verdict {
        CONFIRM,
        REJECT
    }

    static Said said(String body) {
        Bodies read = new Bodies(body, Set.of("answer", "ground", "groups", "recipients", "legalBasis"));
        Optional<Said.Word> word = read.choice("answer", Said.Word.values());
        Optional<Ground> ground = read.json.has("ground") ? read.choice("ground", Ground.values()) : Optional.empty();
        Set<FieldGroup> groups = new LinkedHashSet<>();
        read.each(
                "/groups",
                read.json.path("groups"),
                (place, one) -> groups.addAll(Arrays.stream(FieldGroup.values())
                        .filter(group -> group.name().equals(one))
                        .findFirst()
                        .map(List::of)
                        .orElseGet(() -> read.fault(place, "code", "a group of fields of the contract"))));
        word.filter(one -> one.needsGround() != read.json.has("ground"))
                .ifPresent(one -> read.fault("/ground", "consistency", "with PARTLY and REFUSE, and only with them"));
        word.filter(one -> (one == Said.Word.PARTLY) != read.json.path("groups").size() > 0)
                .ifPresent(one -> read.fault("/groups", "consistency", "with PARTLY, and only with it"));
        boolean recipients = read.also("recipients", word);
        boolean legalBasis = read.also("legalBasis", word);
        read.done();
        return new Said(word.orElseThrow(), ground, groups, recipients, legalBasis);
    }

    /** Whether this is let out too, beside the groups of fields. */
    private boolean also(String field, Optional<Said.Word> word) {
        JsonNode also = json.path(field);
        if (!also.isMissingNode()
                && (!also.isBoolean()
                        || word.filter(one -> one != Said.Word.PARTLY).isPresent())) {
            fault("/" + field, "consistency", "true or false, with PARTLY, and only with it");
        }
        return also.asBoolean();
    }

    static Conclusion conclusion(String body, LocalDate today) {
        Bodies read = new Bodies(body, Set.of("outcome", "ground", "reasons", "answered"));
        Optional<Outcome> outcome = read.choice("outcome", Outcome.values());
        Optional<Ground> ground = read.json.has("ground") ? read.choice("ground", Ground.values()) : Optional.empty();
        Optional<String> reasons =
                read.json.has("reasons") ? Optional.of(read.words("reasons", 4000)) : Optional.empty();
        Optional<LocalDate> answered = read.day("answered", today);
        outcome.ifPresent(one -> {
            for (String field : List.of("ground", "reasons")) {
                if (one.needsReasons() != read.json.has(field)) {
                    read.fault("/" + field, "consistency", "with every outcome but GRANTED and NOTHING_HELD");
                }
            }
        });
        read.done();
        return new Conclusion(outcome.orElseThrow(), ground, reasons, answered.orElseThrow());
    }

    static boolean toldOfComplaint(String body) {
        Bodies read = new Bodies(body, Set.of("toldOfComplaint"));
        if (!read.json.path("toldOfComplaint").isBoolean()) {
            read.fault("/toldOfComplaint", "type", "true or false: was the person told that they may complain?");
        }
        read.done();
        return read.json.path("toldOfComplaint").asBoolean();
    }

    private Set<Identifier> sought(JsonNode subject) {
        Set<String> known = new LinkedHashSet<>(LISTS.keySet());
        known.addAll(List.of("names", "birthDate"));
        if (!subject.isObject() || subject.isEmpty()) {
            fault("/subject", "missing", "an object with what the person said of themselves");
            return Set.of();
        }
        only("/subject", subject, known);
        Set<Identifier> sought = new LinkedHashSet<>(names(subject));
        LISTS.forEach((list, kind) -> each(
                "/subject/" + list,
                subject.path(list),
                (place, value) -> sought.addAll(Identifiers.sought(kind, value)
                        .map(List::of)
                        .orElseGet(() -> fault(place, "weak", "no value that tells one person from another")))));
        if (sought.isEmpty()) {
            fault("/subject", "missing", "a name with a date of birth, or a number");
        }
        return sought;
    }

    private Set<Identifier> names(JsonNode subject) {
        Set<Identifier> sought = new LinkedHashSet<>();
        JsonNode names = subject.path("names");
        String born = subject.path("birthDate").asText("");
        boolean dated = PartialDate.parse(born).isPresent() && born.length() == 10;
        if (subject.has("names") == !dated) {
            fault("/subject/birthDate", "format", "yyyy-MM-dd, together with names");
        }
        if (subject.has("names") && (!names.isArray() || names.isEmpty() || names.size() > MOST_VALUES)) {
            fault("/subject/names", "type", "1 to " + MOST_VALUES + " names, each with given, family and script");
        }
        for (int i = 0; i < names.size(); i++) {
            String place = "/subject/names/" + i;
            only(place, names.path(i), Set.of("given", "family", "script"));
            String script = names.path(i).path("script").asText("");
            if (!script.matches("[A-Z][a-z]{3}")) {
                fault(place + "/script", "format", "ISO 15924, such as Geor");
            }
            PersonName name = new PersonName(
                    Optional.ofNullable(names.path(i).path("given").textValue()),
                    Optional.ofNullable(names.path(i).path("family").textValue()),
                    NameUse.PRIMARY,
                    script);
            if (Identifiers.name(name.given(), name.family()).isEmpty()) {
                fault(place, "weak", "given and family, both");
            } else if (dated) {
                sought.addAll(Identifiers.sought(name, born));
            }
        }
        return sought;
    }

    /** A text at its place. */
    private interface Text {
        void at(String place, String text);
    }

    private void each(String place, JsonNode list, Text each) {
        if (!list.isMissingNode() && (!list.isArray() || list.isEmpty() || list.size() > MOST_VALUES)) {
            fault(place, "type", "1 to " + MOST_VALUES + " texts");
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            each.at(place + "/" + i, list.path(i).asText(""));
        }
    }

    private <E extends Enum<E>> Optional<E> choice(String field, E[] values) {
        String text = json.path(field).asText("");
        Optional<E> found =
                Arrays.stream(values).filter(one -> one.name().equals(text)).findFirst();
        if (found.isEmpty()) {
            List<String> names = Arrays.stream(values).map(Enum::name).toList();
            fault("/" + field, "code", "one of " + String.join(", ", names));
        }
        return found;
    }

    private Optional<LocalDate> day(String field, LocalDate today) {
        try {
            LocalDate day = CommonEra.day(json.path(field).asText(""));
            if (!day.isAfter(today)) {
                return Optional.of(day);
            }
        } catch (DateTimeParseException notADay) {
            // named below, with days that are still to come
        }
        fault("/" + field, "format", "a day such as 2027-01-31, not after today");
        return Optional.empty();
    }

    private String words(String field, int most) {
        String text = json.path(field).asText("").strip();
        if (!json.path(field).isTextual() || text.isEmpty() || text.length() > most) {
            fault("/" + field, "missing", "words, at most " + most + " characters");
        }
        return text;
    }

    private void only(String place, JsonNode object, Set<String> known) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                fault(place, "unknown-field", "only " + String.join(", ", new TreeSet<>(known)));
            }
        });
    }

    private <T> List<T> fault(String pointer, String code, String message) {
        faults.add(new Fault(pointer, code, message));
        return List.of();
    }

    private void done() {
        if (!faults.isEmpty()) {
            throw new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, faults));
        }
    }
}
