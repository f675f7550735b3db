package ge.khidi.sharing.taxii;

import static ge.khidi.sharing.taxii.TaxiiCollection.BORDER_EVENTS;
import static ge.khidi.sharing.taxii.TaxiiCollection.CRIME_EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.EventId;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever reads while others write gets every object once, whatever the size of the pages. */
@QuarkusTest
class TaxiiCrawlIT {

    private static final int WRITERS = 8;
    private static final int BURSTS = 3;

    private final Bus bus = new Bus();
    private final TaxiiClient iad = new TaxiiClient("IAD");
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Collection<Written> written = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        // Nobody is interrupted: a thread that is, while it logs, closes the channel by which tests are reported.
        over.set(true);
        threads.shutdown();
        bus.close();
    }

    private record Crawl(TaxiiCollection collection, Resuming resuming) {}

    private record Written(EventId id, TaxiiCollection collection, boolean supplemented) {}

    /** How a client goes on: by next to the end of a page's chain, and from there, or always, by the last date_added. */
    private enum Resuming {
        NEXT,
        ADDED_AFTER
    }

    @ParameterizedTest(name = "pages of {0}")
    @ValueSource(ints = {1, 7, 500})
    void everyObjectComesExactlyOnceWhileEightWrite(int size) {
        iad.objects(BORDER_EVENTS, Map.of("limit", 1)).then().statusCode(200);
        String begin = Instant.now().toString();
        List<Future<?>> writers = IntStream.range(0, WRITERS)
                .<Future<?>>mapToObj(writer -> threads.submit(() -> write(writer)))
                .toList();
        Map<Crawl, Future<List<TaxiiClient.Stix>>> crawls = new LinkedHashMap<>();
        for (TaxiiCollection collection : List.of(BORDER_EVENTS, CRIME_EVENTS)) {
            for (Resuming resuming : Resuming.values()) {
                crawls.put(
                        new Crawl(collection, resuming),
                        threads.submit(() -> crawl(collection, begin, size, resuming, writers)));
            }
        }

        crawls.forEach((crawl, running) -> {
            TaxiiCollection collection = crawl.collection();
            String name = crawl.toString();
            List<TaxiiClient.Stix> seen = get(running);
            List<TaxiiClient.Stix> there = iad.crawl(collection, 1000, Map.of("added_after", begin));

            assertThat(seen).as(name).extracting(TaxiiClient.Stix::version).doesNotHaveDuplicates();
            assertThat(seen)
                    .as(name)
                    .extracting(TaxiiClient.Stix::version)
                    .containsAll(there.stream().map(TaxiiClient.Stix::version).toList());
            assertThat(there).as(name).hasSizeGreaterThan(WRITERS * BURSTS);
            Instant end = end(collection, begin);
            assertThat(end)
                    .as("Who cuts the end of " + collection + " to milliseconds would get its last object again")
                    .isEqualTo(end.truncatedTo(ChronoUnit.MILLIS));
        });
    }

    private Instant end(TaxiiCollection collection, String begin) {
        String last = begin;
        Response page = iad.objects(collection, Map.of("limit", 1000, "added_after", begin));
        while (!TaxiiClient.objects(page).isEmpty()) {
            last = later(page, last);
            page = iad.objects(collection, Map.of("limit", 1000, "added_after", last));
        }
        return Instant.parse(last);
    }

    /** Two kinds of events and their next revisions, in bursts that differ from writer to writer. */
    private void write(int writer) {
        for (int burst = 0; burst < BURSTS; burst++) {
            List<Events> events = new ArrayList<>();
            for (int i = 0; i <= writer % 4; i++) {
                events.add(Events.movement());
                events.add(Events.trafficking());
            }
            bus.publish(events.toArray(Events[]::new));
            bus.publish(events.get(0).next(RevisionKind.SUPPLEMENT));
            events.forEach(event -> written.add(
                    new Written(event.id(), TaxiiCollection.of(event.type()), event.equals(events.get(0)))));
        }
    }

    /** Until everything that was written has come, and there is nothing behind it. */
    private List<TaxiiClient.Stix> crawl(
            TaxiiCollection collection, String begin, int size, Resuming resuming, List<Future<?>> writers) {
        List<TaxiiClient.Stix> seen = new ArrayList<>();
        String after = begin;
        @Nullable String next = null;
        long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(4);
        while (System.nanoTime() < until && !over.get()) {
            Map<String, Object> asked = new LinkedHashMap<>(Map.of("limit", size, "added_after", after));
            if (next != null) {
                asked.put("next", next);
            }
            Response page = iad.objects(collection, asked);
            page.then().statusCode(200);
            List<TaxiiClient.Stix> objects = TaxiiClient.objects(page);
            seen.addAll(objects);
            next = resuming == Resuming.NEXT ? TaxiiClient.next(page) : null;
            if (next == null) {
                after = later(page, after);
                if (objects.isEmpty() && writers.stream().allMatch(Future::isDone) && hasAll(collection, seen)) {
                    return seen;
                }
            }
        }
        return seen;
    }

    private static String later(Response page, String before) {
        String last = page.header("X-TAXII-Date-Added-Last");
        return last == null ? before : last;
    }

    private boolean hasAll(TaxiiCollection collection, List<TaxiiClient.Stix> seen) {
        String incidents = incidents(seen, one -> true);
        String supplemented = incidents(
                seen,
                one -> !Objects.equals(one.body().get("modified"), one.body().get("created")));
        return written.stream()
                .filter(event -> event.collection() == collection)
                .allMatch(event -> (event.supplemented() ? supplemented : incidents)
                        .contains(event.id().toString()));
    }

    private static String incidents(List<TaxiiClient.Stix> seen, Predicate<TaxiiClient.Stix> wanted) {
        return seen.stream()
                .filter(one -> one.type().equals("incident") && wanted.test(one))
                .map(one -> one.body().toString())
                .collect(Collectors.joining("\n"));
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get(5, TimeUnit.MINUTES);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
