package ge.khidi.analysis.linking;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.analysis.TestEvents;
import ge.khidi.analysis.handling.CombinedHandling;
import ge.khidi.analysis.selector.Selector;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.detail.LinkDecisionDetail;
import ge.khidi.contract.detail.LinkDetail;
import ge.khidi.contract.detail.LinkDetail.SelectorKind;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The products that stand in the end are a function of the set of records, not of their order. */
class LinkingLawTest {

    /** Small limits, so that small worlds reach them. */
    private static final List<LinkingRules> RULES =
            List.of(new LinkingRules(1, 2), new LinkingRules(3, 5), new LinkingRules(20, 100));

    static LongStream seeds() {
        return new SplittableRandom(20_261_121).longs(100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyOrderGivesTheProductsThatTheDefinitionGives(long seed) {
        World world = new World(seed);
        List<Event> records = world.records();
        for (LinkingRules rules : RULES) {
            Map<EventId, String> expected = definition(World.current(records), rules);
            for (int order = 0; order < 4; order++) {
                List<Event> products = new Pipeline(rules, seed + order).run(world.shuffled(records));

                assertThat(standing(products)).isEqualTo(expected);
                assertThatRevisionsCountWithoutGaps(products);
                assertThatEachIsTrueOfWhatItNames(products, records);
            }
        }
    }

    /** What is said, whatever its revision, by product; only products that may be used. */
    private static Map<EventId, String> standing(List<Event> products) {
        Map<EventId, Event> newest = new HashMap<>();
        products.forEach(product -> newest.put(product.id(), product));
        Map<EventId, String> standing = new TreeMap<>();
        newest.values().stream()
                .filter(product -> product.state().usable())
                .forEach(product -> standing.put(product.id(), said(product)));
        return standing;
    }

    private static String said(Event product) {
        return String.join(
                " | ",
                product.type().name(),
                product.state().toString(),
                Objects.toString(
                        product.detail().map(detail -> detail.toString()).orElse("")),
                product.context().name(),
                product.handling().toString(),
                product.grade().toString());
    }

    private static void assertThatRevisionsCountWithoutGaps(List<Event> products) {
        Map<EventId, Integer> revisions = new HashMap<>();
        for (Event product : products) {
            int expected = revisions.merge(product.id(), 1, Integer::sum);
            assertThat(product.revision()).isEqualTo(expected);
        }
    }

    /** Also of those in between that no longer stand: two partitions that know different revisions never make up a third. */
    private static void assertThatEachIsTrueOfWhatItNames(List<Event> products, List<Event> records) {
        Map<RevisionId, EventFact> facts = new HashMap<>();
        records.forEach(record -> facts.put(record.revisionId(), EventFact.of(record, TestEvents.selectors())));
        for (Event product : products) {
            if (product.state().usable() && product.detail().orElseThrow() instanceof LinkDetail link) {
                EventFact first = Objects.requireNonNull(facts.get(link.first()));
                EventFact second = Objects.requireNonNull(facts.get(link.second()));
                Set<Selector> shared = new TreeSet<>(first.selectors());
                shared.retainAll(second.selectors());
                assertThat(shared).extracting(Selector::kind).containsAll(link.basis());
                assertThat(product.handling())
                        .isEqualTo(first.handling().and(second.handling()).toHandling());
            }
        }
    }

    /** The definition of linking, written down without any thought of streams. */
    private static Map<EventId, String> definition(List<Event> current, LinkingRules rules) {
        List<EventFact> facts = current.stream()
                .filter(event -> event.type() != EventType.LINK_DECISION)
                .map(event -> EventFact.of(event, TestEvents.selectors()))
                .sorted(EventFact.BY_ID)
                .toList();
        Map<EventId, String> products = new TreeMap<>();
        Map<EventId, Set<SelectorKind>> bases = new HashMap<>();
        Map<EventId, EventFact[]> pairs = new HashMap<>();
        Set<Selector> selectors = new TreeSet<>();
        facts.forEach(fact -> selectors.addAll(fact.selectors()));
        for (Selector selector : selectors) {
            List<EventFact> here = facts.stream()
                    .filter(fact -> fact.selectors().contains(selector))
                    .toList();
            List<EventFact[]> all = allPairs(here);
            all.stream().limit(rules.pairsPerValue()).forEach(pair -> {
                EventId link = ProductIds.link(pair[0].id(), pair[1].id());
                bases.computeIfAbsent(link, any -> new TreeSet<>()).add(selector.kind());
                pairs.put(link, pair);
            });
            if (all.size() > rules.pairsPerValue()) {
                List<EventFact> named =
                        here.stream().limit(rules.sourcesPerNotice()).toList();
                notice(selector, here.size(), named, rules)
                        .ifPresent(notice -> products.put(notice.id(), said(notice)));
            }
        }
        pairs.forEach((link, pair) -> {
            CombinedHandling both = pair[0].handling().and(pair[1].handling());
            if (LinkingRules.allow(both.purposes())) {
                Event product = Products.link(
                                Optional.empty(),
                                pair[0],
                                pair[1],
                                Objects.requireNonNull(bases.get(link)),
                                decision(current, link, pair[0]),
                                TestEvents.NOON)
                        .orElseThrow();
                products.put(link, said(product));
            }
        });
        return products;
    }

    private static List<EventFact[]> allPairs(List<EventFact> here) {
        List<EventFact[]> pairs = new ArrayList<>();
        for (EventFact greater : here) {
            for (EventFact lesser : here) {
                if (EventFact.BY_ID.compare(lesser, greater) < 0
                        && !lesser.originator().equals(greater.originator())) {
                    pairs.add(new EventFact[] {lesser, greater});
                }
            }
        }
        return pairs;
    }

    private static Optional<Event> notice(Selector selector, int total, List<EventFact> named, LinkingRules rules) {
        int said = total;
        if (total > rules.sourcesPerNotice()) {
            said = List.of(100, 50, 20, 10, 5, 2, 1).stream()
                    .filter(step -> step <= total)
                    .findFirst()
                    .orElseThrow();
            said = Math.max(said, rules.sourcesPerNotice());
        }
        return Products.notice(Optional.empty(), selector, said, total, named, TestEvents.NOON);
    }

    private static Optional<DecisionFact> decision(List<Event> current, EventId link, EventFact source) {
        return current.stream()
                .filter(event -> event.type() == EventType.LINK_DECISION)
                .filter(event -> event.state().usable() && event.context() == source.context())
                .filter(event -> ((LinkDecisionDetail) event.detail().orElseThrow())
                        .link()
                        .equals(link))
                .min(Comparator.comparing(event -> event.id().toString()))
                .map(DecisionFact::of);
    }
}
