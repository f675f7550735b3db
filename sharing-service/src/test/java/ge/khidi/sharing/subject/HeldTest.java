package ge.khidi.sharing.subject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.NameUse;
import ge.khidi.contract.entity.PersonName;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.sharing.Events;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HeldTest {

    private static final Given NINO = new Given(
            "{}",
            Identifiers.sought(
                    new PersonName(Optional.of("Nino"), Optional.of("Beridze"), NameUse.PRIMARY, "Latn"),
                    "1990-05-17"));
    private static final Said DISCLOSE = new Said(Said.Word.DISCLOSE, Optional.empty(), Set.of(), false, false);
    private static final Said NAMES = partly(false, FieldGroup.NAMES);

    private final Events first = Events.movement();
    private final Event read = of(first);

    @Test
    void freeTextIsAnotherWhereItWasLetOutAndNowhereElse() {
        Event later = later(event -> person(event).put("description", "told us of Ilo Parrot"));

        assertThat(same(later, partly(false, FieldGroup.NARRATIVE))).isFalse();
        assertThat(same(later, NAMES)).isTrue();
        assertThat(same(later, DISCLOSE)).isTrue();
    }

    @Test
    void whatEveryAnswerTellsIsAnotherToAllOfThem() {
        Event kept = later(event -> event.withObject("/handling").put("reviewBy", "2028-06-01"));
        Event purposes = later(
                event -> event.withObject("/handling").putArray("purposes").add("LAW_ENFORCEMENT"));

        assertThat(same(kept, NAMES)).isFalse();
        assertThat(same(purposes, NAMES)).isFalse();
    }

    @Test
    void theWordsOfTheLegalBasisAreOthersWhereTheyWereLetOut() {
        Event later = Events.saying(of(first.next(RevisionKind.CORRECTION)), "for the record", "another law");

        assertThat(same(later, DISCLOSE)).isFalse();
        assertThat(same(later, partly(true, FieldGroup.NAMES))).isFalse();
        assertThat(same(later, NAMES)).isTrue();
    }

    @Test
    void aGroupThatWasNotThereIsAskedForAndOneThatWasKeptBackIsNot() {
        Event occupied = later(event -> person(event).put("occupation", "teacher"));
        Event moved = later(event -> person(event).put("residence", "1 Chavchavadze Avenue"));

        assertThat(same(occupied, NAMES)).isFalse();
        assertThat(same(moved, NAMES)).isTrue();
        assertThat(same(moved, DISCLOSE)).isFalse();
    }

    @Test
    void whoDoesNotStandInItAnyMoreIsAskedForAndSoIsWhoCameBack() {
        Event gone = first.next(RevisionKind.CORRECTION).event();
        Events third = first.next(RevisionKind.CORRECTION).next(RevisionKind.CORRECTION);
        List<Event> revisions = List.of(of(third), gone, read);

        Held before = Held.asOf(revisions, 1, NINO).orElseThrow();
        Held without = Held.asOf(revisions, 2, NINO).orElseThrow();
        Held now = Held.now(revisions, NINO).orElseThrow();

        assertThat(without.event()).isEqualTo(read);
        assertThat(before.letsOutAs(without, NAMES, true)).isFalse();
        assertThat(without.letsOutAs(now, NAMES, true)).isFalse();
        assertThat(before.letsOutAs(now, NAMES, true)).isTrue();
        assertThat(Held.asOf(revisions, 0, NINO)).as("read by nobody").isEmpty();
        assertThat(Held.now(List.of(gone), NINO)).isEmpty();
        assertThat(Held.now(List.of(), NINO)).isEmpty();
    }

    private boolean same(Event later, Said said) {
        List<Event> revisions = List.of(later, read);
        Held now = Held.now(revisions, NINO).orElseThrow();
        assertThat(now.event()).isEqualTo(later);
        return Held.asOf(revisions, 1, NINO).orElseThrow().letsOutAs(now, said, true);
    }

    private Event later(Consumer<ObjectNode> changed) {
        ObjectNode tree = EventCodec.tree(of(first.next(RevisionKind.CORRECTION)));
        changed.accept(tree.put("acceptedAt", "2027-03-01T10:00:00Z"));
        return EventCodec.parse(tree).fold(event -> event, faults -> {
            throw new IllegalStateException(faults.toString());
        });
    }

    private static ObjectNode person(ObjectNode event) {
        return (ObjectNode) event.path("entities").path(0);
    }

    private static Event of(Events event) {
        return Persons.nino(event, "Beridze", "1990-05-17", "12AB34567");
    }

    private static Said partly(boolean legalBasis, FieldGroup group) {
        return new Said(Said.Word.PARTLY, Optional.of(Ground.INQUIRIES), Set.of(group), false, legalBasis);
    }
}
