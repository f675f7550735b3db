package ge.khidi.sharing.reading;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.event.Event;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.localstack.test.SharedStack;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CountsHoldIT {

    private static final int EVENTS = 1500;
    private static final int READERS = 4;

    private final Bus bus = new Bus();

    @AfterEach
    void restore() {
        SharedStack.restore();
        bus.close();
    }

    @Test
    void aDatabaseKilledInMidAppendLosesAndDoublesNothing() {
        List<Event> events = events();

        bus.publish(events, Optional.empty());
        KafkaAndPostgres.postgres().kill();
        bus.publish(events.subList(0, 100), Optional.empty());
        SharedStack.restore();

        assertEachOnce(events, new FeedClient("IAD"));
    }

    @Test
    void readersWhileWritersAppendMissAndDoubleNothing()
            throws InterruptedException, ExecutionException, TimeoutException {
        List<Event> events = events();
        AtomicBoolean published = new AtomicBoolean();
        List<CompletableFuture<FeedClient>> readers = IntStream.range(0, READERS)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    FeedClient reader = new FeedClient("IAD");
                    while (!published.get()) {
                        reader.readOn();
                    }
                    return reader;
                }))
                .toList();

        for (int from = 0; from < EVENTS; from += 50) {
            bus.publish(events.subList(from, from + 50), Optional.empty());
        }
        published.set(true);

        for (CompletableFuture<FeedClient> reader : readers) {
            assertEachOnce(events, reader.get(2, TimeUnit.MINUTES));
        }
    }

    private static List<Event> events() {
        return IntStream.range(0, EVENTS)
                .mapToObj(i -> Events.movement().event())
                .toList();
    }

    private static void assertEachOnce(List<Event> events, FeedClient reader) {
        Set<String> expected =
                events.stream().map(event -> event.id().toString()).collect(Collectors.toSet());
        List<String> got = new ArrayList<>();
        reader.readUntil(all -> {
            got.clear();
            all.stream()
                    .map(FeedClient.Item::eventId)
                    .filter(expected::contains)
                    .forEach(got::add);
            return new HashSet<>(got).size() == expected.size();
        });
        assertThat(got).hasSameSizeAs(expected);
    }
}
