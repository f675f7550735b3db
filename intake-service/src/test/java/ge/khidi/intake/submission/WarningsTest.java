package ge.khidi.intake.submission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.State;
import ge.khidi.contract.event.Submission;
import ge.khidi.contract.rules.CheckDigits;
import ge.khidi.intake.Samples;
import ge.khidi.intake.submission.Warning.Code;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WarningsTest {

    private final ObjectNode tree = Samples.tree(EventType.CRIME_REPORT, Samples.reference());

    @Test
    void silenceAboutReleaseAndGradeIsSpokenOf() {
        tree.remove("grade");
        tree.withObject("/handling").remove("releasableTo");

        assertThat(warnings())
                .contains(new Warning(Code.ORIGINATOR_AND_IAD_ONLY, List.of("/handling/releasableTo")))
                .contains(new Warning(Code.GRADED_X4, List.of("/grade")));
    }

    @Test
    void namingEuropolWithoutItsGatewayIsSpokenOf() {
        Warning warning = new Warning(Code.GATEWAY_NOT_NAMED, List.of("/handling/releasableTo"));

        tree.withObject("/handling").putArray("releasableTo").add("EUROPOL");
        assertThat(warnings()).contains(warning);

        tree.withObject("/handling").putArray("releasableTo").add("EUROPOL").add("ILECC");
        assertThat(warnings()).doesNotContain(warning);
    }

    @Test
    void protectedPersonsAreNamedByTheirPlaceAndNothingElse() {
        tree.putArray("connections");
        tree.putArray("entities")
                .add(person("p1", "SUSPECT", "ADULT"))
                .add(person("p2", "VICTIM", "ADULT"))
                .add(person("p3", "SUSPECT", "MINOR"));

        assertThat(warnings())
                .contains(new Warning(Code.PROTECTED_PERSON_WITHHELD, List.of("/entities/1", "/entities/2")));
    }

    @Test
    void aWrongCheckDigitIsNamedByItsField() {
        tree.putArray("connections");
        ObjectNode account = tree.putArray("entities").addObject();
        account.put("kind", "FINANCIAL_ACCOUNT")
                .put("id", "a1")
                .put("nature", "FACT")
                .put("iban", "GE29NB0000000101904918");

        assertThat(warnings()).contains(new Warning(Code.CHECK_DIGIT_INVALID, List.of("/entities/0/iban")));
    }

    private static ObjectNode person(String id, String category, String ageGroup) {
        return com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                .objectNode()
                .put("kind", "PERSON")
                .put("id", id)
                .put("nature", "FACT")
                .put("category", category)
                .put("ageGroup", ageGroup)
                .put("internationalProtection", false);
    }

    private List<Warning> warnings() {
        Submission submission = Samples.parse(tree);
        Event event = submission.toEvent(
                new EventId(UUID.randomUUID()),
                1,
                RevisionKind.INITIAL,
                State.OPEN,
                new AgencyId("CRIMINAL-POLICE"),
                Optional.empty(),
                Instant.now(),
                CheckDigits.judge(submission.entities()));
        return Warnings.of(event);
    }
}
