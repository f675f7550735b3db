package ge.khidi.sharing.writing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.codec.SubmissionCodec;
import ge.khidi.contract.entity.Nature;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.contract.handling.Pap;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.contract.handling.Tlp;
import ge.khidi.sharing.stix.StatedHandling;
import ge.khidi.sharing.writing.Verdict.Refused;
import ge.khidi.sharing.writing.Verdict.Sayable;
import ge.khidi.sharing.writing.Verdict.Standing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts STIX objects into the words of a submission. An indicator is a cyber incident that is suspected, with the values of its pattern as observables; a
 * sighting of an indicator is one of its writer's own, with the same values as facts. What the contract has no words for is refused and not bent. Where
 * the writer says nothing of handling, the strictest is said that the contract knows.
 */
final class Wording {

    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
    private static final String LEGAL_BASIS = "Not stated by the originator, who sent it by TAXII";
    private static final String CLASS = "europol-incident:";
    private static final String OTHER = "other";
    private static final String EXERCISE = "exercise";
    private static final String BENIGN = "benign";
    private static final String ANONYMIZATION = "anonymization";
    private static final int MOST_FAULTS = 100;
    private static final int MOST_NAMES = 50;

    /** As many entities as an event has. */
    private static final int MOST_VALUES = 200;

    /** What an event keeps of any object, in its own fields or by being what it is. */
    private static final Set<String> COMMON = Set.of(
            "type",
            "spec_version",
            "id",
            "created",
            "modified",
            "created_by_ref",
            "revoked",
            "lang",
            "object_marking_refs",
            "description");

    private static final Set<String> OF_INDICATORS =
            Set.of("name", "pattern", "pattern_type", "pattern_version", "valid_from", "valid_until");
    private static final Set<String> OF_SIGHTINGS =
            Set.of("sighting_of_ref", "count", "first_seen", "last_seen", "summary");

    private final Instant now;
    private final Classification unmarked;
    private final Envelope envelope;
    private final Map<String, Integer> own;
    private final Map<String, JsonNode> shown;
    private final Map<String, Optional<Set<IndicatorPattern.Value>>> patterns = new HashMap<>();
    private long said;

    /**
     * @param unmarked the classification of what carries none
     * @param envelope what is written together
     * @param shown indicators of others that the writer may see at this moment, by id
     */
    Wording(Instant now, Classification unmarked, Envelope envelope, Map<String, JsonNode> shown) {
        this.now = now;
        this.unmarked = unmarked;
        this.shown = Map.copyOf(shown);
        this.envelope = envelope;
        this.own = envelope.ownIndicators();
    }

    /** How many bytes of submissions and of words to the writer there are so far. */
    long said() {
        return said;
    }

    /** @param place in the envelope, from 1 */
    Verdict judge(JsonNode object, int place) {
        return new One(object, place).judge();
    }

    /** One object on its way, with what is wrong with it. */
    private final class One {

        private final JsonNode object;
        private final Head head;
        private final Set<String> faults = new TreeSet<>();
        private final ArrayNode observables = MAKE.arrayNode();
        private final ArrayNode narratives = MAKE.arrayNode();

        One(JsonNode object, int place) {
            this.object = object;
            this.head = Head.of(object, place, now);
        }

        Verdict judge() {
            if (!object.isObject()) {
                return refused("it is no object");
            }
            return switch (text("type")) {
                case "indicator" -> revoked() ? ended() : indicator();
                case "sighting" -> revoked() ? ended() : sighting();
                case "marking-definition" ->
                    StatedHandling.knows(text("id"))
                            ? new Standing(head)
                            : refused("/id: a marking of your own cannot be kept; docs name those that can");
                case "opinion" ->
                    refused(
                            "/type: no event says an opinion; on a link an analyst decides by a LINK_DECISION at intake, and on your own indicator"
                                    + " you change your mind by a later version or by revoking it");
                default -> refused("/type: only indicator and sighting can be said as an event");
            };
        }

        private boolean revoked() {
            return object.path("revoked").asBoolean();
        }

        /** Whoever revokes an object says nothing more with it. */
        private Verdict ended() {
            identified();
            return faults.isEmpty() ? new Sayable(head, Optional.empty(), List.of(), Optional.empty()) : refused();
        }

        /** What is asked of every object: which it is, in which version, and whose. */
        private void identified() {
            if (Head.id(object).isEmpty()) {
                faults.add("/id: must be the type, two hyphens and a UUID");
            }
            if (envelope.isGivenOut(object)) {
                faults.add(
                        "/created_by_ref: what was given out here is the word of its originator; that you saw it too is a sighting");
            }
            if (!text("spec_version").equals("2.1")) {
                faults.add("/spec_version: must be 2.1");
            }
            Optional<Instant> created = required("created");
            Optional<Instant> modified = required("modified");
            if (created.isPresent() && modified.isPresent() && modified.get().isBefore(created.get())) {
                faults.add("/modified: must not be before created");
            }
            if (object.has("revoked") && !object.path("revoked").isBoolean()) {
                faults.add("/revoked: must be true or false");
            }
        }

        /** What is asked of every object that says something; what is wrong is said together with what is wrong with its own fields. */
        private void common() {
            identified();
            if (!object.path("granular_markings").isMissingNode()) {
                faults.add("/granular_markings: cannot be kept, so nothing of the object is");
            }
            JsonNode markings = object.path("object_marking_refs");
            if (!markings.isMissingNode()
                    && !(markings.isArray() && references(object).size() == markings.size())) {
                faults.add("/object_marking_refs: must be a list of ids, each once");
            }
            if (!StatedHandling.of(references(object)).unknown().isEmpty()) {
                faults.add("/object_marking_refs: a marking that this event would have no place for cannot be kept");
            }
            for (String field : List.of("name", "description", "lang")) {
                if (object.has(field) && !object.path(field).isTextual()) {
                    faults.add("/" + field + ": must be text");
                }
            }
            for (String field : List.of("labels", "indicator_types")) {
                JsonNode list = object.path(field);
                if (!list.isMissingNode() && !(list.isArray() && texts(list).size() == list.size())) {
                    faults.add("/" + field + ": must be a list of texts, each once");
                }
            }
            if (!StandardCharsets.UTF_16.newEncoder().canEncode(object.toString())) {
                faults.add(": half of a surrogate pair is not a character");
            }
        }

        private Verdict indicator() {
            common();
            Set<String> types = texts(object.path("indicator_types"));
            if (types.contains(BENIGN) || types.equals(Set.of(ANONYMIZATION))) {
                faults.add("/indicator_types: what is not suspicious in itself is no suspected incident");
            }
            if (!text("pattern_type").equals("stix")) {
                faults.add("/pattern_type: must be stix");
            }
            observables(object, Nature.ASSESSMENT, "/pattern");
            Optional<Instant> from = required("valid_from");
            Optional<Instant> until = optional("valid_until");
            boolean passed = until.filter(end -> !end.isAfter(now)).isPresent();
            if (passed) {
                faults.add("/valid_until: has passed");
            }
            Stream.of("name", "description").forEach(field -> narrative(text(field), Nature.ASSESSMENT));
            Instant created = Head.time(object, "created").orElse(now);
            Instant occurred = from.filter(created::isAfter).orElse(created);
            StatedHandling stated = StatedHandling.of(references(object));
            ObjectNode handling = handling(stated, stated.silent(), until.filter(end -> !passed));
            return said(occurred, handling, OF_INDICATORS, Optional.empty());
        }

        private Verdict sighting() {
            common();
            String of = text("sighting_of_ref");
            Optional<Integer> place = Optional.ofNullable(own.get(of));
            JsonNode indicator = place.map(envelope::at).orElse(shown.getOrDefault(of, MAKE.missingNode()));
            if (indicator.isMissingNode()) {
                faults.add(
                        "/sighting_of_ref: must be an indicator that you see in this collection, or that is in the same envelope");
            } else {
                observables(indicator, Nature.FACT, "/sighting_of_ref");
                if (exercise(indicator) != exercise(object)) {
                    faults.add(
                            "/labels: an exercise never meets what is real, so both have the label exercise or neither");
                }
            }
            if (object.path("summary").asBoolean()) {
                faults.add("/summary: no event says what others saw");
            }
            JsonNode count = object.path("count");
            if (!count.isMissingNode() && !(count.isIntegralNumber() && count.canConvertToInt() && count.asInt() > 0)) {
                faults.add("/count: must be a number from 1; no event says that nothing was seen");
            }
            Optional<Instant> first = optional("first_seen");
            Optional<Instant> last = optional("last_seen");
            if (first.isPresent() && last.isPresent() && last.get().isBefore(first.get())) {
                faults.add("/last_seen: must not be before first_seen");
            }
            StatedHandling stated = StatedHandling.of(references(object));
            StatedHandling sighted = StatedHandling.of(references(indicator));
            boolean others = place.isEmpty();
            if (!indicator.isMissingNode() && (unclear(indicator, sighted) || (others && !mayBeSaidAgain(sighted)))) {
                faults.add("/sighting_of_ref: its marking does not let you say its value in an event of your own");
            }
            narrative(text("description"), Nature.FACT);
            narratives.addAll(seen(count, first, last));
            Instant occurred =
                    first.or(() -> last).or(() -> Head.time(object, "created")).orElse(now);
            boolean silent = stated.silent() || (!others && sighted.silent());
            ObjectNode handling = handling(stricter(stated, sighted, others), silent, Optional.empty());
            return said(occurred, handling, OF_SIGHTINGS, place);
        }

        /** A marking of a part of it, or one that means nothing here, may be about just that value. */
        private boolean unclear(JsonNode indicator, StatedHandling sighted) {
            return indicator.has("granular_markings") || !sighted.unknown().isEmpty();
        }

        /** TLP:CLEAR and TLP:GREEN may be shared in the community (TLP 2.0 of FIRST); H2 and H3 are their originator's to lift. */
        private boolean mayBeSaidAgain(StatedHandling sighted) {
            return sighted.tlp().filter(tlp -> tlp.compareTo(Tlp.GREEN) <= 0).isPresent()
                    && !sighted.codes().contains(HandlingCode.H2)
                    && !sighted.codes().contains(HandlingCode.H3);
        }

        /** The handling of a sighting is never looser than that of what was sighted; somebody else's value goes to nobody by policy. */
        private StatedHandling stricter(StatedHandling stated, StatedHandling sighted, boolean others) {
            Set<HandlingCode> codes = new TreeSet<>(stated.codes());
            codes.addAll(sighted.codes());
            if (!others && sighted.codes().isEmpty()) {
                codes.add(HandlingCode.H2);
            }
            return new StatedHandling(
                    Optional.of(max(stated.tlp().orElse(Tlp.RED), sighted.tlp().orElse(Tlp.RED))),
                    Stream.of(stated.pap(), sighted.pap())
                            .flatMap(Optional::stream)
                            .max(Pap::compareTo),
                    Optional.of(max(
                            stated.classification().orElse(unmarked),
                            sighted.classification().orElse(unmarked))),
                    codes,
                    !others && stated.byPolicy() && sighted.byPolicy(),
                    Set.of());
        }

        private <E extends Enum<E>> E max(E one, E other) {
            return one.compareTo(other) < 0 ? other : one;
        }

        private ArrayNode seen(JsonNode count, Optional<Instant> first, Optional<Instant> last) {
            ArrayNode said = MAKE.arrayNode();
            List<String> words = new ArrayList<>();
            Optional.of(count).filter(JsonNode::isInt).ifPresent(times -> words.add("times: " + times.asInt()));
            first.ifPresent(at -> words.add("first: " + at));
            last.ifPresent(at -> words.add("last: " + at));
            if (!words.isEmpty()) {
                said.addObject()
                        .put("text", "Seen; " + String.join(", ", words))
                        .put("language", "en")
                        .put("nature", Nature.FACT.name());
            }
            return said;
        }

        private void observables(JsonNode indicator, Nature nature, String pointer) {
            Optional<Set<IndicatorPattern.Value>> values =
                    patterns.computeIfAbsent(indicator.path("pattern").asText(), IndicatorPattern::values);
            if (values.isEmpty()) {
                faults.add(pointer
                        + ": can be said only where its pattern is values joined by OR, each a domain-name, url, ipv4-addr, ipv6-addr,"
                        + " email-addr, or the MD5, SHA-1 or SHA-256 of a file");
                return;
            }
            if (values.get().size() > MOST_VALUES) {
                faults.add(pointer + ": must have at most " + MOST_VALUES + " values");
                return;
            }
            for (IndicatorPattern.Value one : values.get()) {
                observables
                        .addObject()
                        .put("kind", "CYBER_OBSERVABLE")
                        .put("id", "observable-" + observables.size())
                        .put("nature", nature.name())
                        .put("type", one.type().name())
                        .put("value", one.value());
            }
        }

        private void narrative(String text, Nature nature) {
            if (!text.isBlank()) {
                narratives
                        .addObject()
                        .put("text", text.strip().replace("\r\n", "\n"))
                        .put("language", object.path("lang").asText("en"))
                        .put("nature", nature.name());
            }
        }

        private ObjectNode handling(StatedHandling stated, boolean silent, Optional<Instant> until) {
            ObjectNode handling = MAKE.objectNode()
                    .put(
                            "classification",
                            stated.classification().orElse(unmarked).name())
                    .put("tlp", stated.tlp().orElse(Tlp.RED).name());
            stated.pap().ifPresent(pap -> handling.put("pap", pap.name()));
            ArrayNode codes = handling.putArray("codes");
            Set<HandlingCode> said = stated.codes().isEmpty() ? Set.of(HandlingCode.H2) : stated.codes();
            said.stream().filter(code -> code != HandlingCode.H3).forEach(code -> codes.add(code.name()));
            if (said.contains(HandlingCode.H3)) {
                faults.add(
                        "/object_marking_refs: H3 says in words what it restricts, and an object has no place for them");
            }
            handling.putArray("purposes").add(Purpose.LAW_ENFORCEMENT.name());
            handling.put("legalBasis", LEGAL_BASIS);
            if (stated.byPolicy()) {
                handling.put("releasableTo", "BY_POLICY");
            }
            handling.put("noHitNotice", silent);
            LocalDate longest = day(now).plusYears(1);
            handling.put(
                    "reviewBy",
                    until.map(Wording::day)
                            .filter(longest::isAfter)
                            .orElse(longest)
                            .toString());
            return handling;
        }

        /** What the event has against it is said together with what is wrong with the object. */
        private Verdict said(Instant occurred, ObjectNode handling, Set<String> kept, Optional<Integer> sighted) {
            Set<String> labels = texts(object.path("labels"));
            ObjectNode submission = MAKE.objectNode()
                    .put("reference", head.id())
                    .put("type", "CYBER_INCIDENT")
                    .put("regime", "LAW_ENFORCEMENT")
                    .put("context", exercise(object) ? "EXERCISE" : "REAL")
                    .put("urgency", "ROUTINE");
            submission
                    .putObject("occurred")
                    .put("at", occurred.truncatedTo(ChronoUnit.SECONDS).toString())
                    .put("precision", "SECOND");
            submission.put(
                    "reportedAt", Head.time(object, "created").orElse(now).toString());
            submission
                    .putObject("detail")
                    .put("incidentClass", incidentClass(labels))
                    .put("determination", "SUSPECTED");
            submission.set("entities", observables);
            submission.set("narratives", narratives);
            submission.set("handling", handling);
            byte[] bytes = submission.toString().getBytes(StandardCharsets.UTF_8);
            said += bytes.length;
            SubmissionCodec.parse(bytes, now).faults().stream()
                    .map(fault -> asAnEvent(fault.pointer(), fault.message()))
                    .forEach(faults::add);
            return faults.isEmpty()
                    ? new Sayable(head, Optional.of(submission.toString()), leftOut(labels, kept), sighted)
                    : refused();
        }

        private List<String> leftOut(Set<String> labels, Set<String> kept) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            boolean everyLabel = labels.stream().allMatch(label -> label.equals(EXERCISE) || label.startsWith(CLASS));
            return names.stream()
                    .filter(name -> !COMMON.contains(name) && !kept.contains(name))
                    .filter(name -> !(name.equals("labels") && everyLabel))
                    .filter(name -> name.matches("[a-z0-9_]{1,60}"))
                    .sorted()
                    .limit(MOST_NAMES)
                    .toList();
        }

        private Optional<Instant> required(String field) {
            Optional<Instant> time = Head.time(object, field);
            if (time.isEmpty()) {
                faults.add("/" + field + ": must be a time in UTC with a Z");
            }
            return time;
        }

        private Optional<Instant> optional(String field) {
            return object.has(field) ? required(field) : Optional.empty();
        }

        private String text(String field) {
            return object.path(field).asText();
        }

        private Verdict refused() {
            Stream<String> more =
                    faults.size() > MOST_FAULTS ? Stream.of((faults.size() - MOST_FAULTS) + " more") : Stream.empty();
            return refused(
                    Stream.concat(faults.stream().limit(MOST_FAULTS), more).collect(Collectors.joining("; ")));
        }

        private Verdict refused(String why) {
            said += why.length();
            return new Refused(head, why);
        }
    }

    /** A fault of the event it would be. */
    static String asAnEvent(String pointer, String message) {
        return "as an event, " + pointer + ": " + message;
    }

    private static String incidentClass(Set<String> labels) {
        return labels.stream()
                .filter(label -> label.startsWith(CLASS))
                .map(label -> label.substring(CLASS.length()).split("=", 2)[0].toLowerCase(Locale.ROOT))
                .filter(name -> !name.isBlank())
                .min(String::compareTo)
                .orElse(OTHER);
    }

    private static boolean exercise(JsonNode object) {
        return texts(object.path("labels")).contains(EXERCISE);
    }

    private static Set<String> references(JsonNode object) {
        return texts(object.path("object_marking_refs"));
    }

    /** Those that are text. */
    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(one -> Optional.ofNullable(one.textValue()).ifPresent(texts::add));
        return texts;
    }

    private static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }
}
