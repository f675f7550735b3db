package ge.khidi.sharing.taxii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.sharing.feed.RowKind;
import ge.khidi.sharing.stix.Shown;
import ge.khidi.sharing.stix.StixObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListPlanTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final String PHONE = "user-account--11111111-1111-5111-8111-111111111111";

    private static final String UNSAYABLE = "unsayable";

    private final EventId event = new EventId(UUID.randomUUID());
    private long seq;

    @Test
    void aRevisionSupersedesTheOneBefore() {
        ListPlan plan = plan(Map.of());

        plan.add(row(RowKind.NEW, "a"));
        plan.add(row(RowKind.UPDATE, "b"));

        assertThat(plan.entries()).extracting(ListPlan.Entry::latest).containsExactly(false, true);
        assertThat(plan.entries()).extracting(ListPlan.Entry::earliest).containsExactly(true, false);
        assertThat(plan.superseded()).isEmpty();
    }

    @Test
    void whatWasListedBeforeIsSupersededInTheList() {
        ListPlan first = plan(Map.of());
        first.add(row(RowKind.NEW, "a"));

        ListPlan plan = plan(listed(first));
        plan.add(row(RowKind.UPDATE, "b"));

        assertThat(plan.superseded()).containsOnlyKeys(id("incident"));
        assertThat(plan.entries()).singleElement().matches(entry -> entry.latest() && !entry.earliest());
    }

    @Test
    void theSameAgainIsNotListedTwice() {
        ListPlan plan = plan(Map.of());

        plan.add(row(RowKind.NEW, "a"));
        plan.add(row(RowKind.NEW, "a", seq));

        assertThat(plan.entries()).singleElement().matches(entry -> entry.row().seq() == seq);
        assertThat(plan.moved()).isEmpty();
    }

    @Test
    void aRecallLeavesOnlyARevokedVersion() {
        ListPlan plan = plan(Map.of());

        plan.add(row(RowKind.NEW, "a with " + PHONE));
        plan.add(row(RowKind.WITHDRAWAL, null));

        ListPlan.Entry last = plan.entries().get(plan.entries().size() - 1);
        assertThat(last.revoked()).isTrue();
        assertThat(last.object().body()).doesNotContain("a with");
        assertThat(plan.ended()).containsExactly(event);
        assertThat(holding(plan).objects()).isEmpty();
    }

    @Test
    void whatWasRevokedAndIsOfferedAgainHasAnotherId() {
        ListPlan plan = plan(Map.of());

        plan.add(row(RowKind.NEW, "a"));
        plan.add(row(RowKind.NO_LONGER_OFFERED, null));
        plan.add(row(RowKind.NEW, "a"));

        assertThat(plan.entries())
                .extracting(entry -> entry.object().id(), ListPlan.Entry::revoked)
                .containsExactly(
                        tuple(id("incident"), false), tuple(id("incident"), true), tuple(id("incident") + "'", false));
    }

    @Test
    void whatTheErasureTookIsNotNeededToRevoke() {
        ListPlan first = plan(Map.of());
        first.add(row(RowKind.NEW, "a"));
        Map<String, ListPlan.Own> erased = new HashMap<>();
        listed(first)
                .getOrDefault(event, Map.of())
                .forEach((id, own) -> erased.put(
                        id,
                        new ListPlan.Own(
                                own.collection(),
                                id,
                                own.type(),
                                own.created(),
                                own.version(),
                                own.revoked(),
                                own.mayHide(),
                                null)));

        ListPlan plan = plan(Map.of(event, erased));
        plan.add(row(RowKind.ERASURE, null));

        assertThat(plan.entries()).singleElement().matches(ListPlan.Entry::revoked);
    }

    @Test
    void anObjectThatIsNotBroughtAnyMoreIsRevoked() {
        ListPlan plan = plan(Map.of());

        plan.add(row(RowKind.NEW, "a and note"));
        plan.add(row(RowKind.CORRECTION, "b"));

        assertThat(plan.entries().stream().filter(ListPlan.Entry::revoked))
                .extracting(entry -> entry.object().type())
                .containsExactly("note");
    }

    /** As the next release of the platform may: what is listed stays as it was, until a row says it anew. */
    @Test
    void whatIsWordedOtherwiseComesUnderALaterVersion() {
        ListPlan before = plan(Map.of());
        before.add(row(RowKind.NEW, "a and note"));
        Map<EventId, Map<String, ListPlan.Own>> listed = listed(before);
        Instant version = before.entries().get(0).version().orElseThrow();

        ListPlan plan = new ListPlan(new Plain(new ArrayList<>(), " in other words: "), listed);
        assertThat(plan.entries()).isEmpty();
        plan.add(row(RowKind.UPDATE, "a and note", seq));

        assertThat(plan.entries())
                .hasSameSizeAs(before.entries())
                .allMatch(entry -> entry.version().orElseThrow().isAfter(version))
                .allMatch(entry -> entry.object().body().contains("in other words"));
    }

    @Test
    void whatCannotBeSaidIsNamedAndRevokesWhatItMayCorrectAndTheNextRevisionComes() {
        ListPlan plan = plan(Map.of());

        plan.add(row(RowKind.NEW, "a with " + PHONE));
        plan.add(row(RowKind.CORRECTION, UNSAYABLE));
        long unsaid = seq;
        plan.add(row(RowKind.CORRECTION, "c"));

        assertThat(plan.unsaid()).singleElement().matches(one -> one.row().seq() == unsaid);
        assertThat(plan.ended()).containsExactly(event);
        assertThat(plan.entries().stream().filter(entry -> !entry.object().shared()))
                .extracting(entry -> entry.object().id(), ListPlan.Entry::revoked)
                .containsExactly(
                        tuple(id("incident"), false), tuple(id("incident"), true), tuple(id("incident") + "'", false));
    }

    @Test
    void whatARowLeavesAsItIsComesAgainUnderIt() {
        ListPlan first = plan(Map.of());
        first.add(row(RowKind.NEW, "a"));

        ListPlan plan = plan(listed(first));
        plan.add(row(RowKind.UPDATE, "a", seq));

        assertThat(plan.entries()).isEmpty();
        assertThat(plan.superseded()).isEmpty();
        assertThat(plan.moved()).extracting(ListPlan.Moved::id).containsExactly(id("incident"));
        assertThat(plan.moved()).allMatch(one -> one.row().seq() == seq);
    }

    @Test
    void aRevocationStandsUnderTheRowThatEndsTheEvent() {
        ListPlan first = plan(Map.of());
        first.add(row(RowKind.NEW, "a and note"));
        first.add(row(RowKind.CORRECTION, "b"));
        ListPlan plan = plan(listed(first));

        plan.add(row(RowKind.WITHDRAWAL, null));
        plan.add(row(RowKind.ERASURE, null));

        assertThat(plan.entries()).extracting(entry -> entry.object().id()).containsExactly(id("incident"));
        assertThat(plan.moved()).extracting(ListPlan.Moved::id).containsExactly(id("note"));
        assertThat(plan.moved()).allMatch(one -> one.row().kind() == RowKind.WITHDRAWAL);
    }

    @Test
    void aVersionThatWasMovedMayBeSupersededBeforeAnybodyReadsIt() {
        ListPlan first = plan(Map.of());
        first.add(row(RowKind.NEW, "a"));
        ListPlan plan = plan(listed(first));

        plan.add(row(RowKind.UPDATE, "a", seq));
        plan.add(row(RowKind.UPDATE, "b"));

        assertThat(plan.moved()).isEmpty();
        assertThat(plan.superseded()).containsOnlyKeys(id("incident"));
        assertThat(plan.entries()).singleElement().matches(ListPlan.Entry::latest);
    }

    @Test
    void aSharedObjectIsACandidateOnceAndItsHolderIsTheLastRow() {
        ListPlan plan = plan(Map.of());

        plan.add(row(RowKind.NEW, "a with " + PHONE));
        plan.add(row(RowKind.UPDATE, "b with " + PHONE));

        assertThat(plan.entries().stream().filter(entry -> entry.object().shared()))
                .hasSize(1);
        assertThat(holding(plan).row().seq()).isEqualTo(seq);
        assertThat(holding(plan).objects()).containsExactly(PHONE);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverComesNoVersionHasTwoBodiesAndVersionsGrowWithTheirPlaces(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, String> bodies = new HashMap<>();
        Map<String, Instant> newest = new HashMap<>();
        Map<EventId, Map<String, ListPlan.Own>> listed = new HashMap<>();
        Map<String, ListPlan.Row> under = new HashMap<>();
        int versions = 0;
        for (int chunk = 0; chunk < 40; chunk++) {
            ListPlan plan = plan(listed);
            for (int i = random.nextInt(5); i >= 0; i--) {
                plan.add(random(random));
            }
            for (ListPlan.Entry entry : plan.entries()) {
                String id = entry.object().id();
                Instant version = entry.version().orElseThrow();
                assertThat(bodies.putIfAbsent(id + " " + version, entry.object().body()))
                        .isNull();
                assertThat(version).isAfter(newest.getOrDefault(id, Instant.MIN));
                newest.put(id, version);
                under.put(id, entry.row());
                versions++;
            }
            plan.moved().forEach(one -> under.put(one.id(), one.row()));
            assertThat(under.values())
                    .as("what may be hidden stands under the last row")
                    .allMatch(row -> row.seq() == seq || !row.kind().brings());
            merge(listed, listed(plan));
            move(listed, plan);
            assertThat(latest(plan)).doesNotHaveDuplicates();
        }
        assertThat(versions).isGreaterThan(20);
    }

    @Test
    void aLinkIsToldWhichIncidentsOfItsEventsStandAtThatMoment() {
        List<Map<EventId, String>> told = new ArrayList<>();
        EventId elsewhere = new EventId(UUID.randomUUID());
        ListPlan plan = new ListPlan(new Plain(told), Map.of());

        plan.add(row(RowKind.NEW, "a note"));
        plan.add(link(event, elsewhere));
        plan.add(row(RowKind.WITHDRAWAL, null));
        plan.add(link(event, elsewhere));
        plan.add(row(RowKind.NEW, "a"));
        plan.add(link(event, elsewhere));

        assertThat(told)
                .containsExactly(
                        Map.of(),
                        Map.of(event, id("incident")),
                        Map.of(),
                        Map.of(),
                        Map.of(event, id("incident") + "'"));
    }

    @Test
    void aLinkIsToldOfIncidentsThatWereListedBefore() {
        List<Map<EventId, String>> told = new ArrayList<>();
        ListPlan first = plan(Map.of());
        first.add(row(RowKind.NEW, "a"));

        new ListPlan(new Plain(told), listed(first)).add(link(event, event));

        assertThat(told).containsExactly(Map.of(event, id("incident")));
    }

    private ListPlan.Row link(EventId first, EventId second) {
        seq++;
        JsonNode link = JsonNodeFactory.instance
                .objectNode()
                .put("type", "LINK")
                .put("said", seq)
                .set(
                        "detail",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("first", first + "/1")
                                .put("second", second + "/1"));
        EventId id = new EventId(UUID.nameUUIDFromBytes(new byte[] {(byte) seq}));
        Shown shown = new Shown(new RevisionId(id, 1), RowKind.NEW, BEGIN, BEGIN.plusSeconds(seq), link, null);
        return new ListPlan.Row(seq, TaxiiCollection.ANALYSIS_PRODUCTS, shown, true, 1, "full");
    }

    private ListPlan.Holding holding(ListPlan plan) {
        return Optional.ofNullable(plan.holdings().get(event)).orElseThrow();
    }

    private static List<String> latest(ListPlan plan) {
        return plan.entries().stream()
                .filter(ListPlan.Entry::latest)
                .map(entry -> entry.object().id())
                .toList();
    }

    private ListPlan.Row random(SplittableRandom random) {
        RowKind kind = RowKind.of(1 + random.nextInt(7));
        long said = Math.max(1, seq + 1 - random.nextInt(4));
        String content = "abc".charAt(random.nextInt(3)) + (random.nextBoolean() ? " and note" : "");
        return row(kind, kind.brings() ? content : null, said);
    }

    private ListPlan.Row row(RowKind kind, @Nullable String content) {
        return row(kind, content, seq + 1);
    }

    /** @param said when the originator said it, which is what modified is unless that was listed with another body */
    private ListPlan.Row row(RowKind kind, @Nullable String content, long said) {
        seq++;
        Shown shown = new Shown(
                new RevisionId(event, 1),
                kind,
                BEGIN,
                BEGIN.plusSeconds(seq),
                content == null
                        ? null
                        : JsonNodeFactory.instance
                                .objectNode()
                                .put("said", said)
                                .put("content", content),
                null);
        return new ListPlan.Row(seq, TaxiiCollection.BORDER_EVENTS, shown, content != null, 1, "full");
    }

    private static ListPlan plan(Map<EventId, Map<String, ListPlan.Own>> listed) {
        return new ListPlan(new Plain(new ArrayList<>()), listed);
    }

    private String id(String type) {
        return type + "--" + event;
    }

    private static Map<EventId, Map<String, ListPlan.Own>> listed(ListPlan plan) {
        Map<EventId, Map<String, ListPlan.Own>> listed = new HashMap<>();
        for (ListPlan.Entry entry : plan.entries()) {
            if (!entry.object().shared()) {
                listed.computeIfAbsent(entry.row().event(), none -> new HashMap<>())
                        .put(
                                entry.object().id(),
                                new ListPlan.Own(
                                        entry.collection(),
                                        entry.object().id(),
                                        entry.object().type(),
                                        entry.created(),
                                        entry.version().orElseThrow(),
                                        entry.revoked(),
                                        entry.row().kind().brings(),
                                        entry.object().body()));
            }
        }
        return listed;
    }

    private static void move(Map<EventId, Map<String, ListPlan.Own>> listed, ListPlan plan) {
        plan.moved()
                .forEach(one -> listed.getOrDefault(one.row().event(), Map.of())
                        .computeIfPresent(one.id(), (id, own) -> own.under(one.row())));
    }

    private static void merge(
            Map<EventId, Map<String, ListPlan.Own>> all, Map<EventId, Map<String, ListPlan.Own>> more) {
        more.forEach((event, own) ->
                all.computeIfAbsent(event, none -> new HashMap<>()).putAll(own));
    }

    /** Says an event as an incident, with a note if it says so, and the phone it names. */
    private static final class Plain implements ListPlan.Export {

        private final List<Map<EventId, String>> told;
        private final String wording;

        /** @param told takes down the incidents that each row is told of */
        Plain(List<Map<EventId, String>> told) {
            this(told, " ");
        }

        Plain(List<Map<EventId, String>> told, String wording) {
            this.told = told;
            this.wording = wording;
        }

        @Override
        public List<StixObject> objects(Shown shown, Optional<Instant> bodyChangedAt, Set<String> revoked) {
            told.add(shown.incidents());
            JsonNode event = Optional.ofNullable(shown.event()).orElseThrow();
            String content = event.path("content").asText();
            if (content.equals(UNSAYABLE)) {
                throw new IllegalStateException("as the test wants it");
            }
            Instant said = BEGIN.plusSeconds(event.path("said").asLong());
            Instant modified = bodyChangedAt.orElse(said);
            List<StixObject> objects = new ArrayList<>();
            if (content.contains(PHONE)) {
                objects.add(new StixObject(PHONE, "user-account", Optional.empty(), true, "{}"));
            }
            Set<String> types = new HashSet<>(Set.of("incident"));
            if (content.contains("note")) {
                types.add("note");
            }
            types.forEach(type -> objects.add(new StixObject(
                    unused(type + "--" + shown.revision().eventId(), revoked),
                    type,
                    Optional.of(modified),
                    false,
                    modified + wording + content)));
            return objects;
        }

        private static String unused(String id, Set<String> revoked) {
            return revoked.contains(id) ? unused(id + "'", revoked) : id;
        }

        @Override
        public StixObject revoked(StixObject previous, Instant at) {
            return new StixObject(previous.id(), previous.type(), Optional.of(at), false, "revoked " + at);
        }
    }
}
