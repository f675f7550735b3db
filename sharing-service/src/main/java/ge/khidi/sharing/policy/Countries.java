package ge.khidi.sharing.policy;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.event.Event;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Which partners' countries an event concerns: a place, a nationality, a plate, a document, an account, a flag or a leg of a journey
 * names the country. It is read from every record component of that meaning, so that a new type cannot be forgotten.
 */
final class Countries {

    /** The components that hold ISO 3166-1 codes; a test holds them against the contract's schemas. */
    static final Set<String> COMPONENTS = Set.of(
            "country",
            "plateCountry",
            "issuingCountry",
            "nationalities",
            "lastCountryOfEmbarkation",
            "countryOfDestination",
            "countryOfEmbarkation",
            "transitCountries",
            "flag");

    static Set<String> concernedBy(Event event, Set<String> partnersCountries) {
        Set<String> found = new TreeSet<>();
        event.entities().forEach(entity -> collect(entity, partnersCountries, found));
        event.detail().ifPresent(detail -> collect(detail, partnersCountries, found));
        return found;
    }

    /** Those that are named in what is shown of an event, as JSON. */
    static Set<String> shown(JsonNode event, Set<String> partnersCountries) {
        Set<String> found = new TreeSet<>();
        Stream.concat(elements(event.path("entities")), Stream.of(event.path("detail")))
                .flatMap(part -> COMPONENTS.stream().map(part::path))
                .flatMap(value -> value.isArray() ? elements(value) : Stream.of(value))
                .map(JsonNode::asText)
                .filter(partnersCountries::contains)
                .forEach(found::add);
        return found;
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static void collect(Object part, Set<String> wanted, Set<String> found) {
        for (RecordComponent component : part.getClass().getRecordComponents()) {
            if (COMPONENTS.contains(component.getName())) {
                values(read(component, part)).filter(wanted::contains).forEach(found::add);
            }
        }
    }

    private static Stream<String> values(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.stream().map(String::valueOf);
        }
        if (value instanceof Collection<?> many) {
            return many.stream().map(String::valueOf);
        }
        return Stream.of(String.valueOf(value));
    }

    private static Object read(RecordComponent component, Object part) {
        try {
            return component.getAccessor().invoke(part);
        } catch (IllegalAccessException | InvocationTargetException cannotHappen) {
            throw new IllegalStateException(cannotHappen);
        }
    }

    private Countries() {}
}
