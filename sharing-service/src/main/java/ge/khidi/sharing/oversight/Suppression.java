package ge.khidi.sharing.oversight;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Which cells of a table of persons, with its totals, may not be shown: those from 1 to {@value #LARGEST_SMALL}, and as many others as it
 * takes that no total and no difference gives one of them away. Zero is shown: it is nobody.
 *
 * <p>A table with totals is a network: every cell is an edge between its row and its column, and in each node the cells cancel out. What is
 * shown leaves a small cell open exactly if one more or one fewer person could stand there and other hidden cells along a cycle make up for
 * it, none of them falling below one. For each small cell the cheapest such cycle is hidden with it (complementary suppression as a shortest
 * path, after Cox and Kelly).
 */
final class Suppression {

    static final int LARGEST_SMALL = 4;

    /** So that inner cells are hidden before totals. */
    private static final long TOTAL = 1_000_000;

    private final long[][] cells;
    private final boolean[][] hidden;
    private final int rows;
    private final int columns;

    private Suppression(long[][] cells) {
        this.cells = cells;
        this.rows = cells.length - 1;
        this.columns = cells[0].length - 1;
        this.hidden = new boolean[rows + 1][columns + 1];
    }

    /** A cell that is more or less than it was, on the way from one line to another. */
    private record Step(int row, int column, int change) {}

    /** A line that is out of balance, by one, and what it cost to get there. Rows come first, then columns. */
    private record Reached(int line, long cost) {}

    /** The table with a column of totals at the right and a row of totals at the bottom. */
    static long[][] withTotals(long[][] inner) {
        int width = inner[0].length;
        long[][] cells = new long[inner.length + 1][width + 1];
        for (int row = 0; row < inner.length; row++) {
            for (int column = 0; column < width; column++) {
                long count = inner[row][column];
                cells[row][column] = count;
                cells[row][width] += count;
                cells[inner.length][column] += count;
                cells[inner.length][width] += count;
            }
        }
        return cells;
    }

    /** Which cells of a table with totals are hidden. */
    static boolean[][] of(long[][] cells) {
        Suppression suppression = new Suppression(cells);
        suppression.hide();
        return suppression.hidden;
    }

    private void hide() {
        List<Step> small = new ArrayList<>();
        for (int row = 0; row <= rows; row++) {
            for (int column = 0; column <= columns; column++) {
                if (isSmall(cells[row][column])) {
                    hidden[row][column] = true;
                    small.add(new Step(row, column, 0));
                }
            }
        }
        small.sort(Comparator.comparingLong(cell -> cells[cell.row()][cell.column()]));
        small.forEach(cell -> cheapest(cell).forEach(step -> hidden[step.row()][step.column()] = true));
    }

    static boolean isSmall(long count) {
        return count > 0 && count <= LARGEST_SMALL;
    }

    /** The cheapest cycle through a cell. There always is one: one person more here, in both totals and in the grand total. */
    private List<Step> cheapest(Step cell) {
        List<Step> up = cycle(cell.row(), cell.column(), 1);
        List<Step> down = cells[cell.row()][cell.column()] > 1 ? cycle(cell.row(), cell.column(), -1) : List.of();
        return !down.isEmpty() && cost(down) < cost(up) ? down : up;
    }

    private long cost(List<Step> steps) {
        return steps.stream().mapToLong(this::cost).sum();
    }

    private long cost(Step step) {
        if (hidden[step.row()][step.column()]) {
            return 0;
        }
        long total = step.row() == rows || step.column() == columns ? TOTAL : 0;
        return total + cells[step.row()][step.column()];
    }

    /** Dijkstra's shortest path from the cell's column back to its row. */
    private List<Step> cycle(int row, int column, int change) {
        int lines = rows + columns + 2;
        long[] best = new long[lines];
        Step[] by = new Step[lines];
        Arrays.fill(best, Long.MAX_VALUE);
        int start = rows + 1 + column;
        best[start] = 0;
        PriorityQueue<Reached> open = new PriorityQueue<>(Comparator.comparingLong(Reached::cost));
        open.add(new Reached(start, 0));
        int[] imbalance = new int[lines];
        imbalance[start] = columnSign(row) * change;
        while (!open.isEmpty()) {
            Reached at = open.remove();
            if (at.cost() > best[at.line()]) {
                continue;
            }
            for (Step step : steps(at.line(), imbalance[at.line()], row, column)) {
                int next = at.line() > rows ? step.row() : rows + 1 + step.column();
                long cost = at.cost() + cost(step);
                if (cost < best[next]) {
                    best[next] = cost;
                    by[next] = step;
                    imbalance[next] =
                            step.change() * (at.line() > rows ? rowSign(step.column()) : columnSign(step.row()));
                    open.add(new Reached(next, cost));
                }
            }
        }
        return back(by, row, start);
    }

    /** The cells of a line that can bring it into balance: hidden or to be hidden, not empty, and not below one. */
    private List<Step> steps(int line, int imbalance, int fromRow, int fromColumn) {
        List<Step> steps = new ArrayList<>();
        boolean isColumn = line > rows;
        int count = isColumn ? rows + 1 : columns + 1;
        for (int i = 0; i < count; i++) {
            int row = isColumn ? i : line;
            int column = isColumn ? line - rows - 1 : i;
            int change = -imbalance * (isColumn ? columnSign(row) : rowSign(column));
            boolean origin = row == fromRow && column == fromColumn;
            if (!origin && cells[row][column] > (change < 0 ? 1 : 0)) {
                steps.add(new Step(row, column, change));
            }
        }
        return steps;
    }

    private List<Step> back(Step[] by, int row, int start) {
        ArrayDeque<Step> way = new ArrayDeque<>();
        int line = row;
        while (line != start) {
            Step step = by[line];
            if (step == null) {
                return List.of();
            }
            way.addFirst(step);
            line = line > rows ? step.row() : rows + 1 + step.column();
        }
        return List.copyOf(way);
    }

    /** How a cell of this column counts in its row: the total against the others. */
    private int rowSign(int column) {
        return column == columns ? -1 : 1;
    }

    private int columnSign(int row) {
        return row == rows ? -1 : 1;
    }
}
