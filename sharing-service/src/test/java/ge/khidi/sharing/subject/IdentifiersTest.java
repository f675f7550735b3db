package ge.khidi.sharing.subject;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.LocalId;
import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.NameUse;
import ge.khidi.contract.entity.PersonName;
import ge.khidi.contract.event.Event;
import ge.khidi.sharing.Events;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {

    @ParameterizedTest
    @ValueSource(strings = {"1990", "1990-05", "1990-05-17"})
    void aPersonIsFoundByAsMuchOfTheDateOfBirthAsTheEventKnows(String known) {
        Event event = Persons.nino(Events.movement(), "Beridze", known, "12AB34567");

        Set<Identifier> sought = Identifiers.sought(name("NINO", "beridze"), "1990-05-17");

        assertThat(Excerpt.own(event, sought)).containsExactly(new LocalId("p1"));
    }

    @ParameterizedTest
    @CsvSource({"Nino, Beridze, 1990-05-18", "Nina, Beridze, 1990-05-17", "Nino, Beridse, 1990-05-17"})
    void whatOnlyLooksLikeItIsNotFound(String given, String family, String born) {
        Event event = Persons.nino(Events.movement(), "Beridze", "1990-05-17", "12AB34567");

        assertThat(Excerpt.own(event, Identifiers.sought(name(given, family), born)))
                .isEmpty();
    }

    @Test
    void aDocumentIsFoundHoweverItIsWritten() {
        Event event = Persons.nino(Events.movement(), "Beridze", "1990", "12-АВ-34567");

        Identifier sought =
                Identifiers.sought(IdentifierKind.DOCUMENT, "12 ab 34567").orElseThrow();

        assertThat(Excerpt.own(event, Set.of(sought))).containsExactly(new LocalId("d1"));
    }

    @Test
    void anExcerptHasThePersonsOwnFieldsOfTheGroupsLetOutAndNobodyElses() {
        Event event = Persons.nino(Events.movement(), "Beridze", "1990-05-17", "12AB34567");
        Set<LocalId> own = Set.of(new LocalId("p1"));

        String named = Excerpt.of(event, own, partly(FieldGroup.NAMES), Optional.empty(), false)
                .toString();
        String all = Excerpt.of(
                        event,
                        own,
                        new Said(Said.Word.DISCLOSE, Optional.empty(), Set.of(), false, false),
                        Optional.empty(),
                        false)
                .toString();

        assertThat(named).contains("Beridze").doesNotContain("1990", "Rustaveli", "Bystander", "brother", "SUSPECT");
        assertThat(all).contains("1990-05-17", "Rustaveli").doesNotContain("Bystander", "brother", "12AB34567");
    }

    private static Said partly(FieldGroup group) {
        return new Said(Said.Word.PARTLY, Optional.of(Ground.INQUIRIES), Set.of(group), false, false);
    }

    private static PersonName name(String given, String family) {
        return new PersonName(Optional.of(given), Optional.of(family), NameUse.PRIMARY, "Latn");
    }
}
