package ge.khidi.sharing.subject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.LocalId;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.Group;
import ge.khidi.contract.event.Event;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a person gets to read of one event: their own entities, field by field as the originator let them out, and what Directive (EU) 2016/680
 * Art. 14 says must come with it, legal basis and categories of recipients as far as they were let out. It starts from nothing and copies;
 * other persons and places are never in it, nor is any recipient by name; free text only where the originator let it out.
 */
final class Excerpt {

    /** The entities by which this event was found: those that are this person or carry a number of theirs. */
    static Set<LocalId> own(Event event, Collection<Identifier> sought) {
        Set<LocalId> own = new TreeSet<>(Comparator.comparing(LocalId::toString));
        Identifiers.of(event).forEach((id, identifiers) -> {
            if (identifiers.stream().anyMatch(sought::contains)) {
                own.add(id);
            }
        });
        return own;
    }

    /** To which categories the person's data had gone when the originator let that out; none if to nobody. */
    record LetOut(Set<RecipientCategory> to, String asOf) {
        LetOut {
            to = Set.copyOf(to);
        }
    }

    /** All of it but the recipients: what its originator reads before it says what may be let out. */
    static ObjectNode whole(Event event, Set<LocalId> own) {
        return of(event, own, group -> true, true, Optional.empty());
    }

    /** {@code basis}: whether the originator has read the words of the legal basis. */
    static ObjectNode of(Event event, Set<LocalId> own, Said said, Optional<LetOut> recipients, boolean basis) {
        return of(
                event,
                own,
                said::letsOut,
                basis && said.letsOutLegalBasis(),
                recipients.filter(known -> said.letsOutRecipients()));
    }

    private static ObjectNode of(
            Event event, Set<LocalId> own, Predicate<FieldGroup> groups, boolean basis, Optional<LetOut> recipients) {
        ObjectNode excerpt = JsonNodeFactory.instance.objectNode();
        excerpt.put("agency", event.origin().agency().value());
        excerpt.put("type", event.type().name());
        excerpt.put("received", event.acceptedAt().toString().substring(0, 10));
        if (basis) {
            excerpt.put("legalBasis", event.handling().legalBasis());
        }
        ArrayNode purposes = excerpt.putArray("purposes");
        event.handling().purposes().forEach(purpose -> purposes.add(purpose.name()));
        excerpt.put("keptUntil", event.handling().reviewBy().toString());
        recipients.ifPresent(known -> {
            ObjectNode disclosed = excerpt.putObject("recipients").put("asOf", known.asOf());
            ArrayNode to = disclosed.putArray("to");
            known.to().stream().sorted().forEach(category -> to.add(category.name()));
        });
        ArrayNode data = excerpt.putArray("data");
        fields(event, own).forEach(fields -> {
            ObjectNode entity = data.addObject();
            entity.set("kind", fields.from().path("kind"));
            fields.groups().forEach((name, group) -> {
                if (groups.test(group)) {
                    entity.set(name, fields.from().path(name));
                }
            });
        });
        return excerpt;
    }

    /** Which groups of fields the event has on this person: what an originator decides about. */
    static Set<FieldGroup> groups(Event event, Set<LocalId> own) {
        return fields(event, own).stream()
                .flatMap(fields -> fields.groups().values().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** One of the person's own entities, and the group of each field it has; a field without a group is none. */
    private record Fields(JsonNode from, Map<String, FieldGroup> groups) {}

    private static List<Fields> fields(Event event, Set<LocalId> own) {
        JsonNode entities = EventCodec.tree(event).path("entities");
        List<Fields> all = new ArrayList<>();
        for (int i = 0; i < event.entities().size(); i++) {
            Entity entity = event.entities().get(i);
            if (own.contains(entity.id())) {
                all.add(fields(entity, entities.path(i)));
            }
        }
        return all;
    }

    private static Fields fields(Entity entity, JsonNode from) {
        Map<String, FieldGroup> groups = new LinkedHashMap<>();
        for (RecordComponent component : entity.getClass().getRecordComponents()) {
            Optional.ofNullable(component.getAnnotation(Group.class))
                    .filter(group -> from.has(component.getName())
                            && !component.getName().equals("id"))
                    .ifPresent(group -> groups.put(component.getName(), group.value()));
        }
        return new Fields(from, groups);
    }

    private Excerpt() {}
}
