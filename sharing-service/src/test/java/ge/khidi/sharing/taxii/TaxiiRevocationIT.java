package ge.khidi.sharing.taxii;

import static ge.khidi.sharing.taxii.TaxiiCollection.BORDER_EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Status;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.activation.Officers;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the rules take back is in no answer begun afterwards, and what was taken back is said whatever becomes of the event. */
@QuarkusTest
class TaxiiRevocationIT {

    private static final String NO_MOVEMENTS_TO_BORDER_POLICE = """
            @id("test-no-movements-to-border-police-by-taxii")
            @title("No movements to Border Police while this test runs")
            @legal_basis("A test")
            forbid (principal == Partner::"BORDER-POLICE", action == Action::"receive", resource)
            when { resource.type == EventType::"MOVEMENT_OF_INTEREST" && resource.originator == Agency::"STATE-SECURITY" };
            """;
    private static final int PAGES = Integer.getInteger("khidi.test.pages", 200);

    private final Bus bus = new Bus();
    private final TaxiiClient borderPolice = new TaxiiClient("BORDER-POLICE");

    @AfterEach
    void close() {
        Officers.restore();
        Officers.followed();
        bus.close();
    }

    @Test
    void noAnswerBegunAfterAnActivationShowsWhatItRevoked() {
        List<Events> events =
                IntStream.range(0, 20).mapToObj(i -> Officers.movement()).toList();
        bus.publish(events.toArray(Events[]::new));
        List<TaxiiClient.Stix> before =
                borderPolice.until(BORDER_EVENTS, all -> events.stream().allMatch(event -> shown(all, event)));

        List<String> incidents = before.stream()
                .filter(one -> events.stream().anyMatch(event -> one.says(event.id())))
                .filter(one -> one.type().equals("incident"))
                .map(TaxiiClient.Stix::id)
                .toList();

        Officers.activate(Officers.baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE));

        for (int page = 0; page < PAGES; page++) {
            Map<String, ?> asked =
                    Map.of("match[id]", String.join(",", incidents), "match[version]", page % 2 == 0 ? "all" : "last");
            assertThat(TaxiiClient.objects(borderPolice.objects(BORDER_EVENTS, asked)))
                    .as("page " + page)
                    .allMatch(TaxiiClient.Stix::revoked);
        }
        borderPolice.until(
                BORDER_EVENTS,
                all -> all.stream()
                                .filter(one -> one.revoked() && incidents.contains(one.id()))
                                .count()
                        == incidents.size());
        Officers.restore();
        assertThat(borderPolice.until(BORDER_EVENTS, all -> events.stream().allMatch(event -> shown(all, event))))
                .extracting(TaxiiClient.Stix::id)
                .containsAll(incidents);
    }

    @Test
    void whatACorrectionBroughtIsInNoAnswerOnceTheRulesTakeItBackThoughTheFeedStillSaysThatItWasOne() {
        Events event = Officers.movement().with(PersonCategory.SUSPECT, "Abkhazi");
        bus.publish(event);
        borderPolice.until(BORDER_EVENTS, all -> shown(all, event));
        bus.publish(event.next(RevisionKind.CORRECTION).with(PersonCategory.SUSPECT, "Andronikashvili"));
        List<TaxiiClient.Stix> before =
                borderPolice.until(BORDER_EVENTS, all -> all.stream().anyMatch(one -> one.says("Andronikashvili")));
        String incident = id(before, one -> one.type().equals("incident") && one.says(event.id()));

        Officers.activate(Officers.baselineAnd("test.cedar", NO_MOVEMENTS_TO_BORDER_POLICE));

        Map<String, ?> everyVersion = Map.of("match[id]", incident, "match[version]", "all");
        assertThat(TaxiiClient.objects(borderPolice.objects(BORDER_EVENTS, everyVersion)))
                .allMatch(TaxiiClient.Stix::revoked);
        List<TaxiiClient.Stix> after = borderPolice.until(BORDER_EVENTS, all -> revoked(all, incident));
        assertThat(after).noneMatch(one -> one.says("Andronikashvili"));
        assertThat(TaxiiClient.objects(borderPolice.objects(BORDER_EVENTS, everyVersion)))
                .allMatch(TaxiiClient.Stix::revoked);
    }

    @Test
    void whatACorrectionTookBackIsSaidAlsoToWhoReadsAfterTheEventIsGone() {
        Events event = Officers.movement().with(PersonCategory.SUSPECT, "Gelovani");
        bus.publish(event);
        List<TaxiiClient.Stix> before = borderPolice.until(BORDER_EVENTS, all -> shown(all, event));
        String incident = id(before, one -> one.type().equals("incident") && one.says(event.id()));
        String person = id(before, one -> one.type().equals("identity") && one.says("Gelovani"));

        Events corrected = event.next(RevisionKind.CORRECTION);
        bus.publish(corrected);
        borderPolice.until(BORDER_EVENTS, all -> revoked(all, person));
        bus.publish(corrected.next(Status.WITHDRAWN));

        List<TaxiiClient.Stix> after = borderPolice.until(BORDER_EVENTS, all -> revoked(all, incident));
        assertThat(revoked(after, person)).isTrue();
    }

    private static String id(List<TaxiiClient.Stix> all, Predicate<TaxiiClient.Stix> wanted) {
        return all.stream().filter(wanted).findFirst().orElseThrow().id();
    }

    private static boolean revoked(List<TaxiiClient.Stix> all, String id) {
        return all.stream().anyMatch(one -> one.revoked() && one.id().equals(id));
    }

    private static boolean shown(List<TaxiiClient.Stix> all, Events event) {
        return all.stream().anyMatch(one -> one.type().equals("incident") && one.says(event.id()));
    }
}
