package ge.khidi.contract.schema;

import ge.khidi.contract.EventId;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.detail.Detail;
import ge.khidi.contract.detail.PersonCounts;
import ge.khidi.contract.entity.Connection;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.entity.Group;
import ge.khidi.contract.entity.Identifying;
import ge.khidi.contract.entity.PersonName;
import ge.khidi.contract.event.Check;
import ge.khidi.contract.event.CrimeArea;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Narrative;
import ge.khidi.contract.event.Occurred;
import ge.khidi.contract.event.Origin;
import ge.khidi.contract.event.State;
import ge.khidi.contract.event.Submission;
import ge.khidi.contract.grade.Grade;
import ge.khidi.contract.handling.Handling;
import ge.khidi.contract.handling.ReleasableTo;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The tables of fields in the documentation, from the records and {@code fields.txt}. */
final class FieldTables {

    /** Longer lists of values stand on their own. */
    private static final int MANY = 15;

    private final Fields fields;

    private FieldTables(Fields fields) {
        this.fields = fields;
    }

    /** The page with every field. */
    static String page(Fields fields) {
        FieldTables tables = new FieldTables(fields);
        StringBuilder page = new StringBuilder("""
            # Every field of an event

            Written from the contract; how to use it stands in [event-contract.md](event-contract.md). *Group* is the group of
            fields by which a disclosure profile allows or withholds, ● marks values that can tell one person or thing from another.
            """);
        List<Class<?>> records = new ArrayList<>(List.of(
                Submission.class,
                Occurred.class,
                Handling.class,
                Grade.class,
                State.class,
                Narrative.class,
                Connection.class,
                Check.class));
        records.addAll(Arrays.asList(Entity.class.getPermittedSubclasses()));
        records.add(PersonName.class);
        records.add(PersonCounts.class);
        records.addAll(Arrays.asList(Detail.class.getPermittedSubclasses()));
        records.add(Event.class);
        records.add(Origin.class);
        for (Class<?> type : records) {
            page.append("\n## ").append(type.getSimpleName()).append("\n\n");
            page.append(tables.fields.get(type.getSimpleName()).description());
            page.append(used(type)).append("\n\n").append(tables.table(type));
        }
        tables.values(page, EventType.class);
        tables.values(page, CrimeArea.class);
        return page.toString();
    }

    /** The envelope of a submission, for the short page. */
    static String envelope() {
        return new FieldTables(Fields.load()).table(Submission.class);
    }

    static String types() {
        return RandomEvents.SUBMITTABLE.stream().map(type -> "`" + type + "`").collect(Collectors.joining(", "));
    }

    private static String used(Class<?> detail) {
        return Arrays.stream(EventType.values())
                .filter(type -> type.detailClass() == detail)
                .map(type -> " The detail of `" + type + "`.")
                .collect(Collectors.joining());
    }

    private String table(Class<?> type) {
        StringBuilder table =
                new StringBuilder("| field | value | must | group | |\n| --- | --- | --- | --- | --- |\n");
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType() == Map.class) {
                continue;
            }
            boolean shared = Entity.class.isAssignableFrom(type)
                    && (component.getName().equals("id") || component.getName().equals("nature"));
            Fields.Line line = fields.get((shared ? "Entity" : type.getSimpleName()) + "." + component.getName());
            Group group = component.getAnnotation(Group.class);
            table.append("| `").append(component.getName()).append("` | ");
            table.append(value(component.getGenericType(), line.form())).append(" | ");
            table.append(SchemaFiles.required(type, component) ? "yes" : "").append(" | ");
            table.append(group == null ? "" : group.value().name());
            table.append(component.isAnnotationPresent(Identifying.class) ? " ●" : "")
                    .append(" | ");
            table.append(line.description()).append(" |\n");
        }
        return table.toString();
    }

    private static String value(Type type, String form) {
        if (type instanceof ParameterizedType generic) {
            String inner = value(generic.getActualTypeArguments()[0], form.replaceAll(",? ?items \\d+", ""));
            if (generic.getRawType() == Optional.class) {
                return inner;
            }
            return generic.getRawType() == Set.class
                    ? "several of: " + inner
                    : "at most " + form.replaceAll(".*items (\\d+)", "$1") + ": " + inner;
        }
        Class<?> plain = (Class<?>) type;
        String[] words = form.split(" ", 3);
        return switch (words[0]) {
            case "label", "lines" -> "text, " + words[1];
            case "free" -> "free text, " + words[1];
            case "whole" -> words[1] + " to " + words[2];
            case "number" -> "number, " + words[1] + " to " + words[2];
            case "code" -> "one character";
            case "-", "" -> value(plain);
            default -> words[0];
        };
    }

    private static String value(Class<?> type) {
        if (type.isEnum()) {
            List<String> values =
                    Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
            return values.size() > MANY ? link(type) : String.join(" ", values);
        } else if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        } else if (type == Instant.class) {
            return "time";
        } else if (type == LocalDate.class) {
            return "day";
        } else if (type == ReleasableTo.class) {
            return "\"BY_POLICY\" or agencies";
        } else if (type == Entity.class || type == Detail.class) {
            return type.getSimpleName().toLowerCase(Locale.ROOT);
        }
        return type.getPackage() == EventId.class.getPackage() ? type.getSimpleName() : link(type);
    }

    private static String link(Class<?> type) {
        String name = type.getSimpleName();
        return "[" + name + "](event-fields.md#" + name.toLowerCase(Locale.ROOT) + ")";
    }

    private void values(StringBuilder page, Class<?> type) {
        page.append("\n## ").append(type.getSimpleName()).append("\n\n");
        page.append(fields.get(type.getSimpleName()).description()).append("\n\n");
        for (Object constant : type.getEnumConstants()) {
            page.append("- `").append(constant).append("`\n");
        }
    }
}
