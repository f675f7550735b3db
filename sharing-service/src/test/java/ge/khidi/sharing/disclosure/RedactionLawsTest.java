package ge.khidi.sharing.disclosure;

import static ge.khidi.sharing.disclosure.Readers.PARTNERS;
import static ge.khidi.sharing.disclosure.Readers.PROFILES;
import static ge.khidi.sharing.disclosure.Readers.render;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.sharing.disclosure.Rendition.Rendered;
import ge.khidi.sharing.policy.Partner;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every event under every profile; {@code -Dkhidi.laws.seeds} makes it more events. */
final class RedactionLawsTest {

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("khidi.laws.seeds", 40));
    }

    /** Every text is replaced by one that occurs nowhere else, so that any of them in the bytes is that one. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noWithheldTextIsInTheBytes(long seed) {
        Canaries canaries = Canaries.everywhere(new RandomEvents(seed).event());
        for (Partner partner : PARTNERS.list()) {
            for (String profile : PROFILES.names()) {
                if (render(canaries.event(), partner.id().value(), profile) instanceof Rendered rendered) {
                    String body = new String(rendered.body(), StandardCharsets.UTF_8);
                    Set<String> withheld = canaries.under(rendered.withheld());
                    assertThat(withheld).as(profile + " for " + partner.id()).noneMatch(body::contains);
                }
            }
        }
    }

    /** Asked of the contract and not of what the copying says it withheld. What H3 means in words goes with the item, or nothing goes. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void freeTextLeavesOnlyWhereTheProfileLetsItOut(long seed) {
        Canaries canaries = Canaries.everywhere(new RandomEvents(seed).event());
        Event event = canaries.event();
        boolean inWords = event.handling().codes().contains(HandlingCode.H3);
        for (Partner partner : PARTNERS.list()) {
            for (String name : PROFILES.names()) {
                Profile profile = PROFILES.find(name).orElseThrow();
                boolean lets = partner.mayReceivePersonalData()
                        && profile.limits().freeText() != Profile.FreeText.NEVER
                        && profile.ofEvent(FieldGroup.NARRATIVE) == Treatment.KEPT;
                if (!(render(event, partner.id().value(), name) instanceof Rendered rendered)) {
                    continue;
                }
                String body = new String(rendered.body(), StandardCharsets.UTF_8);
                Set<String> free = new HashSet<>(canaries.freeTexts());
                if (inWords && event.state().usable()) {
                    String words = canaries.at("/handling/comment");
                    assertThat(body).as(name + " for " + partner.id()).contains(words);
                    free.remove(words);
                }
                if (!lets) {
                    assertThat(free).as(name + " for " + partner.id()).noneMatch(body::contains);
                }
                assertThat(inWords
                                && event.state().usable()
                                && !event.type().product()
                                && !partner.mayReceivePersonalData())
                        .as("an item without its condition")
                        .isFalse();
            }
        }
    }

    /** The other way round: a value that is not reported as withheld was kept or has a pseudonym; none is lost. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsInTheBytesAndWhatWasWithheldIsAllThereWas(long seed) {
        Canaries canaries = Canaries.everywhere(new RandomEvents(seed).event());
        if (!canaries.event().state().usable()) {
            return;
        }
        for (String profile : PROFILES.names()) {
            if (render(canaries.event(), "IAD", profile) instanceof Rendered rendered) {
                String body = new String(rendered.body(), StandardCharsets.UTF_8);
                Set<String> withheld = canaries.under(rendered.withheld());
                long kept = canaries.values().stream().filter(body::contains).count();
                long pseudonyms = body.split("pseudonym:", -1).length - 1L;
                assertThat(kept + pseudonyms + withheld.size())
                        .isEqualTo(canaries.values().size());
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noReferenceDanglesAndNothingUnknownLeaves(long seed) {
        RandomEvents random = new RandomEvents(seed);
        Event event = random.withUnknown(random.event());
        for (String profile : PROFILES.names()) {
            if (render(event, "IAD", profile) instanceof Rendered rendered) {
                JsonNode tree = Readers.tree(rendered);
                Set<String> ids = new HashSet<>();
                tree.path("entities")
                        .forEach(entity -> ids.add(entity.path("id").asText()));

                tree.path("connections")
                        .forEach(connection -> assertThat(ids)
                                .contains(
                                        connection.path("from").asText(),
                                        connection.path("to").asText()));
                tree.path("checks")
                        .forEach(check ->
                                assertThat(ids).contains(check.path("entity").asText()));
                assertThat(tree.has("later")).isFalse();
                assertThat(tree.at("/entities/0").has("later")).isFalse();
                assertThat(tree.path("handling").has("a/b ~0")).isFalse();
                assertThat(tree.path("grade").has("later")).isFalse();
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aCountNamesItsSourcesOnlyWhereTheProfileSaysSo(long seed) {
        for (EventType type : List.of(EventType.ALERT, EventType.RISK_ASSESSMENT)) {
            Event product = new RandomEvents(seed).event(type);
            Set<String> sources = references(new String(EventCodec.print(product), StandardCharsets.UTF_8));
            for (String profile : PROFILES.names()) {
                if (render(product, "IAD", profile) instanceof Rendered rendered) {
                    boolean named =
                            PROFILES.find(profile).orElseThrow().limits().sourceIds();
                    assertThat(references(new String(rendered.body(), StandardCharsets.UTF_8)))
                            .as(profile)
                            .isSubsetOf(named ? sources : Set.of());
                }
            }
        }
    }

    /** Revisions of events that are named in the text. */
    private static Set<String> references(String text) {
        return Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/\\d+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aNarrowerProfileNeverShowsMore(long seed) {
        Event event = Canaries.in(new RandomEvents(seed).event()).event();
        Set<String> full = places(event, "full");
        for (String one : PROFILES.names()) {
            Set<String> alone = places(event, one);
            assertThat(full).containsAll(alone);
            for (String other : PROFILES.names()) {
                String both = one + "+" + other;
                assertThat(alone).as(both).containsAll(places(event, both));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theSameEventGivesTheSameBytes(long seed) {
        for (String profile : PROFILES.names()) {
            assertThat(render(new RandomEvents(seed).event(), "EUROPOL", profile))
                    .isEqualTo(render(new RandomEvents(seed).event(), "EUROPOL", profile));
        }
    }

    /** The copy starts from nothing; that it forgets nothing shows where everything may leave. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theOriginatorGetsItsOwnEventBackWhole(long seed) {
        Event event = new RandomEvents(seed).event();
        if (event.state().usable() && PARTNERS.find(event.origin().agency()).isPresent()) {
            Rendered own = Readers.rendered(event, event.origin().agency().value(), "full");

            assertThat(EventCodec.parse(own.body()).fold(EventCodec::print, faults -> new byte[0]))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(new String(EventCodec.print(event), StandardCharsets.UTF_8));
            assertThat(own.withheld()).isEmpty();
        }
    }

    /** The places a profile shows, entities by their own ids: a value may be coarser in a narrower profile, a place may not be new. */
    private static Set<String> places(Event event, String profile) {
        Set<String> places = new TreeSet<>();
        collect(Readers.tree(Readers.rendered(event, "IAD", profile)), "", places);
        return places;
    }

    private static void collect(JsonNode node, String at, Set<String> places) {
        if (node.isObject()) {
            node.properties().forEach(field -> collect(field.getValue(), at + "/" + field.getKey(), places));
        } else if (node.isArray()) {
            node.forEach(item -> collect(item, at + "[" + item.path("id").asText("") + "]", places));
        } else {
            places.add(at);
        }
    }
}
