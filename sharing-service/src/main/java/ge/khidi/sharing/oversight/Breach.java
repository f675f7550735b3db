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
import java.util.stream.Collectors;

/**
 * Adds up what somebody received. A person counts once for each event, by the revision in which the event said most of them: revisions
 * speak of the same persons. It holds one small record per event.
 */
final class Breach {

    /** Most events of one answer; whoever received more is asked about in shorter periods. */
    static final int MOST_EVENTS = 200_000;

    private final Map<String, Received> byEvent = new HashMap<>();
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

    void add(Item item) {
        items++;
        erased += item.contentGone() ? 1 : 0;
        first = first.isEmpty() || item.firstShown().compareTo(first) < 0 ? item.firstShown() : first;
        last = item.firstShown().compareTo(last) > 0 ? item.firstShown() : last;
        groups.addAll(item.received().groups());
        byEvent.merge(item.eventId(), item.received(), (a, b) -> b.everybody() > a.everybody() ? b : a);
    }

    boolean tooMany() {
        return byEvent.size() > MOST_EVENTS;
    }

    ObjectNode json() {
        Map<PersonCategory, Integer> persons = new EnumMap<>(PersonCategory.class);
        byEvent.values()
                .forEach(one ->
                        one.persons().forEach((category, count) -> persons.merge(category, count, Integer::sum)));
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("items", items)
                .put("events", byEvent.size())
                .put("itemsWhoseContentIsErased", erased)
                .put("firstShown", first.isEmpty() ? null : first)
                .put("lastFirstShown", last.isEmpty() ? null : last)
                .put(
                        "persons",
                        persons.values().stream().mapToInt(Integer::intValue).sum())
                .put(
                        "minors",
                        byEvent.values().stream().mapToInt(Received::minors).sum())
                .put(
                        "withSpecialCategories",
                        byEvent.values().stream().mapToInt(Received::special).sum());
        ObjectNode categories = json.putObject("personsByCategory");
        persons.forEach((category, count) -> categories.put(category.name(), count));
        words(json.putArray("dataGroups"), groups);
        return json;
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
