package ge.khidi.sharing.oversight;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Origin;
import ge.khidi.contract.handling.Handling;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was in the bytes that left, without saying it: how many persons of which category, how many of them minors or with special
 * categories, and which groups of fields had anything in them. It is what a notification of a breach must describe (Directive (EU) 2016/680
 * Art. 30(3)(a)).
 */
record Received(Map<PersonCategory, Integer> persons, int minors, int special, Set<FieldGroup> groups) {

    static final Received NOTHING = new Received(Map.of(), 0, 0, Set.of());

    Received {
        persons = Collections.unmodifiableMap(new EnumMap<>(enumMap(persons)));
        groups = Collections.unmodifiableSet(
                groups.isEmpty() ? EnumSet.noneOf(FieldGroup.class) : EnumSet.copyOf(groups));
    }

    private static Map<PersonCategory, Integer> enumMap(Map<PersonCategory, Integer> persons) {
        Map<PersonCategory, Integer> all = new EnumMap<>(PersonCategory.class);
        all.putAll(persons);
        return all;
    }

    /** From a rendition, which may lack anything. */
    static Received of(JsonNode body) {
        Map<PersonCategory, Integer> persons = new EnumMap<>(PersonCategory.class);
        Set<FieldGroup> groups = EnumSet.noneOf(FieldGroup.class);
        int minors = 0;
        int special = 0;
        for (JsonNode entity : body.path("entities")) {
            entityClass(entity.path("kind").asText()).ifPresent(type -> add(groups, type, entity));
            if (entity.path("kind").asText().equals("PERSON")) {
                persons.merge(
                        PersonCategory.valueOf(entity.path("category").asText("NOT_YET_DETERMINED")), 1, Integer::sum);
                minors += entity.path("ageGroup").asText().endsWith("MINOR") ? 1 : 0;
                special += entity.path("specialCategories").isEmpty() ? 0 : 1;
            }
        }
        if (body.has("type")) {
            add(groups, EventType.valueOf(body.path("type").asText()).detailClass(), body.path("detail"));
        }
        if (!body.path("narratives").isEmpty()) {
            groups.add(FieldGroup.NARRATIVE);
        }
        add(groups, Handling.class, body.path("handling"));
        add(groups, Origin.class, body.path("origin"));
        return new Received(persons, minors, special, groups);
    }

    private static Optional<Class<?>> entityClass(String kind) {
        return Arrays.stream(Entity.class.getAnnotation(JsonSubTypes.class).value())
                .filter(type -> type.name().equals(kind))
                .<Class<?>>map(type -> type.value())
                .findFirst();
    }

    /** The groups of those fields of a record that say something. Structure says nothing. */
    private static void add(Set<FieldGroup> groups, Class<?> type, JsonNode object) {
        for (RecordComponent component : type.getRecordComponents()) {
            Group group = component.getAnnotation(Group.class);
            if (group != null && group.value() != FieldGroup.STRUCTURE && says(object.path(component.getName()))) {
                groups.add(group.value());
            }
        }
    }

    private static boolean says(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return value.isContainerNode()
                ? !value.isEmpty()
                : !value.isMissingNode() && !value.isNull() && !value.asText().equals("UNKNOWN");
    }

    /** How many persons in all. */
    int everybody() {
        return persons.values().stream().mapToInt(Integer::intValue).sum();
    }
}
