package ge.khidi.sharing.policy;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.entity.Communication;
import ge.khidi.contract.entity.CyberObservable;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.entity.FinancialAccount;
import ge.khidi.contract.entity.Firearm;
import ge.khidi.contract.entity.IdentityDocument;
import ge.khidi.contract.entity.Location;
import ge.khidi.contract.entity.ObservableType;
import ge.khidi.contract.entity.Person;
import ge.khidi.contract.entity.Transport;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Whether an entity relates to an identified or identifiable natural person (Directive (EU) 2016/680 Art. 3(1)): by itself, or by a
 * number, contact or address that leads to one. Names and codes of legal persons, goods, places and technical observables do not;
 * free text is not judged here: profiles withhold it, and the gate lets it out to a foreign partner only with a release.
 */
final class PersonalData {

    private static final List<Trace<?>> TRACES = List.of(
            all(Person.class, "PERSON"),
            all(IdentityDocument.class, "IDENTITY_DOCUMENT"),
            all(Communication.class, "COMMUNICATION"),
            all(FinancialAccount.class, "FINANCIAL_ACCOUNT"),
            with(Transport.class, "TRANSPORT", Transport::plate, "plate"),
            with(Transport.class, "TRANSPORT", Transport::vin, "vin"),
            with(Firearm.class, "FIREARM", Firearm::serial, "serial"),
            with(Location.class, "LOCATION", Location::address, "address"),
            new Trace<>(
                    CyberObservable.class,
                    "CYBER_OBSERVABLE",
                    observable -> observable.type() == ObservableType.EMAIL_ADDRESS,
                    json -> json.path("type").asText().equals(ObservableType.EMAIL_ADDRESS.name())));

    /** What leads to a person, in an entity and in its JSON, of which only a part may be shown. A test holds the two against each other. */
    private record Trace<E extends Entity>(
            Class<E> type, String kind, Predicate<E> inEntity, Predicate<JsonNode> inJson) {

        private boolean isIn(Entity entity) {
            return type.isInstance(entity) && inEntity.test(type.cast(entity));
        }

        private boolean isIn(JsonNode entity) {
            return entity.path("kind").asText().equals(kind) && inJson.test(entity);
        }
    }

    static boolean isIn(Entity entity) {
        return TRACES.stream().anyMatch(trace -> trace.isIn(entity));
    }

    /** The same of what is shown of an entity, as JSON: a pseudonym stands for a value that is there. */
    static boolean isIn(JsonNode entity) {
        return TRACES.stream().anyMatch(trace -> trace.isIn(entity));
    }

    private static <E extends Entity> Trace<E> all(Class<E> type, String kind) {
        return new Trace<>(type, kind, entity -> true, json -> true);
    }

    private static <E extends Entity> Trace<E> with(
            Class<E> type, String kind, Function<E, Optional<String>> value, String field) {
        return new Trace<>(type, kind, entity -> value.apply(entity).isPresent(), json -> json.hasNonNull(field));
    }

    private PersonalData() {}
}
