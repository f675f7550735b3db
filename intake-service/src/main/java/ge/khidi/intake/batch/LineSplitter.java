package ge.khidi.intake.batch;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Cuts a stream of bytes into lines, holding one unfinished line at most. Blank lines are counted and left out. */
final class LineSplitter {

    private final int most;
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private long number = 1;
    private boolean tooLong;

    LineSplitter(int most) {
        this.most = most;
    }

    /** The lines that these bytes finish. */
    List<Line> take(byte[] chunk) {
        List<Line> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < chunk.length; i++) {
            if (chunk[i] == '\n') {
                keep(chunk, start, i - start);
                finish(lines);
                start = i + 1;
            }
        }
        keep(chunk, start, chunk.length - start);
        return lines;
    }

    /** The last line, if nothing ended it but the end of the stream. */
    List<Line> end() {
        List<Line> lines = new ArrayList<>();
        if (tooLong || unfinished.size() > 0) {
            finish(lines);
        }
        return lines;
    }

    private void keep(byte[] chunk, int start, int length) {
        if (tooLong || unfinished.size() + length > most) {
            tooLong = true;
            unfinished.reset();
        } else {
            unfinished.write(chunk, start, length);
        }
    }

    private void finish(List<Line> lines) {
        Line line = tooLong ? Line.tooLong(number) : Line.of(number, unfinished.toByteArray());
        if (!line.isBlank()) {
            lines.add(line);
        }
        number++;
        tooLong = false;
        unfinished.reset();
    }
}
