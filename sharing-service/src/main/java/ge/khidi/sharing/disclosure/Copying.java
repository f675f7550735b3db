package ge.khidi.sharing.disclosure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.LocalId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.detail.LinkDetail;
import ge.khidi.contract.detail.PersonCounts;
import ge.khidi.contract.entity.Connection;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import ge.khidi.contract.entity.Identifying;
import ge.khidi.contract.entity.Person;
import ge.khidi.contract.entity.Relation;
import ge.khidi.contract.event.Check;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.State;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.event.TimePrecision;
import ge.khidi.sharing.disclosure.Rendition.Withheld;
import ge.khidi.sharing.policy.Partner;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One copying of one event for one partner: walks the records of the contract by their {@link Group} and copies leaf by leaf.
 *
 * <p>What belongs to a person follows that person's category: the phone a victim uses is treated as the victim is. Where an event does
 * not say whose a phone, a document or an account is, it could be anybody's, and the strictest category of the event counts.
 */
final class Copying {

    /** The relations by which something belongs to a person or tells where the person is, whichever end the person stands at. */
    private static final Set<Relation> BELONGS = EnumSet.of(
            Relation.HOLDS,
            Relation.USES,
            Relation.OWNS,
            Relation.RESIDES_AT,
            Relation.REGISTERED_TO,
            Relation.LOCATED_AT);

    /** Asked of the class once: each array it gives is new, and reads its annotations anew. */
    private static final ClassValue<List<RecordComponent>> COMPONENTS = new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> type) {
            return List.of(type.getRecordComponents());
        }
    };

    /** What is left of a place when only its area may leave. */
    private static final Set<String> AREA = Set.of(
            "country",
            "region",
            "latitude",
            "longitude",
            "precisionMetres",
            "lastCountryOfEmbarkation",
            "countryOfDestination",
            "countryOfEmbarkation",
            "transitCountries");

    private static final int AREA_METRES = 10_000;
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private final Event event;
    private final Profile profile;
    private final Partner partner;
    private final PseudonymKey key;
    private final ObjectNode source;
    private final boolean freeText;
    private final Map<LocalId, Person> persons = new LinkedHashMap<>();
    private final Map<LocalId, List<Person>> owners = new HashMap<>();

    private final List<Withheld> withheld = new ArrayList<>();
    private final List<String> withheldValues = new ArrayList<>();
    private final List<String> releasedValues = new ArrayList<>();
    private final Set<String> typed = new HashSet<>();

    Copying(Event event, ObjectNode source, Profile profile, Partner partner, PseudonymKey key) {
        this.event = event;
        this.profile = profile;
        this.partner = partner;
        this.key = key;
        this.source = source;
        event.entities().forEach(entity -> {
            if (entity instanceof Person person) {
                persons.put(person.id(), person);
            }
        });
        event.connections().forEach(this::own);
        this.freeText = profile.letsFreeTextOut(event);
    }

    List<Withheld> withheld() {
        return withheld;
    }

    List<String> withheldValues() {
        return withheldValues;
    }

    List<String> releasedValues() {
        return releasedValues;
    }

    /** Places in the copy that hold times, codes or ids the platform gave. */
    Set<String> typed() {
        return typed;
    }

    ObjectNode copy() {
        ObjectNode body = MAKE.objectNode();
        typed(body, "", "id");
        body.set("revision", source.get("revision"));
        typed(body, "", "revisionKind");
        state(body);
        record(event.origin(), source.path("origin"), "/origin", "/origin", profile::ofEvent)
                .ifPresent(origin -> body.set("origin", origin));
        typed(body, "", "type");
        typed(body, "", "regime");
        typed(body, "", "context");
        typed(body, "", "urgency");
        occurred(body);
        body.put("reportedAt", coarse(event.reportedAt()).toString());
        body.put("acceptedAt", coarse(event.acceptedAt()).toString());
        typed.add("/reportedAt");
        typed.add("/acceptedAt");
        event.detail()
                .map(detail -> record((Record) detail, source.path("detail"), "/detail", "/detail", profile::ofEvent)
                        .orElseGet(MAKE::objectNode))
                .ifPresent(detail -> body.set("detail", detail));
        Map<LocalId, ObjectNode> visible = entities(body);
        connections(body, visible.keySet());
        narratives(body);
        grade(body, "grade");
        grade(body, "derivedGrade");
        checks(body, visible);
        handling(body);
        return body;
    }

    private void state(ObjectNode body) {
        ObjectNode state = body.putObject("state");
        state.put("status", event.state().status().name());
        typed.add("/state/status");
        if (event.state().status() == Status.CLOSED) {
            event.state()
                    .reason()
                    .filter(State.CLOSING_REASONS::contains)
                    .ifPresent(reason -> state.put("reason", reason));
        }
    }

    private void occurred(ObjectNode body) {
        TimePrecision precision =
                event.occurred().precision().compareTo(profile.limits().times()) >= 0
                        ? event.occurred().precision()
                        : profile.limits().times();
        ObjectNode occurred = body.putObject("occurred");
        occurred.put("at", coarse(event.occurred().at()).toString());
        occurred.put("precision", precision.name());
        typed.add("/occurred/at");
        typed.add("/occurred/precision");
    }

    private Map<LocalId, ObjectNode> entities(ObjectNode body) {
        Map<LocalId, ObjectNode> visible = new LinkedHashMap<>();
        ArrayNode entities = MAKE.arrayNode();
        for (int i = 0; i < event.entities().size(); i++) {
            Entity entity = event.entities().get(i);
            String from = "/entities/" + i;
            String to = "/entities/" + entities.size();
            Function<FieldGroup, Treatment> treatment = treatment(entity);
            if (!visible(entity, treatment)) {
                withhold(entity, from);
                continue;
            }
            JsonNode tree = source.path("entities").path(i);
            record((Record) entity, tree, from, to, treatment).ifPresent(copy -> {
                ObjectNode whole = MAKE.objectNode();
                whole.set("kind", tree.get("kind"));
                whole.setAll(copy);
                typed.add(to + "/kind");
                entities.add(whole);
                visible.put(entity.id(), whole);
            });
        }
        if (!entities.isEmpty()) {
            body.set("entities", entities);
        }
        return visible;
    }

    /** An entity shows if its profile leaves anything of its kind to show, whether or not this one has it. */
    private static boolean visible(Entity entity, Function<FieldGroup, Treatment> treatment) {
        if (entity instanceof Person) {
            return treatment.apply(FieldGroup.STRUCTURE) == Treatment.KEPT;
        }
        for (RecordComponent component : components(entity.getClass())) {
            Group group = component.getAnnotation(Group.class);
            if (group != null
                    && group.value() != FieldGroup.STRUCTURE
                    && treatment.apply(group.value()) != Treatment.WITHHELD) {
                return true;
            }
        }
        return false;
    }

    private Function<FieldGroup, Treatment> treatment(Entity entity) {
        if (entity instanceof Person person) {
            return group -> profile.of(person, group);
        }
        List<Person> owning = owners.getOrDefault(entity.id(), List.of());
        return group -> {
            Treatment treatment = profile.ofEvent(group);
            if (group == FieldGroup.STRUCTURE) {
                return treatment;
            }
            if (!owning.isEmpty()) {
                for (Person owner : owning) {
                    treatment = treatment.and(profile.of(owner, group));
                }
            } else if (Profile.PERSONAL.contains(group)) {
                for (Person anybody : persons.values()) {
                    treatment = treatment.and(profile.of(anybody, group));
                }
            }
            return treatment;
        };
    }

    private void own(Connection connection) {
        if (!BELONGS.contains(connection.relation())) {
            return;
        }
        own(connection.from(), connection.to());
        own(connection.to(), connection.from());
    }

    private void own(LocalId maybePerson, LocalId thing) {
        Person person = persons.get(maybePerson);
        if (person != null && !persons.containsKey(thing)) {
            owners.computeIfAbsent(thing, none -> new ArrayList<>()).add(person);
        }
    }

    private void connections(ObjectNode body, Set<LocalId> visible) {
        ArrayNode connections = MAKE.arrayNode();
        for (int i = 0; i < event.connections().size(); i++) {
            Connection connection = event.connections().get(i);
            if (visible.contains(connection.from()) && visible.contains(connection.to())) {
                ObjectNode copy = connections.addObject();
                String to = "/connections/" + (connections.size() - 1);
                copy.put("from", connection.from().value());
                copy.put("relation", connection.relation().name());
                copy.put("to", connection.to().value());
                copy.put("nature", connection.nature().name());
                typed.add(to + "/relation");
                typed.add(to + "/nature");
            } else {
                withheld.add(new Withheld("/connections/" + i, FieldGroup.STRUCTURE));
            }
        }
        if (!connections.isEmpty()) {
            body.set("connections", connections);
        }
    }

    private void narratives(ObjectNode body) {
        ArrayNode narratives = MAKE.arrayNode();
        for (int i = 0; i < event.narratives().size(); i++) {
            String from = "/narratives/" + i;
            JsonNode tree = source.path("narratives").path(i);
            if (!freeText || profile.ofEvent(FieldGroup.NARRATIVE) != Treatment.KEPT) {
                withheld.add(new Withheld(from, FieldGroup.NARRATIVE));
                continue;
            }
            ObjectNode copy = narratives.addObject();
            copy.set("text", tree.get("text"));
            copy.set("language", tree.get("language"));
            copy.set("nature", tree.get("nature"));
        }
        if (!narratives.isEmpty()) {
            body.set("narratives", narratives);
        }
    }

    private void checks(ObjectNode body, Map<LocalId, ObjectNode> visible) {
        ArrayNode checks = MAKE.arrayNode();
        for (Check check : event.checks()) {
            ObjectNode entity = visible.get(check.entity());
            if (entity != null && entity.has(check.field()) && !isPseudonym(entity.get(check.field()))) {
                checks.addObject()
                        .put("entity", check.entity().value())
                        .put("field", check.field())
                        .put("scheme", check.scheme().name())
                        .put("verdict", check.verdict().name());
            }
        }
        if (!checks.isEmpty()) {
            body.set("checks", checks);
        }
    }

    /** Who else may have it is nobody's business but the originator's, and the originator's words are free text. */
    private void handling(ObjectNode body) {
        JsonNode tree = source.path("handling");
        ObjectNode handling = body.putObject("handling");
        Set<String> words = HandlingWords.staying(event, profile);
        for (String field :
                List.of("classification", "tlp", "pap", "codes", "comment", "purposes", "legalBasis", "reviewBy")) {
            if (!tree.has(field)) {
                continue;
            }
            if (words.contains(field)) {
                withheld.add(HandlingWords.withheld(field));
            } else {
                handling.set(field, tree.get(field));
            }
        }
        typed.addAll(List.of("/handling/classification", "/handling/tlp", "/handling/pap", "/handling/reviewBy"));
        if (partner.id().equals(event.origin().agency())) {
            for (String field : List.of("releasableTo", "noHitNotice")) {
                if (tree.has(field)) {
                    handling.set(field, tree.get(field));
                }
            }
        }
    }

    private void typed(ObjectNode body, String at, String field) {
        body.set(field, source.get(field));
        typed.add(at + "/" + field);
    }

    private void grade(ObjectNode body, String field) {
        if (source.has(field)) {
            ObjectNode grade = body.putObject(field);
            for (String part : List.of("scheme", "source", "information", "assignedBy")) {
                grade.set(part, source.get(field).get(part));
            }
        }
    }

    private static boolean isPseudonym(JsonNode value) {
        return value.isTextual() && PseudonymKey.isPseudonym(value.textValue());
    }

    // one record, component by component

    private Optional<ObjectNode> record(
            Record value, JsonNode tree, String from, String to, Function<FieldGroup, Treatment> treatment) {
        ObjectNode copy = MAKE.objectNode();
        if (value instanceof PersonCounts counts && hasSmallCell(counts)) {
            withheld.add(new Withheld(from, FieldGroup.CONDUCT));
            return Optional.empty();
        }
        for (RecordComponent component : components(value.getClass())) {
            String name = component.getName();
            JsonNode node = tree.path(name);
            if (node.isMissingNode() || (node.isArray() && node.isEmpty())) {
                continue;
            }
            Group group = component.getAnnotation(Group.class);
            Treatment how = group == null || namesADecision(value, name)
                    ? Treatment.WITHHELD
                    : treatmentOf(component, group.value(), treatment);
            boolean identifying = component.isAnnotationPresent(Identifying.class);
            Object content = read(component, value);
            Optional<JsonNode> leaves = how == Treatment.WITHHELD || group == null
                    ? Optional.empty()
                    : value(
                            content,
                            node,
                            new Walk(
                                    from + "/" + name,
                                    to + "/" + name,
                                    name,
                                    group.value(),
                                    identifying,
                                    how,
                                    treatment));
            leaves.ifPresentOrElse(left -> copy.set(name, left), () -> {
                withheld.add(new Withheld(from + "/" + name, group == null ? FieldGroup.STRUCTURE : group.value()));
                keepBack(content, identifying);
            });
        }
        return copy.isEmpty() ? Optional.empty() : Optional.of(copy);
    }

    private Treatment treatmentOf(
            RecordComponent component, FieldGroup group, Function<FieldGroup, Treatment> treatment) {
        if (group == FieldGroup.NARRATIVE && !freeText) {
            return Treatment.WITHHELD;
        }
        if (group == FieldGroup.PLACE
                && profile.limits().places() == Profile.Places.AREA
                && !AREA.contains(component.getName())) {
            return Treatment.WITHHELD;
        }
        return treatment.apply(group);
    }

    /** A link's decision is an event that only IAD and its originator may have: to others a name that leads nowhere. */
    private boolean namesADecision(Record value, String component) {
        return value instanceof LinkDetail
                && component.equals("decision")
                && !partner.id().equals(AgencyId.IAD);
    }

    private record Walk(
            String from,
            String to,
            String name,
            FieldGroup group,
            boolean identifying,
            Treatment how,
            Function<FieldGroup, Treatment> treatment) {
        Walk item(int from, int to) {
            return new Walk(this.from + "/" + from, this.to + "/" + to, name, group, identifying, how, treatment);
        }
    }

    private Optional<JsonNode> value(Object content, JsonNode node, Walk walk) {
        if (content instanceof Optional<?> optional) {
            return optional.flatMap(inner -> value(inner, node, walk));
        }
        if (content instanceof Collection<?> items) {
            return items(items, node, walk);
        }
        if (isContractRecord(content)) {
            return node.isEmpty()
                    ? Optional.of(MAKE.objectNode())
                    : record((Record) content, node, walk.from(), walk.to(), walk.treatment())
                            .map(Function.identity());
        }
        return leaf(content, node, walk);
    }

    private Optional<JsonNode> items(Collection<?> items, JsonNode node, Walk walk) {
        ArrayNode copy = MAKE.arrayNode();
        int i = 0;
        for (Object item : items) {
            value(item, node.path(i), walk.item(i, copy.size())).ifPresent(copy::add);
            i++;
        }
        return copy.isEmpty() ? Optional.empty() : Optional.of(copy);
    }

    /** Records of fields; identifiers are records too, but leaves. */
    private static boolean isContractRecord(Object content) {
        return content instanceof Record record
                && components(record.getClass()).stream()
                        .findFirst()
                        .filter(first -> first.isAnnotationPresent(Group.class))
                        .isPresent();
    }

    private Optional<JsonNode> leaf(Object content, JsonNode node, Walk walk) {
        if (walk.how() == Treatment.PSEUDONYM) {
            if (!walk.identifying() || !(content instanceof String text)) {
                return Optional.empty();
            }
            withheldValues.add(text);
            return Optional.of(TextNode.valueOf(key.pseudonym(walk.group(), text)));
        }
        if ((content instanceof EventId || content instanceof RevisionId)
                && !profile.limits().sourceIds()) {
            return Optional.empty();
        }
        if (content instanceof Instant instant) {
            typed.add(walk.to());
            return Optional.of(TextNode.valueOf(coarse(instant).toString()));
        }
        if (content instanceof Enum<?>
                || content instanceof LocalDate
                || content instanceof EventId
                || content instanceof RevisionId) {
            typed.add(walk.to());
            return Optional.of(node);
        }
        if (content instanceof Integer number) {
            return number(number, walk);
        }
        if (content instanceof BigDecimal degrees
                && isCoordinate(walk)
                && profile.limits().places() == Profile.Places.AREA) {
            return Optional.of(DecimalNode.valueOf(degrees.setScale(1, RoundingMode.HALF_UP)));
        }
        if (content instanceof BigDecimal number
                && walk.group() == FieldGroup.CONDUCT
                && number.compareTo(BigDecimal.valueOf(profile.limits().smallCells())) < 0) {
            return Optional.empty();
        }
        if (content instanceof String text && walk.identifying()) {
            return identifying(text, node, walk);
        }
        return Optional.of(node);
    }

    private Optional<JsonNode> identifying(String text, JsonNode node, Walk walk) {
        if (walk.name().equals("birthDate")) {
            String cut = text.substring(0, Math.min(text.length(), birthDateLength()));
            if (!cut.equals(text)) {
                withheldValues.add(text);
            }
            releasedValues.add(cut);
            return Optional.of(TextNode.valueOf(cut));
        }
        releasedValues.add(text);
        return Optional.of(node);
    }

    private Optional<JsonNode> number(int number, Walk walk) {
        if (walk.name().equals("precisionMetres") && profile.limits().places() == Profile.Places.AREA) {
            return Optional.of(IntNode.valueOf(Math.max(number, AREA_METRES)));
        }
        return walk.group() == FieldGroup.CONDUCT && number < profile.limits().smallCells()
                ? Optional.empty()
                : Optional.of(IntNode.valueOf(number));
    }

    /** A total beside its parts would give a suppressed part away, so all cells of one count go together. */
    private boolean hasSmallCell(PersonCounts counts) {
        for (RecordComponent component : components(PersonCounts.class)) {
            if (read(component, counts) instanceof Optional<?> cell
                    && cell.isPresent()
                    && cell.get() instanceof Integer number
                    && number < profile.limits().smallCells()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCoordinate(Walk walk) {
        return walk.name().equals("latitude") || walk.name().equals("longitude");
    }

    private int birthDateLength() {
        return switch (profile.limits().birthDates()) {
            case YEAR -> 4;
            case MONTH -> 7;
            case DAY, HOUR, MINUTE, SECOND -> 10;
        };
    }

    // what stays here

    private void withhold(Entity entity, String from) {
        withheld.add(new Withheld(from, FieldGroup.STRUCTURE));
        keepBack(entity, false);
    }

    private void keepBack(Object content, boolean identifying) {
        if (content instanceof Optional<?> optional) {
            optional.ifPresent(inner -> keepBack(inner, identifying));
        } else if (content instanceof Collection<?> items) {
            items.forEach(item -> keepBack(item, identifying));
        } else if (content instanceof String text && identifying) {
            withheldValues.add(text);
        } else if (isContractRecord(content)) {
            for (RecordComponent component : components(content.getClass())) {
                keepBack(read(component, content), component.isAnnotationPresent(Identifying.class));
            }
        }
    }

    // times

    private Instant coarse(Instant instant) {
        return truncate(instant, profile.limits().times());
    }

    private static Instant truncate(Instant instant, TimePrecision precision) {
        ZonedDateTime utc = instant.atZone(ZoneOffset.UTC);
        return switch (precision) {
            case SECOND -> instant;
            case MINUTE -> instant.truncatedTo(ChronoUnit.MINUTES);
            case HOUR -> instant.truncatedTo(ChronoUnit.HOURS);
            case DAY -> instant.truncatedTo(ChronoUnit.DAYS);
            case MONTH -> utc.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).toInstant();
            case YEAR -> utc.truncatedTo(ChronoUnit.DAYS).withDayOfYear(1).toInstant();
        };
    }

    private static List<RecordComponent> components(Class<?> type) {
        return COMPONENTS.get(type);
    }

    private static Object read(RecordComponent component, Object part) {
        try {
            return component.getAccessor().invoke(part);
        } catch (IllegalAccessException | InvocationTargetException cannotHappen) {
            throw new IllegalStateException(cannotHappen);
        }
    }
}
