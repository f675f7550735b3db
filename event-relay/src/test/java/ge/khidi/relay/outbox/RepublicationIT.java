package ge.khidi.relay.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ge.khidi.relay.Letter;
import ge.khidi.relay.TopicReader;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.Test;

/** A topic is told again what the service's own database knows. */
@QuarkusTest
class RepublicationIT {

    private static final String TOPIC = "refilled";
    private static final int RECORDS = 2_300;
    private static final Duration BOUND = Duration.ofMinutes(2);

    private final String run = "refill " + Letter.newEventId();
    private final List<Letter> recorded = twoRevisionsEach();

    @Inject
    Republication republication;

    @Inject
    Mutiny.SessionFactory sessions;

    @Test
    void aRunThatWasCutOffGoesOnWhereItStoppedAndAFinishedOneAddsNothing() {
        AtomicInteger chunks = new AtomicInteger();
        DatabaseOfRecord failsAtTheThirdChunk = (session, position, limit) -> chunks.incrementAndGet() == 3
                ? Uni.createFrom().failure(new IllegalStateException("cut off"))
                : listAfter(position, limit);

        assertThatThrownBy(() -> republish(failsAtTheThirdChunk)).hasMessageContaining("cut off");
        long added = republish((session, position, limit) -> listAfter(position, limit));
        long addedAgain = republish((session, position, limit) -> listAfter(position, limit));

        assertThat(added).isEqualTo(RECORDS - 1_000);
        assertThat(addedAgain).isZero();
        try (TopicReader reader = new TopicReader(TOPIC)) {
            TopicReader.assertEveryRevisionInOrder(reader.readUntilAllOf(recorded), recorded);
        }
    }

    private long republish(DatabaseOfRecord source) {
        return republication.republish(sessions, run, 0, source).await().atMost(BOUND);
    }

    private Uni<List<DatabaseOfRecord.Entry>> listAfter(long position, int limit) {
        return Uni.createFrom()
                .item(LongStream.range(position, Math.min(position + limit, RECORDS))
                        .mapToObj(index ->
                                new DatabaseOfRecord.Entry(index + 1, Sender.to(TOPIC, recorded.get((int) index))))
                        .toList());
    }

    private static List<Letter> twoRevisionsEach() {
        List<Letter> letters = new ArrayList<>();
        for (int event = 0; event < RECORDS / 2; event++) {
            String id = Letter.newEventId();
            letters.add(new Letter(id, 1));
            letters.add(new Letter(id, 2));
        }
        return letters;
    }
}
