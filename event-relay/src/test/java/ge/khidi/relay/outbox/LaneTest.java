package ge.khidi.relay.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LaneTest {

    @ParameterizedTest
    @CsvSource({
        "00000000-0000-0000-0000-000000000000, 13",
        "5f0c6c2e-6f2d-4c55-9d58-0a6a4e3c1b11, 14",
        "9b2d9f3c-7d1e-4f7a-8c53-2f1d3c4b5a69, 15",
        "ხიდი, 5",
    })
    void theLaneOfAKeyNeverChanges(String key, int lane) {
        assertThat(Lane.of(key)).isEqualTo(lane);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8, 16})
    void aLaneLeadsToOnePartitionOfATopic(int partitions) {
        SplittableRandom random = new SplittableRandom(7);
        for (int number = 0; number < 1_000; number++) {
            String key = new UUID(random.nextLong(), random.nextLong()).toString();
            assertThat(BuiltInPartitioner.partitionForKey(key.getBytes(UTF_8), partitions))
                    .isEqualTo(Lane.of(key) % partitions);
        }
    }

    @Test
    void everyLaneIsUsed() {
        SplittableRandom random = new SplittableRandom(11);
        assertThat(IntStream.range(0, 1_000)
                        .map(number -> Lane.of(new UUID(random.nextLong(), random.nextLong()).toString()))
                        .distinct())
                .hasSize(Lane.COUNT);
    }
}
