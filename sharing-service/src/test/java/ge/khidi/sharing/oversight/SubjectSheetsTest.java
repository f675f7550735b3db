package ge.khidi.sharing.oversight;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.sharing.oversight.SubjectSheets.Answers;
import ge.khidi.sharing.oversight.SubjectSheets.Waiting;
import ge.khidi.sharing.subject.Ground;
import ge.khidi.sharing.subject.Kind;
import ge.khidi.sharing.subject.Outcome;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubjectSheetsTest {

    private static final Period.Quarter QUARTER = new Period.Quarter(LocalDate.of(2026, 7, 1));

    @Test
    void refusalsStandByTheirGround() {
        List<Sheet> sheets = SubjectSheets.answered(
                QUARTER,
                List.of(
                        new Answers(Outcome.REFUSED, Optional.of(Ground.NATIONAL_SECURITY), 20, 10),
                        new Answers(Outcome.REFUSED, Optional.of(Ground.EXCESSIVE), 7, 0),
                        new Answers(Outcome.GRANTED, Optional.empty(), 40, 0)));

        assertThat(number(sheets.get(0), "NATIONAL_SECURITY", "refused")).contains(30L);
        assertThat(number(sheets.get(0), "EXCESSIVE", "refused")).contains(7L);
        assertThat(number(sheets.get(0), "NONE", "granted")).contains(40L);
        assertThat(number(sheets.get(0), "TOTAL", "refused")).contains(37L);
        assertThat(sheets.get(0).total()).contains(77L);
        assertThat(sheets.get(0).of()).isEqualTo("2026-Q3");
        assertThat(number(sheets.get(1), "TOTAL", "inTime")).contains(67L);
        assertThat(number(sheets.get(1), "TOTAL", "late")).contains(10L);
    }

    @Test
    void aFewLateAnswersAreNotToldAndNeitherIsWhatIsLeftOfTheTotal() {
        Sheet delays = SubjectSheets.answered(
                        QUARTER, List.of(new Answers(Outcome.NOTHING_HELD, Optional.empty(), 20, 2)))
                .get(1);

        assertThat(number(delays, "TOTAL", "inTime")).isEmpty();
        assertThat(number(delays, "TOTAL", "late")).isEmpty();
    }

    @Test
    void delaysAreNotToldBesideATotalThatIsWithheld() {
        List<Sheet> sheets = SubjectSheets.answered(
                QUARTER, List.of(new Answers(Outcome.REFUSED, Optional.of(Ground.PREVENTION), 4, 0)));

        assertThat(sheets.get(0).total()).isEmpty();
        assertThat(number(sheets.get(1), "TOTAL", "late")).isEmpty();
    }

    @Test
    void aQuarterInWhichNobodyAskedIsNought() {
        List<Sheet> sheets = SubjectSheets.answered(QUARTER, List.of());

        assertThat(sheets.get(0).total()).contains(0L);
        assertThat(number(sheets.get(1), "TOTAL", "late")).contains(0L);
    }

    @Test
    void aFewOverdueRequestsCannotBeWorkedOutFromThoseThatAreOpen() {
        Sheet waiting = SubjectSheets.waiting(
                QUARTER, List.of(new Waiting(Kind.ACCESS, 20, 3), new Waiting(Kind.ERASURE, 30, 6)));

        assertThat(number(waiting, "ACCESS", "overdue")).isEmpty();
        assertThat(number(waiting, "ACCESS", "notYetDue")).isEmpty();
        assertThat(number(waiting, "ERASURE", "overdue")).isEmpty();
        assertThat(number(waiting, "ERASURE", "notYetDue")).isEmpty();
        assertThat(number(waiting, "ACCESS", "open")).contains(23L);
        assertThat(number(waiting, "TOTAL", "overdue")).contains(9L);
    }

    private static Optional<Long> number(Sheet sheet, String word, String figure) {
        return sheet.lines().stream()
                .filter(line -> line.words().contains(word))
                .findFirst()
                .orElseThrow()
                .numbers()
                .get(sheet.figures().indexOf(figure));
    }
}
