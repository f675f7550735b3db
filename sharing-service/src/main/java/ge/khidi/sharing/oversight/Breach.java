package ge.khidi.sharing.oversight;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.sharing.csv.Csv;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Adds up what somebody received. A person counts once for each event, since revisions speak of the same persons: of each figure the greatest
 * counts that any revision said, also of one whose persons another revision outnumbers. It holds one small record per event.
 */
final class Breach {

    /** Most events of one answer; whoever received more is asked about in shorter periods. */
    static final int MOST_EVENTS = 200_000;

    private final Map<String, Most> byEvent = new HashMap<>();
    private final Set<FieldGroup> groups = EnumSet.noneOf(FieldGroup.class);
    private long items;
    private long erased;
    private String first = "";
    private String last = "";

    /**
     * One item that was shown: where and when, and what was in it; empty where its content has been erased since, or was not shown: the event had been
     * recalled, or only its id was listed.
     */
    record Item(
            long seq,
            String eventId,
            int revision,
            String kind,
            String originator,
            String profile,
            String firstShown,
            long times,
            boolean contentGone,
            boolean withoutContent,
            Received received) {}

    /** The most that any revision of one event said, each figure by itself: whose category was corrected is one person, of both categories. */
    private record Most(int persons, Map<PersonCategory, Integer> byCategory, int minors, int special) {

        static Most of(Received received) {
            return new Most(received.everybody(), received.persons(), received.minors(), received.special());
        }

        Most or(Most other) {
            Map<PersonCategory, Integer> most = new EnumMap<>(PersonCategory.class);
            most.putAll(byCategory);
            other.byCategory.forEach((category, count) -> most.merge(category, count, Math::max));
            return new Most(
                    Math.max(persons, other.persons),
                    most,
                    Math.max(minors, other.minors),
                    Math.max(special, other.special));
        }
    }

    void add(Item item) {
        items++;
        erased += item.contentGone() ? 1 : 0;
        first = first.isEmpty() || item.firstShown().compareTo(first) < 0 ? item.firstShown() : first;
        last = item.firstShown().compareTo(last) > 0 ? item.firstShown() : last;
        groups.addAll(item.received().groups());
        byEvent.merge(item.eventId(), Most.of(item.received()), Most::or);
    }

    boolean tooMany() {
        return byEvent.size() > MOST_EVENTS;
    }

    ObjectNode json() {
        Map<PersonCategory, Integer> persons = new EnumMap<>(PersonCategory.class);
        byEvent.values()
                .forEach(one ->
                        one.byCategory().forEach((category, count) -> persons.merge(category, count, Integer::sum)));
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("items", items)
                .put("events", byEvent.size())
                .put("itemsWhoseContentIsErased", erased)
                .put("firstShown", first.isEmpty() ? null : first)
                .put("lastFirstShown", last.isEmpty() ? null : last)
                .put("persons", sum(Most::persons))
                .put("minors", sum(Most::minors))
                .put("withSpecialCategories", sum(Most::special));
        ObjectNode categories = json.putObject("personsByCategory");
        persons.forEach((category, count) -> categories.put(category.name(), count));
        words(json.putArray("dataGroups"), groups);
        return json;
    }

    private int sum(ToIntFunction<Most> figure) {
        return byEvent.values().stream().mapToInt(figure).sum();
    }

    static ObjectNode json(Item item) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("eventId", item.eventId())
                .put("revision", item.revision())
                .put("kind", item.kind())
                .put("originator", item.originator())
                .put("profile", item.profile())
                .put("firstShown", item.firstShown())
                .put("times", item.times())
                .put("contentErasedSince", item.contentGone())
                .put("withoutContent", item.withoutContent())
                .put("minors", item.received().minors())
                .put("withSpecialCategories", item.received().special());
        ObjectNode categories = json.putObject("personsByCategory");
        item.received().persons().forEach((category, count) -> categories.put(category.name(), count));
        words(json.putArray("dataGroups"), item.received().groups());
        return json;
    }

    /** The names of the columns of {@link #csv(Item)}. */
    static String columns() {
        return Csv.line(
                "eventId",
                "revision",
                "kind",
                "originator",
                "profile",
                "firstShown",
                "times",
                "contentErasedSince",
                "withoutContent",
                "persons",
                "minors",
                "withSpecialCategories",
                "categories",
                "dataGroups");
    }

    static String csv(Item item) {
        return Csv.line(
                item.eventId(),
                String.valueOf(item.revision()),
                item.kind(),
                item.originator(),
                item.profile(),
                item.firstShown(),
                String.valueOf(item.times()),
                String.valueOf(item.contentGone()),
                String.valueOf(item.withoutContent()),
                String.valueOf(item.received().everybody()),
                String.valueOf(item.received().minors()),
                String.valueOf(item.received().special()),
                words(item.received().persons().keySet()),
                words(item.received().groups()));
    }

    private static void words(ArrayNode array, Set<FieldGroup> groups) {
        groups.forEach(group -> array.add(group.name()));
    }

    private static String words(Set<? extends Enum<?>> codes) {
        return codes.stream().map(Enum::name).collect(Collectors.joining(" "));
    }
}
