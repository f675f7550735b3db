package ge.khidi.sharing.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.sharing.policy.FloorRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/policies.md} say what the code does. */
final class PoliciesDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "policies.md");

    @Test
    void theFloorIsDocumentedAsItIs() throws IOException {
        List<String> floor = Arrays.stream(FloorRule.values())
                .map(rule -> "| "
                        + String.join(
                                " | ",
                                "`" + rule.id() + "`",
                                rule.effect().name().toLowerCase(Locale.ROOT),
                                rule.title(),
                                rule.source())
                        + " |")
                .toList();

        assertThat(table("| rule | effect | what it says | source |")).isEqualTo(floor);
    }

    @Test
    void theProfilesAreDocumentedAsTheyAre() throws IOException {
        List<String> profiles = Readers.PROFILES.names().stream()
                .sorted()
                .map(name -> Readers.PROFILES.find(name).orElseThrow())
                .map(PoliciesDocumentTest::row)
                .toList();

        assertThat(table("| profile | persons shown | free text | times | places | small cells | legal basis |"))
                .isEqualTo(profiles);
    }

    private static String row(Profile profile) {
        String persons = profile.persons().keySet().stream().map(Enum::name).collect(Collectors.joining(", "));
        return "| "
                + String.join(
                        " | ",
                        "`" + profile.name() + "`",
                        persons.isEmpty() ? "nobody" : persons,
                        profile.limits().freeText().name(),
                        profile.limits().times().name(),
                        profile.limits().places().name(),
                        profile.limits().smallCells() == 0
                                ? "kept"
                                : "below " + profile.limits().smallCells() + " suppressed",
                        profile.legalBasis())
                + " |";
    }

    private static List<String> table(String header) throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.equals(header))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }
}
