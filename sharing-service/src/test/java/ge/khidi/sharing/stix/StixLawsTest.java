package ge.khidi.sharing.stix;

import static ge.khidi.sharing.disclosure.Readers.PARTNERS;
import static ge.khidi.sharing.disclosure.Readers.PROFILES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.sharing.disclosure.Canaries;
import ge.khidi.sharing.disclosure.Readers;
import ge.khidi.sharing.disclosure.Rendition.Rendered;
import ge.khidi.sharing.policy.Partner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every row, partner and profile; {@code -Dkhidi.laws.seeds} makes it more events. */
final class StixLawsTest {

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("khidi.laws.seeds", 40));
    }

    private static List<Shown> rows(long seed) {
        Event event = seed % 4 == 0 ? RandomEvents.full(seed).event() : new RandomEvents(seed).event();
        List<Shown> rows = new ArrayList<>();
        for (String profile : PROFILES.names().stream().sorted().toList()) {
            for (String partner : List.of("IAD", "EUROPOL", "FRONTEX")) {
                Rows.row(event, partner, profile).ifPresent(rows::add);
            }
        }
        return rows;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyRowKeepsTheRulesOfTheStandardAndNoReferenceDangles(long seed) {
        for (Shown row : rows(seed)) {
            List<StixObject> core = Rows.objects(row, StixProfile.CORE);
            assertThat(Rules.faultsInCore(core)).isEmpty();
            assertThat(core).extracting(StixObject::type).doesNotContain("language-content");
            assertThat(Rules.faults(Rows.objects(row, StixProfile.FULL))).isEmpty();
        }
    }

    /** Every identifying value is replaced by one that occurs nowhere else, so that any of them in the bytes is that one. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noWithheldIdentifyingValueIsInTheBytes(long seed) {
        Canaries canaries = Canaries.in(new RandomEvents(seed).event());
        for (Partner partner : PARTNERS.list()) {
            for (String profile : PROFILES.names()) {
                if (Readers.render(canaries.event(), partner.id().value(), profile) instanceof Rendered rendered) {
                    Shown row = Rows.row(canaries.event().revisionId(), rendered);
                    Set<String> withheld = canaries.under(rendered.withheld());
                    for (StixProfile stix : StixProfile.values()) {
                        String bytes = bytes(Rows.objects(row, stix));
                        assertThat(withheld)
                                .as(profile + " for " + partner.id())
                                .noneMatch(bytes::contains);
                    }
                }
            }
        }
    }

    /** The other way round: all that identifies in the row can be read in STIX too, in either profile. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatTheRowShowsIsSaid(long seed) {
        Canaries canaries = Canaries.in(new RandomEvents(seed).event());
        for (String profile : PROFILES.names()) {
            if (Readers.render(canaries.event(), "IAD", profile) instanceof Rendered rendered) {
                Shown row = Rows.row(canaries.event().revisionId(), rendered);
                String shown = String.valueOf(row.event());
                Set<String> kept =
                        canaries.values().stream().filter(shown::contains).collect(Collectors.toSet());
                for (StixProfile stix : StixProfile.values()) {
                    String bytes = bytes(Rows.objects(row, stix));
                    assertThat(kept).as(profile).allMatch(bytes::contains);
                }
            }
        }
    }

    /** What a language, a name in another script or a marking of a part says, the row says: they hint at nothing that is not in it. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void languagesAndMarkingsOfPartsAreThoseOfTheRow(long seed) {
        for (Shown row : rows(seed)) {
            JsonNode event = Optional.ofNullable(row.event()).orElseGet(Rows.JSON::createObjectNode);
            List<ObjectNode> told = Rows.objects(row, StixProfile.FULL).stream()
                    .filter(object -> !object.shared())
                    .map(Rows::body)
                    .toList();

            Set<String> languages = new TreeSet<>(event.path("narratives").findValuesAsText("language"));
            languages.add("en");
            assertThat(told)
                    .filteredOn(body -> body.has("lang"))
                    .allMatch(body -> languages.contains(body.path("lang").asText()));
            assertThat(told)
                    .filteredOn(body -> body.path("object_ref").asText().startsWith("identity--"))
                    .flatExtracting(body -> body.path("contents").findValuesAsText("name"))
                    .isSubsetOf(names(event));
            assertThat(told.stream().filter(body -> body.has("granular_markings")))
                    .hasSameSizeAs(entities(
                            event, entity -> !entity.path("specialCategories").isEmpty()));
            assertThat(told.stream().filter(StixLawsTest::isOfSomebodyWhoNeedsProtection))
                    .hasSameSizeAs(entities(
                            event,
                            entity -> entity.path("internationalProtection").asBoolean()));
        }
    }

    private static Set<String> names(JsonNode event) {
        return event.path("entities").findValues("names").stream()
                .flatMap(names -> StreamSupport.stream(names.spliterator(), false))
                .map(name ->
                        name.path("given").asText() + " " + name.path("family").asText())
                .map(String::strip)
                .collect(Collectors.toSet());
    }

    private static List<JsonNode> entities(JsonNode event, Predicate<JsonNode> kind) {
        return StreamSupport.stream(event.path("entities").spliterator(), false)
                .filter(kind)
                .toList();
    }

    private static boolean isOfSomebodyWhoNeedsProtection(ObjectNode body) {
        return body.path("type").asText().equals("identity")
                && body.path("object_marking_refs").toString().contains(Marking.INTERNATIONAL_PROTECTION.id());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theSameRowGivesTheSameBytes(long seed) {
        List<Shown> once = rows(seed);
        List<Shown> again = rows(seed);
        for (int i = 0; i < once.size(); i++) {
            for (StixProfile profile : StixProfile.values()) {
                assertThat(Rows.objects(again.get(i), profile)).isEqualTo(Rows.objects(once.get(i), profile));
            }
        }
    }

    /** Only what says nothing of any event has the same id for two partners. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void twoPartnersShareNoId(long seed) {
        for (Shown row : rows(seed)) {
            for (StixProfile profile : StixProfile.values()) {
                Set<String> one = told(row, profile, "ONE");
                Set<String> other = told(row, profile, "OTHER");

                assertThat(one).hasSameSizeAs(other).noneMatch(other::contains);
            }
        }
    }

    private static Set<String> told(Shown row, StixProfile profile, String partner) {
        return Rows.EXPORT.objects(row, profile, Rows.ids(partner), Optional.empty()).stream()
                .filter(object -> !object.standing())
                .map(StixObject::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsSharedIsTheSameWhicheverRowBringsIt(long seed) {
        Map<String, String> bodies = new HashMap<>();
        for (long other = seed; other < seed + 5; other++) {
            for (Shown row : rows(other)) {
                for (StixProfile profile : StixProfile.values()) {
                    Rows.objects(row, profile).stream()
                            .filter(StixObject::shared)
                            .forEach(object -> assertThat(
                                            bodies.merge(object.id(), object.body(), (known, again) -> known))
                                    .isEqualTo(object.body()));
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anExtensionIsAsItsDefinitionSays(long seed) {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Rows.body(Platform.ownFields()).path("schema").asText());
        for (Shown row : rows(seed)) {
            for (StixObject object : Rows.objects(row, StixProfile.FULL)) {
                JsonNode ours = Rows.body(object).path("extensions").path(Platform.EXTENSION);
                if (!ours.isMissingNode()) {
                    assertThat(schema.validate(ours)).as(object.type()).isEmpty();
                }
            }
        }
    }

    /** Rows of one event under all profiles one after the other, taken back and offered anew: what a listing holds then. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noIdHasTwoBodiesInOneVersionAndVersionsGrow(long seed) {
        for (StixProfile profile : StixProfile.values()) {
            Listing listing = new Listing(profile);
            for (int offered = 0; offered < 3; offered++) {
                rows(seed).forEach(listing::add);
                listing.withdraw();
            }

            assertThat(listing.contradictions()).isEmpty();
            assertThat(listing.newest())
                    .allMatch(object -> Rows.body(object).path("revoked").asBoolean());
            assertThat(Rules.faultsInCore(listing.withWhatStands())).isEmpty();
        }
    }

    /** Two events and a link between them, as a client has them whose list has both, one or none of the incidents. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aLinkIsARelationshipWhereBothIncidentsStandAndNothingDangles(long seed) {
        Shown first = row(EventType.REFUSAL_OF_ENTRY, seed);
        Shown second = row(EventType.CYBER_INCIDENT, seed + 1_000);
        Shown link = linking(row(EventType.LINK, seed + 2_000), first, second);
        for (StixProfile profile : StixProfile.values()) {
            Map<EventId, String> both = Map.of(
                    first.revision().eventId(), incident(first, profile),
                    second.revision().eventId(), incident(second, profile));

            List<StixObject> told = new ArrayList<>(Rows.objects(first, profile));
            told.addAll(Rows.objects(second, profile));
            told.addAll(Rows.objects(link.beside(both), profile));
            assertThat(Rules.faults(told.stream().distinct().toList())).isEmpty();
            assertThat(told)
                    .filteredOn(object -> object.type().equals("relationship"))
                    .extracting(Rows::body)
                    .extracting(body -> List.of(
                            body.path("source_ref").asText(),
                            body.path("target_ref").asText()))
                    .contains(List.of(incident(first, profile), incident(second, profile)));

            both.forEach((event, incident) -> {
                List<StixObject> alone = Rows.objects(link.beside(Map.of(event, incident)), profile);
                assertThat(Rules.faults(alone)).isEmpty();
                assertThat(bytes(alone)).doesNotContain(incident);
            });
        }
    }

    private static Shown row(EventType type, long seed) {
        return Rows.row(Rows.open(type, seed), "IAD", "full").orElseThrow();
    }

    private static Shown linking(Shown link, Shown first, Shown second) {
        ObjectNode event = Objects.requireNonNull(link.event()).deepCopy();
        event.withObjectProperty("detail")
                .put("first", first.revision().toString())
                .put("second", second.revision().toString());
        return new Shown(link.revision(), link.kind(), link.firstAdded(), link.added(), event, link.conditions());
    }

    private static String incident(Shown row, StixProfile profile) {
        return Rows.objects(row, profile).stream()
                .filter(object -> object.type().equals("incident"))
                .map(StixObject::id)
                .findFirst()
                .orElseThrow();
    }

    private static String bytes(List<StixObject> objects) {
        return objects.stream().map(StixObject::body).collect(Collectors.joining("\n"));
    }
}
