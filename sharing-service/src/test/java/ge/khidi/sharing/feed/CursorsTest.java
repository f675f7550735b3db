package ge.khidi.sharing.feed;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {

    private static final AgencyId IAD = new AgencyId("IAD");
    private final Cursors cursors = new Cursors(new byte[32]);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whatIsPrintedParses(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 1000; i++) {
            Cursor cursor = new Cursor(random.nextLong(Long.MAX_VALUE));

            assertThat(cursors.parse(cursors.print(cursor, IAD, "iad-system"), IAD, "iad-system"))
                    .contains(cursor);
        }
    }

    @Test
    void aCursorOfAnotherClientDoesNotParse() {
        String cursor = cursors.print(new Cursor(7), IAD, "iad-system");

        assertThat(cursors.parse(cursor, IAD, "other")).isEmpty();
        assertThat(cursors.parse(cursor, new AgencyId("EUROPOL"), "iad-system")).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {4, 5, 6})
    void aChangedCursorDoesNotParse(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String genuine = cursors.print(new Cursor(42), IAD, "iad-system");
        for (int i = 0; i < 1000; i++) {
            char[] changed = genuine.toCharArray();
            int at = random.nextInt(changed.length - 1);
            changed[at] = changed[at] == 'A' ? 'B' : 'A';

            assertThat(cursors.parse(new String(changed), IAD, "iad-system")).isEmpty();
        }
        assertThat(cursors.parse("", IAD, "iad-system")).isEmpty();
        assertThat(cursors.parse("not a cursor at all!!!", IAD, "iad-system")).isEmpty();
    }
}
