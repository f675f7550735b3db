package ge.khidi.sharing.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as a withheld value standing in the bytes. */
final class LeakCheckTest {

    @ParameterizedTest
    @CsvSource({
        "AB-123-CD, 'a car, ab 123 cd, left'",
        "AB-123-CD, AB123CD",
        "+995 500 00 01 42, 'call 995500000142 now'",
        "Beridze, 'seen with BERIDZE.'",
        "ＢＥＲＩＤＺＥ, beridze",
        "Łukasiewicz, 'pan ŁUKASIEWICZ'",
        "Straße 12, 'at STRASSE 12'",
        "გიორგი, გიორგიმ თქვა",
        "ბერიძე, 'ბერიძის ძმა'",
        "ბერიძე, 'ბერიძესთან'",
        "Руслан, 'встреча с Русланом'",
        "Вымыслова, 'дом Вымысловой'",
        "person@mail.example, 'write to person@mail.example'",
        "L898902C36, 'MRZ L898902C36'",
    })
    void isFound(String withheld, String text) {
        assertThat(leaks(withheld, text)).containsExactly("/text");
    }

    @ParameterizedTest
    @CsvSource({
        "Ali, 'Ali is too short to look for'",
        "1234, 'in 12345 cases'",
        "Anna, 'Annapolis'",
        "AB-123-CD, 'AB 123 CE'",
        "ნინო, 'ნინოშვილისათვის'",
        "Beridze, 'pseudonym of somebody'",
    })
    void isNotFound(String withheld, String text) {
        assertThat(leaks(withheld, text)).isEmpty();
    }

    @Test
    void isNoLeakWhereItLeavesByRight() {
        LeakCheck check = new LeakCheck(List.of("AB-123-CD"), List.of("ab 123 cd"));

        assertThat(check.leaks(body("AB123CD"), Set.of())).isEmpty();
    }

    @Test
    void isNotLookedForWhereOnlyTimesAndCodesStand() {
        LeakCheck check = new LeakCheck(List.of("2026-11-20"), List.of());

        assertThat(check.leaks(body("2026-11-20T00:00:00Z"), Set.of())).isEmpty();
        assertThat(check.leaks(body("on 2026-11-20"), Set.of())).containsExactly("/text");
        assertThat(check.leaks(body("2026-11-20"), Set.of("/text"))).isEmpty();
    }

    private static List<String> leaks(String withheld, String text) {
        return new LeakCheck(List.of(withheld), List.of()).leaks(body(text), Set.of());
    }

    private static byte[] body(String text) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("text", text)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
