package ge.khidi.sharing.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import ge.khidi.contract.event.EventType;
import ge.khidi.sharing.csv.Csv;
import ge.khidi.sharing.pages.EventWords;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A feed as a table: one line for each item, made from what the reader is shown and from nothing else. Columns are never renamed, moved or
 * taken away; a new one is added at the end. Where a field does not leave, or an item brings no content, the cell is empty. Several values in
 * one cell have {@code "; "} between them.
 */
final class FeedTable {

    private static final List<Column> OF_EVENT = List.of(
            at("type", "/type"),
            new Column("domain", FeedTable::domain),
            at("status", "/state/status"),
            at("agency", "/origin/agency"),
            at("unit", "/origin/unit"),
            at("reference", "/origin/reference"),
            at("caseReferences", "/origin/caseReferences"),
            at("occurredAt", "/occurred/at"),
            at("occurredPrecision", "/occurred/precision"),
            at("reportedAt", "/reportedAt"),
            at("acceptedAt", "/acceptedAt"),
            at("urgency", "/urgency"),
            at("regime", "/regime"),
            at("context", "/context"),
            at("crimeAreas", "/detail/crimeAreas"),
            at("offence", "/detail/offenceCode"),
            new Column("places", event -> of(event, "LOCATION", "name")),
            new Column("countries", event -> of(event, "LOCATION", "country")),
            new Column("sections", FeedTable::sections),
            new Column("crossingPoints", event -> of(event, "LOCATION", "crossingPoint")),
            new Column("latitudes", event -> of(event, "LOCATION", "latitude")),
            new Column("longitudes", event -> of(event, "LOCATION", "longitude")),
            new Column("persons", FeedTable::persons),
            new Column("organisations", event -> of(event, "ORGANISATION", "names")),
            new Column("documents", event -> of(event, "IDENTITY_DOCUMENT", "type", "issuingCountry", "number")),
            new Column(
                    "transport",
                    event -> of(event, "TRANSPORT", "means", "plateCountry", "plate", "vin", "imo", "flight")),
            new Column("communications", event -> of(event, "COMMUNICATION", "type", "value")),
            new Column("accounts", event -> of(event, "FINANCIAL_ACCOUNT", "iban", "number")),
            new Column("firearms", event -> of(event, "FIREARM", "type", "make", "model", "serial")),
            new Column("goods", event -> of(event, "GOODS", "category", "subCategory", "amount", "unit")),
            new Column("observables", event -> of(event, "CYBER_OBSERVABLE", "type", "value")),
            new Column(
                    "narratives",
                    event -> joined("; ", all(event.path("narratives")).map(text -> text.path("text")))),
            at("gradeScheme", "/grade/scheme"),
            new Column(
                    "grade",
                    event -> event.at("/grade/source").asText()
                            + event.at("/grade/information").asText()),
            at("classification", "/handling/classification"),
            at("tlp", "/handling/tlp"),
            at("pap", "/handling/pap"),
            at("handlingCodes", "/handling/codes"),
            new Column(
                    "detail",
                    event -> event.has("detail") ? event.path("detail").toString() : ""));

    private static final List<Column> OF_CONDITIONS = List.of(
            at("purposes", "/purposes"),
            at("retainUntil", "/retainUntil"),
            at("judicialUse", "/judicialUse"),
            at("agreement", "/agreement"),
            at("onwardTransfer", "/onwardTransfer"));

    private static final List<String> OF_ITEM = List.of("cursor", "kind", "eventId", "revision");

    private FeedTable() {}

    private record Column(String name, Function<JsonNode, String> of) {}

    /** The line with the names of the columns. */
    static String head() {
        return Csv.line(Stream.of(OF_ITEM.stream(), names(OF_EVENT), names(OF_CONDITIONS))
                .flatMap(part -> part));
    }

    static String line(String cursor, Page.Item item) {
        JsonNode event = tree(item.body());
        JsonNode conditions = tree(item.conditions());
        return Csv.line(Stream.of(
                        Stream.of(
                                cursor,
                                item.kind().word(),
                                item.revision().eventId().toString(),
                                String.valueOf(item.revision().revision())),
                        OF_EVENT.stream().map(column -> column.of.apply(event)),
                        OF_CONDITIONS.stream().map(column -> column.of.apply(conditions)))
                .flatMap(part -> part));
    }

    /** The parameters of a query but for the place to go on from, each with an ampersand before it. */
    static String withoutAfter(@Nullable String query) {
        return query == null
                ? ""
                : Arrays.stream(query.split("&", -1))
                        .filter(parameter -> !parameter.isEmpty() && !parameter.startsWith("after="))
                        .map(parameter -> "&" + parameter)
                        .collect(Collectors.joining());
    }

    private static JsonNode tree(Optional<String> json) {
        return json.map(EventWords::read).orElseGet(JsonNodeFactory.instance::objectNode);
    }

    private static Stream<String> names(List<Column> columns) {
        return columns.stream().map(Column::name);
    }

    private static Column at(String name, String pointer) {
        return new Column(name, tree -> text(tree.at(pointer)));
    }

    private static String domain(JsonNode event) {
        return Arrays.stream(EventType.values())
                .filter(type -> type.name().equals(event.path("type").asText()))
                .map(type -> type.domain().name())
                .findFirst()
                .orElse("");
    }

    private static String sections(JsonNode event) {
        Stream<JsonNode> places = entities(event, "LOCATION").map(place -> place.path("borderSection"));
        return joined("; ", Stream.concat(Stream.of(event.at("/detail/borderSection")), places));
    }

    /** The category of each, and its names in their scripts. */
    private static String persons(JsonNode event) {
        return entities(event, "PERSON")
                .map(person -> Stream.of(
                                person.path("category").asText(),
                                all(person.path("names"))
                                        .map(name -> joined(" ", Stream.of(name.path("given"), name.path("family"))))
                                        .collect(Collectors.joining(" / ")))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(": ")))
                .collect(Collectors.joining("; "));
    }

    /** These fields of all entities of a kind. */
    private static String of(JsonNode event, String kind, String... fields) {
        return entities(event, kind)
                .map(entity -> joined(" ", Arrays.stream(fields).map(entity::path)))
                .filter(said -> !said.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static Stream<JsonNode> entities(JsonNode event, String kind) {
        return all(event.path("entities"))
                .filter(entity -> entity.path("kind").asText().equals(kind));
    }

    private static String text(JsonNode value) {
        return value.isArray() ? joined("; ", all(value)) : value.asText();
    }

    private static String joined(String between, Stream<JsonNode> values) {
        return values.map(FeedTable::text).filter(text -> !text.isEmpty()).collect(Collectors.joining(between));
    }

    private static Stream<JsonNode> all(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
