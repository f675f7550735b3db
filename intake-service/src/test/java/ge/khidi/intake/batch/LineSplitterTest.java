package ge.khidi.intake.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSplitterTest {

    private static final int MOST = 20;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void howeverTheBytesArriveTheLinesAreTheSame(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] stream = "{\"a\":1}\n\n  \r\n{\"ბ\":2}\r\nthis line is far too long to be kept\nx\nlast".getBytes(UTF_8);
        LineSplitter splitter = new LineSplitter(MOST);
        List<Line> lines = new ArrayList<>();

        for (int start = 0; start < stream.length; ) {
            int end = Math.min(stream.length, start + random.nextInt(1, 12));
            lines.addAll(splitter.take(Arrays.copyOfRange(stream, start, end)));
            start = end;
        }
        lines.addAll(splitter.end());

        assertThat(lines)
                .containsExactly(
                        line(1, "{\"a\":1}"), line(4, "{\"ბ\":2}\r"), Line.tooLong(5), line(6, "x"), line(7, "last"));
    }

    @Test
    void aLineOfTheGreatestLengthPassesAndOneByteMoreDoesNot() {
        LineSplitter splitter = new LineSplitter(MOST);

        List<Line> lines = splitter.take(("a".repeat(MOST) + "\n" + "b".repeat(MOST + 1) + "\n").getBytes(UTF_8));

        assertThat(lines).containsExactly(line(1, "a".repeat(MOST)), Line.tooLong(2));
        assertThat(splitter.end()).isEmpty();
    }

    private static Line line(long number, String text) {
        return Line.of(number, text.getBytes(UTF_8));
    }
}
