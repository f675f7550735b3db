package ge.khidi.sharing.taxii;

import static ge.khidi.sharing.taxii.TaxiiCollection.BORDER_EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Status;
import ge.khidi.localstack.test.Canary;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.activation.Officers;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What several events bring is there while one of them may be seen, and no longer. */
@QuarkusTest
class TaxiiSharedIT {

    private static final String ANOTHER_RULE = """
            @id("test-nothing-of-their-own-to-border-police")
            @title("Nothing of their own, which they are not sent anyway")
            @legal_basis("A test")
            forbid (principal == Partner::"BORDER-POLICE", action == Action::"receive", resource)
            when { resource.originator == Agency::"BORDER-POLICE" };
            """;

    private final Bus bus = new Bus();
    private final TaxiiClient iad = new TaxiiClient("IAD");
    private final String number = "+99555" + ThreadLocalRandom.current().nextInt(1_000_000, 9_999_999);
    private final Events first = Events.movement();
    private final Events second = Events.movement();

    @AfterEach
    void close() {
        Officers.restore();
        Officers.followed();
        bus.close();
    }

    @Test
    void anObservableOfTwoEventsSurvivesTheRecallOfOneAndFallsWithTheOther() {
        bus.publish(List.of(withPhone(first), withPhone(second)), Optional.empty());
        List<TaxiiClient.Stix> both = iad.until(BORDER_EVENTS, all -> incident(all, first) && incident(all, second));
        assertThat(phones(both)).hasSize(1);

        bus.publish(first.next(Status.WITHDRAWN));
        List<TaxiiClient.Stix> one = iad.until(
                BORDER_EVENTS, all -> !incident(all, first) && phones(all).size() == 1);
        assertThat(phones(one)).isEqualTo(phones(both));
        assertThat(dangling(iad.all(BORDER_EVENTS), all -> true)).isEmpty();

        bus.publish(second.next(Status.WITHDRAWN));
        iad.until(BORDER_EVENTS, all -> phones(all).isEmpty());
        iad.request()
                .get(TaxiiClient.COLLECTIONS + BORDER_EVENTS.id() + "/objects/"
                        + phones(both).get(0).id() + "/")
                .then()
                .statusCode(404);
    }

    @Test
    void anObservableThatIsCorrectedAwayIsNotCurrentAndResolvesForEarlierVersions() {
        bus.publish(List.of(withPhone(first)), Optional.empty());
        String phone = phones(iad.until(BORDER_EVENTS, all -> incident(all, first)))
                .get(0)
                .id();

        bus.publish(first.next(RevisionKind.CORRECTION));

        iad.until(BORDER_EVENTS, all -> phones(all).isEmpty() && incident(all, first));
        List<TaxiiClient.Stix> history = iad.crawl(BORDER_EVENTS, 1000, Map.of("match[version]", "all"));
        assertThat(history).extracting(TaxiiClient.Stix::id).contains(phone);
        assertThat(dangling(history, one -> !one.type().equals("relationship"))).isEmpty();

        bus.publish(
                List.of(withPhone(first.next(RevisionKind.CORRECTION).next(RevisionKind.SUPPLEMENT))),
                Optional.empty());
        iad.until(BORDER_EVENTS, all -> phones(all).size() == 1);
        Map<String, ?> record = iad.request()
                .queryParam("match[id]", phone)
                .get(TaxiiClient.COLLECTIONS + BORDER_EVENTS.id() + "/manifest/")
                .jsonPath()
                .getMap("objects[0]");
        assertThat(Instant.parse(String.valueOf(record.get("version"))))
                .isEqualTo(String.valueOf(record.get("date_added")));
    }

    @Test
    void anObservableComesAgainWithTheNextRevisionIfItMayHaveBeenHiddenMeanwhileAndElseStays() {
        bus.publish(List.of(withPhone(first)), Optional.empty());
        iad.until(BORDER_EVENTS, all -> incident(all, first));

        TaxiiClient afterwards = new TaxiiClient("IAD");
        Events more = first.next(RevisionKind.SUPPLEMENT);
        bus.publish(List.of(withPhone(more)), Optional.empty());
        assertThat(phones(afterwards.until(BORDER_EVENTS, all -> incident(all, first))))
                .isEmpty();

        Officers.activate(Officers.baselineAnd("test.cedar", ANOTHER_RULE));
        TaxiiClient later = new TaxiiClient("IAD");
        bus.publish(List.of(withPhone(more.next(RevisionKind.SUPPLEMENT))), Optional.empty());
        assertThat(phones(later.until(BORDER_EVENTS, all -> incident(all, first))))
                .hasSize(1);
    }

    @Test
    void everyReferenceResolvesForTheReaderAndAllButThoseOfLinksInTheirOwnCollection() {
        bus.publish(List.of(withPhone(first), withPhone(second)), Optional.empty());
        iad.until(BORDER_EVENTS, all -> incident(all, first) && incident(all, second));

        List<TaxiiClient.Stix> everything = new ArrayList<>();
        for (TaxiiCollection collection : TaxiiCollection.values()) {
            List<TaxiiClient.Stix> all = iad.crawl(collection, 1000, Map.of("match[version]", "all"));
            everything.addAll(all);
            assertThat(dangling(all, one -> !one.type().equals("relationship")))
                    .as(collection.toString())
                    .isEmpty();
        }
        assertThat(dangling(everything, one -> true)).isEmpty();
    }

    @Test
    void anErasureTakesWhatOnlyItsEventsBrought() {
        Canary canary = new Canary(number);
        bus.publish(List.of(withPhone(first), withPhone(second)), Optional.empty());
        iad.until(BORDER_EVENTS, all -> incident(all, first) && incident(all, second));
        assertThat(inTables(canary)).contains("stix_object.body");

        bus.publish(first.next(Status.ERASED));
        List<TaxiiClient.Stix> left = iad.until(
                BORDER_EVENTS, all -> !incident(all, first) && phones(all).size() == 1);
        assertThat(incident(left, second)).isTrue();
        bus.publish(second.next(Status.ERASED));

        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> inTables(canary).isEmpty());
        assertThat(iad.crawl(BORDER_EVENTS, 1000, Map.of("match[version]", "all")))
                .noneMatch(one -> one.says(number));
    }

    private static List<String> inTables(Canary canary) {
        return canary.columnsWithIt(KafkaAndPostgres.postgres().database("sharing"), Set.of("audit_entry"));
    }

    private List<TaxiiClient.Stix> phones(List<TaxiiClient.Stix> all) {
        return all.stream()
                .filter(one -> one.type().equals("user-account") && one.says(number))
                .toList();
    }

    private static boolean incident(List<TaxiiClient.Stix> all, Events event) {
        return all.stream().anyMatch(one -> one.type().equals("incident") && !one.revoked() && one.says(event.id()));
    }

    /** References to what is not there. */
    private static Set<String> dangling(List<TaxiiClient.Stix> all, Predicate<TaxiiClient.Stix> of) {
        Set<String> there = all.stream().map(TaxiiClient.Stix::id).collect(Collectors.toSet());
        return all.stream()
                .filter(of)
                .flatMap(one -> references(one.body()))
                .filter(reference -> !there.contains(reference))
                .collect(Collectors.toSet());
    }

    private static Stream<String> references(Map<String, Object> body) {
        return body.entrySet().stream().flatMap(entry -> {
            if (entry.getKey().endsWith("_ref")) {
                return Stream.of(String.valueOf(entry.getValue()));
            }
            return entry.getKey().endsWith("_refs") && entry.getValue() instanceof Collection<?> all
                    ? all.stream().map(String::valueOf)
                    : Stream.empty();
        });
    }

    private Event withPhone(Events event) {
        ObjectNode tree = EventCodec.tree(event.event());
        tree.withArray("entities")
                .addObject()
                .put("kind", "COMMUNICATION")
                .put("id", "phone")
                .put("nature", "FACT")
                .put("type", "PHONE")
                .put("value", number);
        return EventCodec.parse(tree).fold(one -> one, faults -> {
            throw new IllegalStateException(faults.toString());
        });
    }
}
