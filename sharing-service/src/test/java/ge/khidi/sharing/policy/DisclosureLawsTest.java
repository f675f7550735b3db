package ge.khidi.sharing.policy;

import static ge.khidi.sharing.policy.Registry.TODAY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.entity.Nature;
import ge.khidi.contract.entity.Person;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.Narrative;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.Handling;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.sharing.disclosure.Canaries;
import ge.khidi.sharing.disclosure.Profile;
import ge.khidi.sharing.disclosure.Profiles;
import ge.khidi.sharing.disclosure.PseudonymKey;
import ge.khidi.sharing.disclosure.Redaction;
import ge.khidi.sharing.disclosure.Rendition.Rendered;
import ge.khidi.sharing.policy.Decision.Full;
import ge.khidi.sharing.policy.Decision.Held;
import ge.khidi.sharing.policy.Decision.Hold;
import ge.khidi.sharing.policy.Decision.Nothing;
import ge.khidi.sharing.policy.Decision.Redacted;
import ge.khidi.sharing.policy.PlainGate.Expected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for every event, every partner and every policy set: 500 triples a seed, {@code -Ddisclosure.seeds} of them. Every
 * other seed has the baseline, every other a set made at random; each has a registry of its own. What was met is written to
 * {@code target/disclosure-laws.md}.
 */
final class DisclosureLawsTest {

    private static final int EVENTS = 125;
    private static final int PARTNERS = 4;

    private static final Profiles PROFILES = Profiles.shipped();
    private static final List<String> NAMES = PROFILES.names().stream().sorted().toList();
    private static final Redaction REDACTION = new Redaction(PROFILES);
    private static final PseudonymKey KEY =
            PseudonymKey.derive("a secret of the tests, 32 bytes.".getBytes(UTF_8), new AgencyId("ANY"));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Integer> MET = new TreeMap<>();

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("khidi.disclosure.seeds", 4));
    }

    /** One policy set and one registry, asked in two ways: by classes, each decided once, and afresh for each event, of every policy there is. */
    private static final class World {
        private final SplittableRandom random;
        private final RandomRules rules;
        private final List<PolicyText> texts;
        private final Partners partners;
        private final PolicySet afresh;
        private final Gate byClass;
        private final Map<String, Decision> decided = new HashMap<>();

        World(long seed) {
            random = new SplittableRandom(seed);
            rules = new RandomRules(random);
            partners = rules.partners();
            texts = seed % 2 == 0 ? PolicySet.baseline() : rules.policies();
            afresh = load(texts);
            byClass = gate(load(texts), partners);
        }

        PolicySet load(List<PolicyText> policies) {
            return PolicySet.load(policies, partners, Registry.PROFILES).orThrow();
        }

        /** Only what is kept of an event decides, and it decides once. */
        Decision decision(Partner partner, Event event) {
            String kept = DisclosureFacts.of(event, partners).canonicalJson();
            return decided.computeIfAbsent(
                    partner.id() + " " + kept,
                    unknown -> byClass.decide(partner.id(), DisclosureFacts.parse(kept), TODAY));
        }

        PlainGate plain(Event event) {
            DisclosureFacts own = DisclosureFacts.of(event, partners);
            return new PlainGate(
                    EventCodec.tree(event),
                    partners,
                    TODAY,
                    asked -> afresh.askWhole(asked, own),
                    PROFILES,
                    profile -> PROFILES.protectedPersons(profile, own));
        }

        List<Partner> some() {
            List<Partner> some = new ArrayList<>(partners.list());
            while (some.size() > PARTNERS) {
                some.remove(random.nextInt(some.size()));
            }
            return some;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatLeavesIsExplainedRedactedAndNeverMoreForLessTrust(long seed) {
        World world = new World(seed);
        Gate withAForbid = withAnotherForbid(world);
        Without without = withoutAPermit(world);
        for (int n = 0; n < EVENTS; n++) {
            Canaries canaries = Canaries.in(spoken(world, new RandomEvents(world.random.nextLong()).event()));
            Event event = gossiping(world, canaries);
            DisclosureFacts facts = DisclosureFacts.of(event, world.partners);
            for (Partner partner : world.some()) {
                Decision decision = world.decision(partner, event);
                count("triples");
                count(decision.outcome());

                isExplained(world, partner, event, decision);
                nothingWithheldIsInTheBytes(world, partner, event, canaries, decision);
                NoMore.than(decision, withAForbid.decide(partner.id(), facts, TODAY));
                lessTrustShowsNoMore(world, partner, facts, decision);
                isNoMoreForHavingThePermit(without, partner, facts, decision);
            }
        }
        count("decisions of a class", world.decided.size());
    }

    // (a) and (d): explained, and as Cedar says when asked about this one event

    private static void isExplained(World world, Partner partner, Event event, Decision decision) {
        PlainGate plain = world.plain(event);
        Set<String> refusals = plain.refusals(partner);
        assertThat(Expected.of(decision)).as(partner.id() + " " + event).isEqualTo(plain.expected(partner));
        assertThat(decision.grounds().errors()).isEmpty();
        if (!(decision instanceof Nothing)) {
            assertThat(refusals).isEmpty();
            assertThat(decision.grounds().legalBases()).isNotEmpty();
            assertThat(decision.grounds().policies()).isNotEmpty().allMatch(id -> permits(world, id));
        } else if (!refusals.isEmpty()) {
            assertThat(refusals).contains(decision.grounds().floorRule().orElseThrow());
        }
    }

    private static boolean permits(World world, String id) {
        return id.equals(Gate.OWN)
                || Optional.ofNullable(world.afresh.policies().get(id))
                        .filter(Policy::permits)
                        .isPresent();
    }

    // (b): no withheld identifying value in what leaves, in whatever form

    private static void nothingWithheldIsInTheBytes(
            World world, Partner partner, Event event, Canaries canaries, Decision decision) {
        if (decision.profile().isEmpty()) {
            return;
        }
        Optional<Set<String>> shown =
                shown(event, partner, decision, canaries, decision.profile().get());
        String other = NAMES.get(world.random.nextInt(NAMES.size()));
        // What the leak check stopped may leave under a narrower profile that lacks the place of the leak.
        if (shown.isPresent() && !decision.profile().get().contains(other)) {
            String narrower = decision.profile().get() + "+" + other;
            Decision narrowed = new Redacted(narrower, decision.grounds());
            assertThat(shown.get())
                    .as(narrower)
                    .containsAll(
                            shown(event, partner, narrowed, canaries, narrower).orElse(Set.of()));
        }
    }

    /**
     * The canaries that leave, each found to leave by right: at its own place, under a profile that shows whose it is. Empty where the leak check
     * stopped it all.
     */
    private static Optional<Set<String>> shown(
            Event event, Partner partner, Decision decision, Canaries canaries, String profile) {
        if (!(REDACTION.render(event, partner, decision, KEY) instanceof Rendered rendered)) {
            count("stopped by the leak check");
            return Optional.empty();
        }
        count("renditions");
        List<String> texts = new ArrayList<>();
        collect(tree(rendered.body()), texts);
        Set<String> whole = new HashSet<>(texts);
        Set<String> kept = canaries.values().stream().filter(whole::contains).collect(Collectors.toSet());
        List<String> said = texts.stream().map(DisclosureLawsTest::normal).toList();

        assertThat(canaries.under(rendered.withheld())).as(profile).noneMatch(kept::contains);
        canaries.byPointer().forEach((pointer, canary) -> {
            if (!kept.contains(canary)) {
                assertThat(said).as(profile + " " + pointer).noneMatch(text -> text.contains(normal(canary)));
            } else {
                assertThat(profilesShow(event, partner, pointer, profile))
                        .as(profile + " " + pointer)
                        .isTrue();
            }
        });
        Forms.of(event, rendered).forEach((form, text) -> {
            count("renditions as " + form);
            String all = normal(text);
            assertThat(canaries.values())
                    .as(form + " under " + profile)
                    .filteredOn(canary -> !kept.contains(canary))
                    .noneMatch(canary -> all.contains(normal(canary)));
        });
        String conditions = normal(rendered.conditions().toString());
        assertThat(canaries.values()).noneMatch(canary -> conditions.contains(normal(canary)));
        return Optional.of(kept);
    }

    /** Whether every part of the profile knows the category of the person at this place; a place of nobody in particular is not judged. */
    private static boolean profilesShow(Event event, Partner partner, String pointer, String profile) {
        String[] steps = pointer.split("/", -1);
        if (!steps[1].equals("entities")
                || !(event.entities().get(Integer.parseInt(steps[2])) instanceof Person person)) {
            return true;
        }
        PersonCategory category = person.category();
        return partner.mayReceivePersonalData()
                && List.of(profile.split("\\+")).stream()
                        .map(name -> PROFILES.find(name).orElseThrow())
                        .map(Profile::persons)
                        .allMatch(persons -> persons.containsKey(category));
    }

    private static void collect(JsonNode node, List<String> texts) {
        if (node.isValueNode()) {
            texts.add(node.asText());
        }
        node.forEach(child -> collect(child, texts));
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException ownBytes) {
            throw new IllegalStateException(ownBytes);
        }
    }

    private static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]", "");
    }

    // (c): less trust never shows more

    private static void lessTrustShowsNoMore(World world, Partner partner, DisclosureFacts facts, Decision decision) {
        if (decision instanceof Nothing) {
            return;
        }
        Partner less = less(partner, world.random);
        List<Partner> others = new ArrayList<>(world.partners.list());
        others.replaceAll(one -> one.id().equals(partner.id()) ? less : one);
        Partners distrusting = new Partners(others, "less");
        NoMore.than(decision, gate(world.afresh, distrusting).decide(partner.id(), facts, TODAY));
        count("compared with less trust");
    }

    private static Partner less(Partner partner, SplittableRandom random) {
        return switch (random.nextInt(partner.foreign() ? 4 : 2)) {
            case 0 -> Registry.cleared(partner, lower(partner.clearance()));
            case 1 -> Registry.withPurposes(partner, fewer(partner.purposes(), random));
            case 2 -> Registry.underAgreement(partner, Registry::withoutTransferBasis);
            default ->
                Registry.underAgreement(
                        partner,
                        agreement -> Registry.endedOn(
                                agreement,
                                agreement.validFrom().isBefore(TODAY) ? TODAY.minusDays(1) : agreement.validTo()));
        };
    }

    private static Classification lower(Classification clearance) {
        List<Classification> upwards = List.of(Classification.values());
        return upwards.get(Math.max(0, upwards.indexOf(clearance) - 1));
    }

    private static Set<Purpose> fewer(Set<Purpose> purposes, SplittableRandom random) {
        Set<Purpose> fewer = EnumSet.noneOf(Purpose.class);
        purposes.stream().filter(purpose -> random.nextBoolean()).forEach(fewer::add);
        return fewer;
    }

    /** The set without one of its permits. */
    private record Without(String permit, Optional<Gate> gate) {}

    private static Without withoutAPermit(World world) {
        List<String> permits = world.afresh.policies().values().stream()
                .filter(Policy::permits)
                .map(Policy::id)
                .toList();
        String taken = permits.get(world.random.nextInt(permits.size()));
        List<PolicyText> rest = world.texts.stream()
                .flatMap(text -> text.statements().stream())
                .map(PolicyText.Statement::text)
                .filter(text -> !text.contains("@id(\"" + taken + "\")"))
                .map(text -> new PolicyText("rest.cedar", text))
                .toList();
        return new Without(
                taken, rest.isEmpty() ? Optional.empty() : Optional.of(gate(world.load(rest), world.partners)));
    }

    /** A permit lets in who had nothing, and widens nothing for who had something; where it stands alone, all hangs on it. */
    private static void isNoMoreForHavingThePermit(
            Without without, Partner partner, DisclosureFacts facts, Decision decision) {
        if (without.gate().isEmpty()) {
            return;
        }
        Decision had = without.gate().get().decide(partner.id(), facts, TODAY);
        if (!(had instanceof Nothing)) {
            NoMore.than(withoutTheWordForProtectedPersons(had), decision);
            boolean wordFell = !decision.profile().isEmpty() && waitsForThem(had) && !waitsForThem(decision);
            assertThat(wordFell && PROFILES.protectedPersons(decision.profile().orElseThrow(), facts))
                    .isFalse();
        }
        if (!(decision instanceof Nothing) && decision.grounds().policies().equals(List.of(without.permit()))) {
            assertThat(had).isInstanceOf(Nothing.class);
            count("of which one permit alone was the ground");
        }
    }

    /** A narrower profile that shows nothing of them needs no word for them either. */
    private static Decision withoutTheWordForProtectedPersons(Decision decision) {
        if (!(decision instanceof Held held)) {
            return decision;
        }
        List<Hold> others =
                held.holds().stream().filter(hold -> !isForThem(hold)).toList();
        if (!others.isEmpty()) {
            return new Held(others, held.profileName(), held.grounds());
        }
        return held.profileName().equals(Decision.FULL)
                ? new Full(held.grounds())
                : new Redacted(held.profileName(), held.grounds());
    }

    private static boolean waitsForThem(Decision decision) {
        return decision instanceof Held held && held.holds().stream().anyMatch(DisclosureLawsTest::isForThem);
    }

    private static boolean isForThem(Hold hold) {
        return hold.asking().rule().equals(FloorRule.STRICT_NECESSITY_CASE.id());
    }

    private static Gate gate(PolicySet policies, Partners partners) {
        return new Gate(policies, partners, Registry.SHOWING);
    }

    private static Gate withAnotherForbid(World world) {
        List<PolicyText> more = new ArrayList<>(world.texts);
        more.add(world.rules.anotherForbid());
        return gate(world.load(more), world.partners);
    }

    // what is asked about

    /** Left to the policies or to partners by name more often than at random, or nearly nobody would have anything. */
    private static Event spoken(World world, Event event) {
        SplittableRandom random = world.random;
        Handling handling = event.handling();
        List<Partner> all = world.partners.list();
        ReleasableTo named = new ReleasableTo.Named(
                Set.copyOf(List.of(all.get(random.nextInt(all.size())).id(), AgencyId.ILECC)));
        Optional<ReleasableTo> releasable = switch (random.nextInt(6)) {
            case 0 -> handling.releasableTo();
            case 1 -> Optional.of(named);
            default -> Optional.of(ReleasableTo.BY_POLICY);
        };
        Handling changed = RandomEvents.with(
                handling,
                Map.of(
                        "classification",
                        random.nextInt(4) > 0 ? Classification.UNCLASSIFIED : handling.classification(),
                        "purposes",
                        random.nextInt(4) > 0 ? EnumSet.allOf(Purpose.class) : handling.purposes(),
                        "releasableTo",
                        releasable));
        return RandomEvents.with(event, Map.of("handling", changed));
    }

    /** Now and then somebody's canary is in the free text too, spelled otherwise. */
    private static Event gossiping(World world, Canaries canaries) {
        Event event = canaries.event();
        SplittableRandom random = world.random;
        if (canaries.values().isEmpty() || !event.state().usable() || random.nextInt(4) != 0) {
            return event;
        }
        List<String> values = List.copyOf(canaries.values());
        String value = values.get(random.nextInt(values.size()));
        String otherwise = switch (random.nextInt(4)) {
            case 0 -> value.toUpperCase(Locale.ROOT);
            case 1 -> String.join(" ", value.split("(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=Y)|-"));
            case 2 -> value.replace("Canary", "Ｃａｎａｒｙ-").replace("-", "/");
            default -> value;
        };
        List<Narrative> narratives = new ArrayList<>(event.narratives());
        narratives.add(new Narrative("somebody spoke of " + otherwise + ", by the river", "en", Nature.FACT));
        count("canaries in free text");
        return RandomEvents.with(event, Map.of("narratives", narratives));
    }

    // what was met

    private static void count(String what) {
        count(what, 1);
    }

    private static void count(String what, int many) {
        MET.merge(what, many, Integer::sum);
    }

    @AfterAll
    static void report() throws IOException {
        StringBuilder text = new StringBuilder("| met | times |\n| --- | ---: |\n");
        MET.forEach((what, many) -> text.append(String.format(Locale.ROOT, "| %s | %,d |%n", what, many)));
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "disclosure-laws.md"), text);
    }
}
