package ge.khidi.intake.submission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.codec.Parsed;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictObjectTest {

    @Test
    void whatIsAskedForIsThere() {
        assertThat(reason("{\"reason\":\" ნომერი არასწორია \"}").toOptional()).contains(" ნომერი არასწორია ");
    }

    @Test
    void theInnerObjectIsKeptAsItWasSent() {
        byte[] line = "{ \"reason\":\"ა\",\"event\" : { \"b\" : [1, {\"a\":1.0}] , \"a\":\"}\" } }".getBytes(UTF_8);

        StrictObject object =
                StrictObject.parse(line, Set.of("reason"), "event").toOptional().orElseThrow();

        assertThat(new String(object.inner().orElseThrow(), UTF_8))
                .isEqualTo("{ \"b\" : [1, {\"a\":1.0}] , \"a\":\"}\" }");
    }

    @Test
    void everyFaultIsNamedAtItsPlace() {
        Parsed<String> read = reason("{\"reason\":1,\"a/b~\":{},\"c\":[]}");

        assertThat(read.faults())
                .extracting(Fault::pointer, Fault::code)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("/reason", "wrong-type"),
                        org.assertj.core.groups.Tuple.tuple("/a~1b~0", "unknown-field"),
                        org.assertj.core.groups.Tuple.tuple("/c", "unknown-field"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\ud800", "", "   "})
    void whatIsNoTextIsNoReason(String said) {
        assertThat(reason("{\"reason\":\"" + said + "\"}").faults())
                .extracting(Fault::code)
                .containsExactly("wrong-length");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{}{}",
                "{\"reason\":\"a\",\"reason\":\"b\"}",
                "{\"reason\":\"a\"} x",
                "{\"event\":{\"a\":1,\"a\":2}}"
            })
    void whatIsNotOneJsonObjectIsNotRead(String text) {
        assertThat(reason(text).faults()).extracting(Fault::code).isEqualTo(List.of("not-json"));
    }

    @Test
    void depthIsLimited() {
        String deep = "{\"event\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

        assertThat(reason(deep).faults()).extracting(Fault::code).containsExactly("not-json");
    }

    private static Parsed<String> reason(String text) {
        return StrictObject.parse(text.getBytes(UTF_8), Set.of("reason"), "event")
                .fold(
                        object -> {
                            String reason = object.required("reason", 500);
                            return object.end(() -> reason);
                        },
                        Parsed.Faulty::new);
    }
}
