package ge.khidi.intake.submission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreconditionTest {

    private static final Version CURRENT = new Version(3, "0123456789abcdef".repeat(4));

    @Test
    void theTagOfTheCurrentVersionHoldsAlsoAmongOthers() {
        assertThat(Precondition.parse("\"3-0123456789abcdef\"").orElseThrow().holds(CURRENT))
                .isTrue();
        assertThat(Precondition.parse("\"1-x\", \"3-0123456789abcdef\"")
                        .orElseThrow()
                        .holds(CURRENT))
                .isTrue();
        assertThat(Precondition.parse(" * ").orElseThrow().holds(CURRENT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"2-0123456789abcdef\"", "W/\"3-0123456789abcdef\"", "\"3\"", "\"\""})
    void anotherOrAWeakTagDoesNot(String header) {
        assertThat(Precondition.parse(header).orElseThrow().holds(CURRENT)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3-0123456789abcdef", "\"a", "\"a\" \"b\"", "\"a\",", "\"a\"b\"", "**", "\"ა\""})
    void whatIsNoListOfTagsIsNothing(String header) {
        assertThat(Precondition.parse(header)).isEmpty();
    }
}
