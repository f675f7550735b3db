package ge.khidi.sharing.taxii;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.relay.audit.FeedRange;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunsTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theRangesNameExactlyTheRowsAndNoneIsLongerThanAPage(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            TreeSet<Long> rows = new TreeSet<>();
            long step = 1 + random.nextLong(300);
            for (int row = 0; row < 100; row++) {
                rows.add(1 + random.nextLong(100 * step));
            }

            List<FeedRange> ranges = Runs.of(new AgencyId("IAD"), rows, Optional.of("match[type]=note"));

            assertThat(ranges).allMatch(range -> range.last() - range.first() < 1000);
            assertThat(ranges).extracting(FeedRange::filter).containsOnly(Optional.of("match[type]=note"));
            assertThat(ranges.stream().flatMapToLong(RunsTest::named).boxed().toList())
                    .containsExactlyElementsOf(rows);
            assertThat(ranges.stream().mapToInt(FeedRange::items).sum()).isEqualTo(rows.size());
        }
    }

    private static LongStream named(FeedRange range) {
        return LongStream.rangeClosed(range.first(), range.last())
                .filter(row -> !range.except().contains(row));
    }
}
