package ge.khidi.sharing.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.activation.Officers;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an item of a feed refers to is in that feed too, or is its reader's own. */
@QuarkusTest
class ClosureIT {

    private static final List<String> READERS =
            List.of("IAD", "BORDER-POLICE", "PATROL-POLICE", "CRIMINAL-POLICE", "ILECC", "EUROPOL", "IOM");
    private static final Pattern REFERENCE =
            Pattern.compile("([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?=/\\d+)");

    private static final String MOVEMENTS_AND_LINKS_TO_MIGRATION_DEPARTMENT = """
            @id("test-closure-to-migration-department")
            @title("Movements and links to the Migration Department while this test runs")
            @legal_basis("A test")
            @outcome("full")
            @mode("AUTOMATIC")
            permit (principal == Partner::"MIGRATION-DEPARTMENT", action == Action::"receive", resource)
            when { resource.type == EventType::"LINK" ||
                (resource.type == EventType::"MOVEMENT_OF_INTEREST" && resource.originator == Agency::"STATE-SECURITY") };
            """;

    private final Bus bus = new Bus();

    @AfterEach
    void close() {
        bus.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void noReferenceDangles(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Events> events = new ArrayList<>();
        Map<String, String> originators = new HashMap<>();
        for (int i = 0; i < 12; i++) {
            Events event = random(random);
            events.add(event);
            originators.put(
                    event.id().toString(), event.event().origin().agency().value());
        }
        List<Event> links = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int one = random.nextInt(events.size());
            int other = (one + 1 + random.nextInt(events.size() - 1)) % events.size();
            Event link = Events.link(events.get(one).event(), events.get(other).event());
            EventId decision = new EventId(UUID.randomUUID());
            // IAD decided: its own word, and nobody else's to read
            originators.put(decision.toString(), "IAD");
            links.add(i % 2 == 0 ? link : Events.confirmed(link, decision));
        }
        assertThat(links)
                .anyMatch(link -> REFERENCE
                                .matcher(new String(EventCodec.print(link), UTF_8))
                                .results()
                                .count()
                        > 2);
        // The last link is between two events that everybody at home may have: it marks that all of them were looked
        // at.
        Events first = Events.movement();
        Events second = Events.movement();
        EventId decided = new EventId(UUID.randomUUID());
        originators.put(decided.toString(), "IAD");
        Event marker = Events.confirmed(Events.link(first.event(), second.event()), decided);
        originators.put(first.id().toString(), "PATROL-POLICE");
        originators.put(second.id().toString(), "PATROL-POLICE");

        bus.publish(events.toArray(Events[]::new));
        bus.publish(links, Optional.empty());
        bus.publish(first, second);
        bus.publish(List.of(marker), Optional.empty());
        new FeedClient("BORDER-POLICE").of(marker.id(), 1);
        bus.publish(events.get(0).next(Status.WITHDRAWN), events.get(1).next(Status.RESTRICTED));

        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> READERS.forEach(reader -> closed(reader, originators)));
        assertThat(offered("IAD").values())
                .as("there are references to look at, to decisions too")
                .anyMatch(body -> REFERENCE.matcher(body).results().count() > 2);
        assertThat(offered("BORDER-POLICE").get(marker.id().toString()))
                .as("which way it was decided is said, and not by what")
                .contains("CONFIRMED")
                .doesNotContain(decided.toString());
    }

    /** Renditions are shared by who gets the same bytes under a profile. */
    @Test
    void whoGetsALinkUnderTheProfileOfIadIsNotToldWhichDecisionItRestsOn() {
        Events one = Officers.movement();
        Events other = Officers.movement();
        EventId decision = new EventId(UUID.randomUUID());
        Event link = Events.confirmed(Events.link(one.event(), other.event()), decision);
        try {
            Officers.activate(Officers.baselineAnd("test.cedar", MOVEMENTS_AND_LINKS_TO_MIGRATION_DEPARTMENT));
            bus.publish(one, other);
            bus.publish(List.of(link), Optional.empty());

            assertThat(String.valueOf(new FeedClient("IAD").of(link.id(), 1)))
                    .contains("CONFIRMED", "profile=full", decision.toString());
            assertThat(String.valueOf(new FeedClient("MIGRATION-DEPARTMENT").of(link.id(), 1)))
                    .contains("CONFIRMED", "profile=full")
                    .doesNotContain(decision.toString());
        } finally {
            Officers.restore();
            Officers.followed();
        }
    }

    private static Events random(SplittableRandom random) {
        Events event = random.nextBoolean() ? Events.movement() : Events.trafficking();
        return switch (random.nextInt(5)) {
            case 0 -> event.silent();
            case 1 -> event.to(ReleasableTo.named(AgencyId.IAD, new AgencyId("BORDER-POLICE")));
            case 2 -> event.to(ReleasableTo.named(new AgencyId("ILECC"), new AgencyId("EUROPOL")));
            default -> event;
        };
    }

    private static void closed(String reader, Map<String, String> originators) {
        Map<String, String> offered = offered(reader);
        offered.forEach((id, body) -> {
            Matcher references = REFERENCE.matcher(body);
            while (references.find()) {
                String referred = references.group(1);
                if (originators.containsKey(referred) && !reader.equals(originators.get(referred))) {
                    assertThat(offered)
                            .as("%s refers to it in the feed of %s", id, reader)
                            .containsKey(referred);
                }
            }
        });
    }

    /** What a reader has now, by event. */
    private static Map<String, String> offered(String reader) {
        Map<String, String> offered = new LinkedHashMap<>();
        for (FeedClient.Item item : new FeedClient(reader).readOn()) {
            @Nullable Object body = item.event();
            if (body == null) {
                offered.remove(item.eventId());
            } else {
                offered.put(item.eventId(), String.valueOf(body));
            }
        }
        return offered;
    }
}
