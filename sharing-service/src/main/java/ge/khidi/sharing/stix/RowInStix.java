package ge.khidi.sharing.stix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.event.Domain;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.TimePrecision;
import ge.khidi.contract.event.Urgency;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One row as STIX objects. Its anchor is an {@code incident}, for what analysis says a {@code note}; what it is about stands around it,
 * and a {@code grouping} or {@code report} holds all of them together.
 */
final class RowInStix {

    /** What has objects of its own; all else of the event is said in the words of its incident or report. */
    private static final Set<String> SAID_ELSEWHERE =
            Set.of("entities", "connections", "narratives", "checks", "id", "revisionKind");

    /** References of these forms name something else to every reader of STIX, and are refused under another source. */
    private static final Pattern CVE_OR_CAPEC = Pattern.compile(".*(CVE|CAPEC)-\\d.*");

    private static final String INCIDENT_CORE = "extension-definition--ef765651-680c-498d-9894-99799f2fa126";

    private final Shown shown;
    private final JsonNode event;
    private final JsonNode conditions;
    private final EventType type;
    private final Draft draft;
    private final Entities entities;

    RowInStix(Shown shown, JsonNode event, Draft draft) {
        JsonNode bound = shown.conditions();
        this.shown = shown;
        this.event = event;
        this.conditions = bound == null ? JsonNodeFactory.instance.objectNode() : bound;
        this.type = EventType.valueOf(event.path("type").asText());
        this.draft = draft;
        this.entities = new Entities(event, draft);
    }

    List<StixObject> objects() {
        boolean analysis = type.domain() == Domain.ANALYSIS;
        String anchor = analysis ? finding() : incident();
        entities.writeNatives();
        Optional<String> observed = observedData();
        entities.writeNotes(anchor);
        connections();
        narratives(anchor);
        observed.ifPresent(this::indicators);
        if (analysis) {
            link();
            report();
        } else {
            grouping();
        }
        return draft.objects();
    }

    // the event itself

    private String incident() {
        ObjectNode body = draft.object("incident", "event").put("name", name());
        aboutTheEvent(body);
        determination().ifPresent(determination -> incidentCore(body, determination));
        return draft.write(body, "event", georgianName());
    }

    /** What analysis found; a report holds it. */
    private String finding() {
        String words = Words.of(JsonNodeFactory.instance.objectNode().set("detail", event.path("detail")));
        ObjectNode body = draft.object("note", "finding").put("abstract", name());
        body.put("content", words.isEmpty() ? name() : words);
        Draft.refer(body, List.of(Platform.IDENTITY));
        return draft.write(body);
    }

    /** Between the incidents of its events, where both stand: one of them may be the reader's own, which is in no list of theirs. */
    private void link() {
        List<String> ends = shown.linked().stream()
                .flatMap(end -> Optional.ofNullable(shown.incidents().get(end)).stream())
                .toList();
        if (ends.size() == 2) {
            ObjectNode body = draft.object("relationship", "link").put("relationship_type", "related-to");
            draft.write(body.put("source_ref", ends.get(0)).put("target_ref", ends.get(1)));
        }
    }

    private void report() {
        ObjectNode body = draft.object("report", "event").put("name", name());
        body.put("published", Canonical.time(draft.created()));
        body.putArray("report_types").add(Words.kebab(type.name()));
        aboutTheEvent(body);
        Draft.refer(body, draft.content());
        draft.write(body, "event", georgianName());
    }

    private void grouping() {
        ObjectNode body = draft.object("grouping", "event").put("name", name()).put("context", "unspecified");
        Draft.refer(body, draft.content());
        draft.write(body);
    }

    /** Tools tell incidents apart by name, so the event's id is in it. */
    private String name() {
        return (draft.exercise() ? "EXERCISE " : "") + type.name() + " " + draft.event();
    }

    /** The same as the officers' pages say it. */
    private Map<String, String> georgianName() {
        String context = draft.exercise() ? Words.georgian("EXERCISE") + " " : "";
        return Map.of("ka", context + Words.georgian(type.name()) + " " + draft.event());
    }

    private void aboutTheEvent(ObjectNode body) {
        ObjectNode rest = ((ObjectNode) event.deepCopy()).remove(SAID_ELSEWHERE);
        ObjectNode said = rest.deepCopy();
        said.set("conditions", conditions);
        body.put("description", Words.of(said));
        labels().forEach(body.withArray("labels")::add);
        references(body.putArray("external_references"));
        draft.extend(body, Map.of("event", rest, "conditions", conditions));
    }

    private void references(ArrayNode references) {
        JsonNode origin = event.path("origin");
        String originator = origin.path("agency").asText("originator");
        refer(references, "khidi", draft.event().toString());
        Draft.text(origin, "reference").ifPresent(reference -> refer(references, originator, reference));
        origin.path("caseReferences").forEach(number -> refer(references, originator + " case", number.asText()));
        sources().forEach(source -> refer(references, "khidi source", source.asText()));
    }

    private Stream<JsonNode> sources() {
        JsonNode detail = event.path("detail");
        return Stream.concat(
                Stream.of("first", "second", "link").map(detail::path).filter(JsonNode::isTextual),
                StreamSupport.stream(detail.path("sources").spliterator(), false));
    }

    private static void refer(ArrayNode references, String source, String id) {
        String property = CVE_OR_CAPEC.matcher(id).matches() ? "description" : "external_id";
        references.addObject().put("source_name", source).put(property, id);
    }

    private List<String> labels() {
        List<String> labels = new ArrayList<>();
        labels.add(Words.kebab(type.name()));
        if (event.path("urgency").asText().equals(Urgency.URGENT.name())) {
            labels.add("urgent");
        }
        Draft.text(event, "regime").map(Words::kebab).ifPresent(labels::add);
        Draft.text(event.path("origin"), "agency").ifPresent(agency -> labels.add("originator:" + agency));
        event.path("detail").path("crimeAreas").forEach(area -> labels.add("crime-area:" + Words.kebab(area.asText())));
        return labels;
    }

    /** What came of it, in the words of the incident core extension; nothing where the event does not say. */
    private Optional<String> determination() {
        JsonNode detail = event.path("detail");
        if (detail.has("determination")) {
            return Draft.text(detail, "determination").map(Words::kebab);
        }
        return switch (detail.path("stage").asText()) {
            case "SUSPICION" -> Optional.of("suspected");
            case "ATTEMPT" -> Optional.of("failed-attempt");
            case "COMMITTED", "ACTUAL" -> Optional.of("successful-attempt");
            default -> Optional.empty();
        };
    }

    private void incidentCore(ObjectNode body, String determination) {
        ObjectNode core = body.withObjectProperty("extensions").putObject(INCIDENT_CORE);
        core.put("extension_type", "property-extension");
        core.put("determination", determination);
        core.put(
                "investigation_status",
                Words.kebab(event.path("state").path("status").asText("OPEN")));
        Draft.text(event.path("detail"), "incidentClass").ifPresent(core.putArray("incident_types")::add);
    }

    // what it is about, together

    private Optional<String> observedData() {
        if (entities.observed().isEmpty()) {
            return Optional.empty();
        }
        ObjectNode body = draft.object("observed-data", "event");
        body.put("first_observed", Canonical.time(occurred()));
        body.put("last_observed", Canonical.time(occurredLast()));
        body.put("number_observed", 1);
        Draft.refer(body, entities.observed());
        ArrayNode observed = JsonNodeFactory.instance.arrayNode();
        StreamSupport.stream(event.path("entities").spliterator(), false)
                .filter(entity -> entities.observable(entity).isPresent())
                .forEach(observed::add);
        draft.extend(body, Map.of("entities", observed));
        return Optional.of(draft.write(body));
    }

    private Instant occurred() {
        return Draft.time(event.path("occurred").path("at")).orElse(draft.created());
    }

    /** The end of the span that the precision names. */
    private Instant occurredLast() {
        ZonedDateTime first = occurred().atZone(ZoneOffset.UTC);
        String precision = event.path("occurred").path("precision").asText(TimePrecision.SECOND.name());
        ZonedDateTime next = switch (TimePrecision.valueOf(precision)) {
            case SECOND -> first.plusSeconds(1);
            case MINUTE -> first.plusMinutes(1);
            case HOUR -> first.plusHours(1);
            case DAY -> first.plusDays(1);
            case MONTH -> first.plusMonths(1);
            case YEAR -> first.plusYears(1);
        };
        return next.toInstant().minusMillis(1);
    }

    private void connections() {
        Map<String, Integer> met = new HashMap<>();
        for (JsonNode connection : event.path("connections")) {
            String place = connection.path("from").asText()
                    + " " + connection.path("relation").asText()
                    + " " + connection.path("to").asText();
            Optional<String> source = entities.find(connection.path("from").asText());
            Optional<String> target = entities.find(connection.path("to").asText());
            if (source.isPresent() && target.isPresent()) {
                int times = met.merge(place, 1, Integer::sum);
                relationship(connection, times == 1 ? place : place + " " + times, source.get(), target.get());
            }
        }
    }

    private void relationship(JsonNode connection, String place, String source, String target) {
        ObjectNode body = draft.object("relationship", "connection " + place);
        body.put(
                "relationship_type",
                relationshipType(connection.path("relation").asText(), source, target));
        body.put("description", Entities.said(connection)).put("lang", Draft.ENGLISH);
        body.put("source_ref", source);
        body.put("target_ref", target);
        Draft.nature(body, connection);
        draft.extend(body, Map.of("connection", connection));
        draft.write(body);
    }

    /** In the core the standard's own types only; readers refuse others. */
    private String relationshipType(String relation, String source, String target) {
        return switch (draft.profile()) {
            case FULL -> Words.kebab(relation);
            case CORE ->
                relation.equals("LOCATED_AT") && source.startsWith("identity--") && target.startsWith("location--")
                        ? "located-at"
                        : "related-to";
        };
    }

    private void narratives(String anchor) {
        int place = 0;
        for (JsonNode narrative : event.path("narratives")) {
            ObjectNode body = draft.object("note", "narrative " + place);
            body.put("content", narrative.path("text").asText());
            body.put("lang", narrative.path("language").asText("und"));
            Draft.nature(body, narrative);
            Draft.refer(body, List.of(anchor));
            draft.extend(body, Map.of("narrative", narrative));
            draft.write(body);
            place++;
        }
    }

    /** An observable of a cyber incident can be looked for, unless the incident turned out to be nothing. */
    private void indicators(String observedData) {
        Optional<String> indicates = indicates();
        if (type != EventType.CYBER_INCIDENT || indicates.isEmpty()) {
            return;
        }
        for (JsonNode entity : event.path("entities")) {
            if (entity.path("kind").asText().equals("CYBER_OBSERVABLE")) {
                entities.observable(entity)
                        .ifPresent(observable -> indicator(entity, observable, indicates.get(), observedData));
            }
        }
    }

    private Optional<String> indicates() {
        return switch (event.path("detail").path("determination").asText()) {
            case "BLOCKED", "SUCCESSFUL_ATTEMPT", "FAILED_ATTEMPT" -> Optional.of("malicious-activity");
            case "SUSPECTED" -> Optional.of("unknown");
            default -> Optional.empty();
        };
    }

    private void indicator(JsonNode entity, JsonNode observable, String indicates, String observedData) {
        ObjectNode body = entities.begin("indicator", entity);
        body.put("name", entity.path("value").asText());
        body.putArray("indicator_types").add(indicates);
        body.put("pattern", Observables.pattern(observable));
        body.put("pattern_type", "stix");
        body.put("valid_from", Canonical.time(occurred()));
        String indicator = draft.write(body);
        ObjectNode basis = draft.object("relationship", "based-on " + Entities.local(entity));
        basis.put("relationship_type", "based-on");
        basis.put("source_ref", indicator);
        basis.put("target_ref", observedData);
        draft.write(basis);
    }
}
