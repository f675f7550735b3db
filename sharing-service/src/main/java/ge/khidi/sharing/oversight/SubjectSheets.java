package ge.khidi.sharing.oversight;

import ge.khidi.sharing.subject.Ground;
import ge.khidi.sharing.subject.Kind;
import ge.khidi.sharing.subject.Outcome;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What persons asked and were answered (Directive (EU) 2016/680 Arts 12 to 17), as tables. Each request is a person, so the numbers are withheld as
 * those of persons are.
 */
final class SubjectSheets {

    /** Where no ground belongs to an outcome. */
    private static final String NO_GROUND = "NONE";

    private SubjectSheets() {}

    /** How many requests had an outcome on a ground, answered by their day and after it. */
    record Answers(Outcome outcome, Optional<Ground> ground, long inTime, long late) {
        long all() {
            return inTime + late;
        }
    }

    /** How many requests of a kind are without an answer, before their day and after it. */
    record Waiting(Kind kind, long notYetDue, long overdue) {}

    /**
     * Outcomes by ground; and how many answers were late, which is told only beside a number of answers that is shown and where neither part
     * of it is small, or the difference would tell a small one.
     */
    static List<Sheet> answered(Period.Quarter quarter, Collection<Answers> answers) {
        List<String> grounds =
                Stream.concat(names(Ground.values()), Stream.of(NO_GROUND)).toList();
        List<Outcome> outcomes = List.of(Outcome.values());
        long[][] cells = new long[grounds.size()][outcomes.size()];
        for (Answers some : answers) {
            String ground = some.ground().map(Enum::name).orElse(NO_GROUND);
            cells[grounds.indexOf(ground)][outcomes.indexOf(some.outcome())] += some.all();
        }
        List<String> figures = Stream.concat(outcomes.stream().map(SubjectSheets::figure), Stream.of("answered"))
                .toList();
        Sheet sheet = Sheet.ofPersons("SUBJECT_REQUESTS", quarter.toString(), "ground", grounds, figures, cells);
        return List.of(sheet, delays(quarter, answers, sheet.total().isPresent()));
    }

    private static Sheet delays(Period.Quarter quarter, Collection<Answers> answers, boolean totalIsShown) {
        long inTime = answers.stream().mapToLong(Answers::inTime).sum();
        long late = answers.stream().mapToLong(Answers::late).sum();
        boolean shown = totalIsShown && !Suppression.isSmall(inTime) && !Suppression.isSmall(late);
        return new Sheet(
                "SUBJECT_DELAYS",
                quarter.toString(),
                List.of("kind"),
                List.of("inTime", "late"),
                List.of(new Sheet.Line(
                        List.of(Sheet.TOTAL),
                        Stream.of(inTime, late)
                                .map(count -> Optional.of(count).filter(known -> shown))
                                .toList())));
    }

    /** What waited when the quarter was over. */
    static Sheet waiting(Period.Quarter quarter, Collection<Waiting> waiting) {
        List<Kind> kinds = List.of(Kind.values());
        long[][] cells = new long[kinds.size()][2];
        for (Waiting some : waiting) {
            long[] line = cells[kinds.indexOf(some.kind())];
            line[0] += some.notYetDue();
            line[1] += some.overdue();
        }
        return Sheet.ofPersons(
                "SUBJECT_REQUESTS_OPEN",
                quarter.toString(),
                "kind",
                names(Kind.values()).toList(),
                List.of("notYetDue", "overdue", "open"),
                cells);
    }

    private static Stream<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name);
    }

    private static String figure(Outcome outcome) {
        return switch (outcome) {
            case GRANTED -> "granted";
            case PARTLY_GRANTED -> "partlyGranted";
            case REFUSED -> "refused";
            case NEITHER_CONFIRMED_NOR_DENIED -> "neitherConfirmedNorDenied";
            case NOTHING_HELD -> "nothingHeld";
        };
    }
}
