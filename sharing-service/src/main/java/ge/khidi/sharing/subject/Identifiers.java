package ge.khidi.sharing.subject;

import ge.khidi.contract.LocalId;
import ge.khidi.contract.entity.Communication;
import ge.khidi.contract.entity.CommunicationType;
import ge.khidi.contract.entity.CyberObservable;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.entity.FinancialAccount;
import ge.khidi.contract.entity.IdentityDocument;
import ge.khidi.contract.entity.ObservableType;
import ge.khidi.contract.entity.Person;
import ge.khidi.contract.entity.PersonName;
import ge.khidi.contract.entity.Transport;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.sameness.Informants;
import ge.khidi.contract.sameness.OneForm;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * By what the persons of an event are found. Exact after both sides were brought into one form, and wider than analysis compares (a document
 * without its country is enough), because a person looks at every candidate. What stands next to an informant is left out.
 */
final class Identifiers {

    /** How values are compared, counted up when that changes: the index is then made anew. */
    static final int FORM = 1;

    private static final String REGION = "GE";

    /** Of each entity that has any. */
    static Map<LocalId, Set<Identifier>> of(Event event) {
        Set<LocalId> informants = Informants.near(event);
        Map<LocalId, Set<Identifier>> found = new LinkedHashMap<>();
        event.entities().stream()
                .filter(entity -> !informants.contains(entity.id()))
                .forEach(entity -> found.put(entity.id(), of(entity)));
        found.values().removeIf(Set::isEmpty);
        return found;
    }

    private static Set<Identifier> of(Entity entity) {
        if (entity instanceof Person person) {
            return Stream.concat(
                            named(person),
                            one(
                                    IdentifierKind.NATIONAL_NUMBER,
                                    person.nationalNumber().flatMap(OneForm::number)))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
        if (entity instanceof IdentityDocument document) {
            return set(one(IdentifierKind.DOCUMENT, document.number().flatMap(OneForm::number)));
        }
        if (entity instanceof Transport transport) {
            return set(Stream.concat(
                    one(IdentifierKind.PLATE, transport.plate().flatMap(OneForm::number)),
                    one(IdentifierKind.VIN, OneForm.vin(transport.vin()))));
        }
        if (entity instanceof Communication communication) {
            return set(reached(communication));
        }
        if (entity instanceof CyberObservable observable && observable.type() == ObservableType.EMAIL_ADDRESS) {
            return set(one(IdentifierKind.EMAIL, OneForm.email(observable.value())));
        }
        if (entity instanceof FinancialAccount account) {
            return set(one(
                    IdentifierKind.ACCOUNT, account.iban().or(account::number).flatMap(OneForm::number)));
        }
        return Set.of();
    }

    private static Stream<Identifier> reached(Communication communication) {
        if (communication.type() == CommunicationType.PHONE) {
            return one(IdentifierKind.PHONE, phone(communication.value()));
        }
        return communication.type() == CommunicationType.EMAIL
                ? one(IdentifierKind.EMAIL, OneForm.email(communication.value()))
                : Stream.empty();
    }

    private static Stream<Identifier> named(Person person) {
        return person.names().stream()
                .flatMap(name -> name(name.given(), name.family()).stream())
                .distinct()
                .map(name -> person.birthDate()
                        .map(born -> new Identifier(IdentifierKind.NAME_AND_BIRTH, name + "/" + born))
                        .orElseGet(() -> new Identifier(IdentifierKind.NAME, name)));
    }

    /** What is looked for when a person gives this name and this date of birth: an event may know the month or the year only, or nothing. */
    static Set<Identifier> sought(PersonName given, String birthDate) {
        Set<Identifier> sought = new LinkedHashSet<>();
        name(given.given(), given.family()).ifPresent(name -> {
            sought.add(new Identifier(IdentifierKind.NAME, name));
            Stream.of(4, 7, 10)
                    .filter(length -> length <= birthDate.length())
                    .map(length -> birthDate.substring(0, length))
                    .forEach(born -> sought.add(new Identifier(IdentifierKind.NAME_AND_BIRTH, name + "/" + born)));
        });
        return sought;
    }

    /** What is looked for when a person gives this value; nothing if it is too weak to tell one person from another. */
    static Optional<Identifier> sought(IdentifierKind kind, String value) {
        Optional<String> form = switch (kind) {
            case DOCUMENT, NATIONAL_NUMBER, PLATE, ACCOUNT -> OneForm.number(value);
            case PHONE -> phone(value);
            case EMAIL -> OneForm.email(value);
            case VIN -> OneForm.vin(Optional.of(value));
            case NAME_AND_BIRTH, NAME -> Optional.empty();
        };
        return form.map(one -> new Identifier(kind, one));
    }

    /** Given and family name, in whatever order they were written down; half a name is no name. */
    static Optional<String> name(Optional<String> given, Optional<String> family) {
        String parts = Stream.of(given, family)
                .flatMap(Optional::stream)
                .map(OneForm::compact)
                .filter(part -> !part.isEmpty())
                .sorted()
                .collect(Collectors.joining(" "));
        return Optional.of(parts).filter(name -> name.indexOf(' ') > 0);
    }

    private static Optional<String> phone(String value) {
        return OneForm.phone(value, REGION);
    }

    private static Stream<Identifier> one(IdentifierKind kind, Optional<String> form) {
        return form.map(value -> new Identifier(kind, value)).stream();
    }

    private static Set<Identifier> set(Stream<Identifier> identifiers) {
        return identifiers.collect(Collectors.toSet());
    }

    private Identifiers() {}
}
