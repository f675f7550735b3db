package ge.khidi.intake.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.codec.Parsed;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.intake.Samples;
import ge.khidi.intake.submission.Command;
import ge.khidi.intake.submission.Precondition;
import ge.khidi.intake.submission.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpTest {

    private final ObjectNode event = Samples.crime();

    @Test
    void eachOpIsACommand() {
        assertThat(command(line("create").put("idempotencyKey", "k")))
                .isEqualTo(new Command.Create(Samples.parse(event), Optional.of("k")));
        assertThat(command(line("put").put("reference", "r")))
                .isEqualTo(new Command.Put("r", RevisionKind.CORRECTION, Samples.parse(event)));
        assertThat(command(line("revise").put("reference", "r").put("kind", "SUPPLEMENT")))
                .isEqualTo(new Command.Revise(
                        Target.reference("r"), Precondition.ANY, RevisionKind.SUPPLEMENT, Samples.parse(event)));
        assertThat(command(object("withdraw").put("reference", "r").put("reason", "wrong")))
                .isEqualTo(new Command.Withdraw(Target.reference("r"), "wrong"));
    }

    @Test
    void faultsOfTheLineAndOfItsEventAreNamedTogether() {
        ObjectNode line = line("revise").put("kind", "OTHER").put("more", 1);
        ((ObjectNode) line.get("event")).remove("type");

        assertThat(pointers(line)).contains("", "/kind", "/more", "/event/type");
    }

    @Test
    void aRevisionByIdNeedsToSayWhatItBelieves() {
        assertThat(pointers(line("revise").put("eventId", "0d9c6c1e-6f4f-4a43-9d10-5a0a3f1f2f10")))
                .containsExactly("/ifMatch");
    }

    @Test
    void aWithdrawalHasNoEvent() {
        assertThat(pointers(line("withdraw").put("reference", "r").put("reason", "wrong")))
                .containsExactly("/event");
    }

    @Test
    void anUnknownOpIsAFault() {
        assertThat(pointers(line("erase"))).containsExactly("/op");
        assertThat(pointers(JsonNodeFactory.instance.objectNode())).containsExactly("/op");
    }

    private ObjectNode line(String op) {
        ObjectNode line = object(op);
        line.set("event", event.deepCopy());
        return line;
    }

    private static ObjectNode object(String op) {
        return JsonNodeFactory.instance.objectNode().put("op", op);
    }

    private static Command command(ObjectNode line) {
        return parse(line)
                .toOptional()
                .orElseThrow(() -> new AssertionError(parse(line).faults()));
    }

    private static List<String> pointers(ObjectNode line) {
        return parse(line).faults().stream().map(Fault::pointer).toList();
    }

    private static Parsed<? extends Command> parse(ObjectNode line) {
        return Op.parse(line.toString().getBytes(UTF_8), Instant.now());
    }
}
