package ge.khidi.sharing.oversight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of persons are shown, and somebody who knows the method tries to work out what is not. */
class SuppressionTest {

    @Test
    void aTableWithoutSmallCellsIsShownWhole() {
        long[][] table = Suppression.withTotals(new long[][] {{5, 0, 9}, {12, 7, 30}});

        assertThat(Arrays.deepToString(Suppression.of(table))).doesNotContain("true");
    }

    @Test
    void oneSmallCellTakesThreeOthersWithIt() {
        long[][] table = Suppression.withTotals(new long[][] {{3, 20, 50}, {10, 60, 70}, {80, 90, 95}});

        boolean[][] hidden = Suppression.of(table);

        assertThat(hidden[0]).containsExactly(true, true, false, false);
        assertThat(hidden[1]).containsExactly(true, true, false, false);
        assertThat(hidden[2]).containsExactly(false, false, false, false);
        assertThat(hidden[3]).as("totals").containsExactly(false, false, false, false);
    }

    @Test
    void aSmallTotalIsHiddenToo() {
        boolean[][] hidden = Suppression.of(Suppression.withTotals(new long[][] {{1, 2}, {0, 0}}));

        assertThat(hidden[0]).containsExactly(true, true, true);
        assertThat(hidden[2]).containsExactly(true, true, true);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void noSmallCellCanBeWorkedOut(long seed) {
        SplittableRandom random = new SplittableRandom(seed);

        for (int i = 0; i < 500; i++) {
            long[][] cells = table(random);
            boolean[][] hidden = Suppression.of(cells);

            for (int row = 0; row < cells.length; row++) {
                for (int column = 0; column < cells[row].length; column++) {
                    if (cells[row][column] > 0 && cells[row][column] < 5) {
                        assertThat(hidden[row][column]).isTrue();
                        assertThat(new Attacker(cells, hidden, row, column).findsAnother())
                                .as(
                                        "table %s, shown but for %s",
                                        Arrays.deepToString(cells), Arrays.deepToString(hidden))
                                .isTrue();
                    }
                }
            }
        }
    }

    private static long[][] table(SplittableRandom random) {
        long[][] inner = new long[random.nextInt(1, 5)][random.nextInt(1, 5)];
        int most = random.nextInt(2, 14);
        for (long[] row : inner) {
            Arrays.setAll(row, column -> random.nextInt(3) == 0 ? 0 : random.nextInt(most));
        }
        return Suppression.withTotals(inner);
    }

    /**
     * Looks for a table with another number in one place that agrees with everything that is shown: by trying, cell by cell, whether one
     * more or one fewer could stand there, and not by any theory of networks. It knows that what is hidden is at least one.
     */
    private static final class Attacker {
        private final long[][] cells;
        private final boolean[][] hidden;
        private final int row;
        private final int column;
        private final int rows;
        private final int columns;
        private final List<int[]> order = new ArrayList<>();
        private final int[] rowChange;
        private final int[] rowLeft;
        private final int[] columnChange;
        private final int[] columnLeft;

        Attacker(long[][] cells, boolean[][] hidden, int row, int column) {
            this.cells = cells;
            this.hidden = hidden;
            this.row = row;
            this.column = column;
            this.rows = cells.length - 1;
            this.columns = cells[0].length - 1;
            this.rowChange = new int[rows];
            this.columnChange = new int[columns];
            this.rowLeft = new int[rows];
            this.columnLeft = new int[columns];
            Arrays.fill(rowLeft, columns);
            Arrays.fill(columnLeft, rows);
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    order.add(new int[] {r, c});
                }
            }
            order.sort(Comparator.comparing((int[] at) -> at[0] != row || at[1] != column)
                    .thenComparing(at -> row == rows ? at[1] != column : at[0] != row));
        }

        boolean findsAnother() {
            return tries(0);
        }

        private boolean tries(int next) {
            if (next == order.size()) {
                return fits(rows, columns, Arrays.stream(rowChange).sum());
            }
            int r = order.get(next)[0];
            int c = order.get(next)[1];
            rowLeft[r]--;
            columnLeft[c]--;
            for (int change : new int[] {0, 1, -1}) {
                rowChange[r] += change;
                columnChange[c] += change;
                boolean another = fits(r, c, change)
                        && mayStillFit(r, columns, rowChange[r], rowLeft[r])
                        && mayStillFit(rows, c, columnChange[c], columnLeft[c])
                        && tries(next + 1);
                rowChange[r] -= change;
                columnChange[c] -= change;
                if (another) {
                    return true;
                }
            }
            rowLeft[r]++;
            columnLeft[c]++;
            return false;
        }

        private boolean mayStillFit(int r, int c, int change, int left) {
            return left > 0 ? hidden[r][c] || Math.abs(change) <= left : fits(r, c, change);
        }

        /** What is shown does not change, what is hidden stays at one or more, and the place in question is another. */
        private boolean fits(int r, int c, int change) {
            boolean asked = r == row && c == column;
            return hidden[r][c] ? cells[r][c] + change >= 1 && (!asked || change != 0) : change == 0;
        }
    }
}
