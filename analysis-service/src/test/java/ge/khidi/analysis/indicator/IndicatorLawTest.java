package ge.khidi.analysis.indicator;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.analysis.TestEvents;
import ge.khidi.analysis.handling.CombinedHandling;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.detail.AlertDetail;
import ge.khidi.contract.detail.Detail;
import ge.khidi.contract.detail.RiskAssessmentDetail;
import ge.khidi.contract.detail.RiskAssessmentDetail.Level;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.State;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.event.TimePrecision;
import ge.khidi.contract.handling.Purpose;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The alerts and risk assessments that stand in the end are a function of the set of records, not of their order. */
class IndicatorLawTest {

    /** A Monday. */
    private static final Instant FIRST_WEEK = Instant.parse("2026-10-19T00:00:00Z");

    private static final List<String> SECTIONS = List.of("SARPI", "VALE", "not a code");
    private static final List<EventType> TYPES =
            List.of(EventType.REFUSAL_OF_ENTRY, EventType.UNAUTHORISED_BORDER_CROSSING);
    private static final List<AgencyId> AGENCIES = List.of(TestEvents.PATROL, new AgencyId("BORDER-POLICE"));

    /** Small limits, so that small worlds reach them. */
    private static final List<IndicatorRules> RULES =
            List.of(rules(2, 4, 2, 0.5), rules(3, 500, 1, 1), rules(5, 7, 4, 0.1));

    private static IndicatorRules rules(int cell, int sources, int weeks, double deviation) {
        Map<String, IndicatorRules.Stated> sections =
                Map.of("SARPI", new IndicatorRules.Stated(Level.MEDIUM, Level.HIGH));
        return new IndicatorRules("test", cell, sources, weeks, deviation, 2 * cell, 3 * cell, sections);
    }

    static LongStream seeds() {
        return new SplittableRandom(20_261_122).longs(100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyOrderGivesTheProductsThatTheDefinitionGives(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Event> records = records(random);
        for (IndicatorRules rules : RULES) {
            Map<EventId, List<Object>> expected = definition(records, rules);
            for (int order = 0; order < 3; order++) {
                List<Event> products = new Pipeline(rules, random.split()).run(shuffled(records, random));

                assertThat(standing(products)).isEqualTo(expected);
                assertThatRevisionsCountWithoutGaps(products);
                products.forEach(product -> assertThatItTellsOfNoEvent(product, rules));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theWorldsAreNotEmpty(long seed) {
        Map<EventId, List<Object>> products = definition(records(new SplittableRandom(seed)), RULES.get(0));

        assertThat(products.values())
                .extracting(said -> said.get(0))
                .contains(EventType.RISK_ASSESSMENT, EventType.ALERT);
    }

    private static void assertThatItTellsOfNoEvent(Event product, IndicatorRules rules) {
        assertThat(product.entities()).isEmpty();
        assertThat(product.narratives()).isEmpty();
        String text = EventCodec.tree(product).toString();
        assertThat(text).doesNotContain("PATROL-POLICE", "BORDER-POLICE", "court order", "not a code");
        if (product.detail().orElseThrow() instanceof AlertDetail alert) {
            assertThat(alert.observed()).isGreaterThanOrEqualTo(rules.cell());
            if (alert.observed() <= rules.mostSources()) {
                assertThat(alert.observed() % rules.cell()).isZero();
            } else {
                assertThat(product.handling().purposes()).containsExactly(Purpose.STATISTICS);
            }
            assertThat(alert.sources())
                    .hasSize(product.state().usable() ? Math.min(alert.observed(), rules.mostSources()) : 0);
        }
    }

    private static void assertThatRevisionsCountWithoutGaps(List<Event> products) {
        Map<EventId, Integer> revisions = new HashMap<>();
        for (Event product : products) {
            assertThat(product.revision()).isEqualTo(revisions.merge(product.id(), 1, Integer::sum));
        }
    }

    private static Map<EventId, List<Object>> standing(List<Event> products) {
        Map<EventId, Event> newest = new HashMap<>();
        products.forEach(product -> newest.put(product.id(), product));
        Map<EventId, List<Object>> standing = new TreeMap<>();
        newest.values().stream()
                .filter(product -> product.state().usable())
                .forEach(product -> standing.put(
                        product.id(),
                        said(
                                product.type(),
                                product.detail().orElseThrow(),
                                product.handling().purposes())));
        return standing;
    }

    private static List<Object> said(EventType type, Detail detail, Object purposes) {
        List<Object> said = new ArrayList<>(List.of(type, purposes));
        if (detail instanceof AlertDetail alert) {
            said.addAll(List.of(
                    alert.indicator(),
                    alert.borderSection(),
                    alert.periodStart(),
                    alert.observed(),
                    alert.expected(),
                    alert.sources()));
        } else if (detail instanceof RiskAssessmentDetail risk) {
            said.addAll(List.of(
                    risk.borderSection(), risk.periodStart(), risk.threat(), risk.computedLevel(), risk.sources()));
        }
        return said;
    }

    /** The definition, written down without any thought of streams. */
    private static Map<EventId, List<Object>> definition(List<Event> records, IndicatorRules rules) {
        Map<EventId, Event> current = new HashMap<>();
        records.forEach(record ->
                current.merge(record.id(), record, (one, other) -> one.revision() >= other.revision() ? one : other));
        Map<Indicator, List<Observation>> counted = current.values().stream()
                .map(Observation::of)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(Observation::idText))
                .collect(groupingBy(Observation::indicator));
        Map<EventId, List<Object>> products = new TreeMap<>();
        Map<Subject, List<Observation>> named = new HashMap<>();
        Map<Subject, Integer> most = new HashMap<>();
        Map<Subject, Integer> sum = new HashMap<>();
        counted.forEach((indicator, events) -> {
            int told = told(events.size(), rules);
            if (told == 0) {
                return;
            }
            List<Observation> first = events.subList(0, Math.min(told, rules.mostSources()));
            Subject risk = Subject.risk(indicator);
            named.computeIfAbsent(risk, any -> new ArrayList<>()).addAll(first);
            most.merge(risk, told, Math::max);
            sum.merge(risk, told, Integer::sum);
            int before = 0;
            int weeks = 0;
            for (int week = 1; week <= rules.weeks(); week++) {
                int then =
                        counted.getOrDefault(indicator.plus(-week), List.of()).size();
                before += then;
                weeks = then > 0 ? week : weeks;
            }
            double expected = before * 1.0 / Math.max(1, weeks);
            if (before > 0 && events.size() >= expected + rules.deviation() * Math.sqrt(Math.max(1, expected))) {
                AlertDetail detail = new AlertDetail(
                        indicator.type().name(),
                        indicator.section().code(),
                        indicator.week().monday(),
                        told,
                        BigDecimal.valueOf(told(before / weeks, rules)),
                        revisions(first));
                products.put(
                        Subject.alert(indicator).product(),
                        said(EventType.ALERT, detail, purposes(first, told > first.size())));
            }
        });
        named.forEach((risk, all) -> {
            all.sort(Comparator.comparing(Observation::idText));
            List<Observation> first = all.subList(0, Math.min(all.size(), rules.mostSources()));
            int told = Objects.requireNonNull(most.get(risk));
            Level threat = told >= rules.high() ? Level.HIGH : told >= rules.medium() ? Level.MEDIUM : Level.LOW;
            boolean stated = risk.section().code().equals(Optional.of("SARPI"));
            RiskAssessmentDetail detail = new RiskAssessmentDetail(
                    risk.section().code(),
                    risk.week().monday(),
                    risk.week().sunday(),
                    threat,
                    Level.UNKNOWN,
                    Level.UNKNOWN,
                    !stated ? Level.UNKNOWN : threat == Level.LOW ? Level.MEDIUM : Level.HIGH,
                    Optional.empty(),
                    "test",
                    revisions(first));
            boolean more = Objects.requireNonNull(sum.get(risk)) > first.size();
            products.put(risk.product(), said(EventType.RISK_ASSESSMENT, detail, purposes(first, more)));
        });
        return products;
    }

    private static int told(int count, IndicatorRules rules) {
        int told = 0;
        for (int possible = 0; possible <= count; possible++) {
            boolean cell = possible <= rules.mostSources() && possible % rules.cell() == 0;
            boolean tens = possible > rules.mostSources() && possible < 100 && possible % rules.cell() == 0;
            told = cell || tens ? possible : told;
        }
        return told;
    }

    private static Object purposes(List<Observation> first, boolean more) {
        return more
                ? TreeSet.class.cast(new TreeSet<>(List.of(Purpose.STATISTICS)))
                : first.stream()
                        .map(Observation::handling)
                        .reduce(CombinedHandling::and)
                        .orElseThrow()
                        .purposes();
    }

    private static List<RevisionId> revisions(List<Observation> observations) {
        return observations.stream().map(Observation::revision).toList();
    }

    private static List<Event> records(SplittableRandom random) {
        List<Event> records = new ArrayList<>();
        int events = random.nextInt(60, 120);
        for (int number = 1; number <= events; number++) {
            AgencyId originator = AGENCIES.get(random.nextInt(2));
            int revisions = random.nextInt(6) == 0 ? 3 : 1;
            for (int revision = 1; revision <= revisions; revision++) {
                records.add(revision(number, revision, originator, random));
            }
        }
        return records;
    }

    private static Event revision(int number, int revision, AgencyId originator, SplittableRandom random) {
        Instant at = FIRST_WEEK.plus(Duration.ofHours(random.nextInt(4 * 7 * 24)));
        TestEvents event = TestEvents.refusal(number, at, SECTIONS.get(random.nextInt(random.nextInt(1, 4))))
                .type(TYPES.get(random.nextInt(random.nextInt(1, 3))))
                .by(originator)
                .revision(revision);
        switch (random.nextInt(20)) {
            case 0 -> event.exercise();
            case 1 -> event.purposes(Purpose.BORDER_MANAGEMENT);
            case 2 -> event.purposes(Purpose.STATISTICS);
            case 3 -> event.occurred(at, TimePrecision.MONTH);
            case 4 -> event.state(new State(Status.CLOSED, Optional.of("DID_NOT_TAKE_PLACE")));
            case 5 -> event.state(new State(Status.CLOSED, Optional.of("SITUATION_ENDED")));
            default -> {}
        }
        if (revision > 1 && random.nextInt(3) == 0) {
            event.state(
                    random.nextBoolean() ? State.withdrawn("mistake") : new State(Status.ERASED, Optional.of("end")));
        }
        return event.build();
    }

    /** In another order, some of them twice. */
    private static List<Event> shuffled(List<Event> records, SplittableRandom random) {
        List<Event> all = new ArrayList<>(records);
        records.stream().filter(any -> random.nextInt(5) == 0).forEach(all::add);
        for (int i = all.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            Event swapped = all.get(i);
            all.set(i, all.get(j));
            all.set(j, swapped);
        }
        return all;
    }

    /**
     * Reader, sections and looks in memory. What one event tells one section stays in order, as in Kafka; everything else overtakes as the
     * seed has it, and what is marked is assessed now and then.
     */
    private static final class Pipeline {
        private final IndicatorRules rules;
        private final SplittableRandom random;
        private final Map<EventId, Integer> revisions = new HashMap<>();
        private final Map<EventId, Observation> known = new HashMap<>();
        private final Map<Section, Assessment> sections = new HashMap<>();
        private final Map<String, Deque<Observed>> queues = new LinkedHashMap<>();
        private final Map<String, Instant> due = new TreeMap<>();
        private final Map<String, Event> published = new HashMap<>();
        private final List<Event> products = new ArrayList<>();

        Pipeline(IndicatorRules rules, SplittableRandom random) {
            this.rules = rules;
            this.random = random;
        }

        List<Event> run(List<Event> records) {
            for (Event record : records) {
                receive(record);
                for (int steps = random.nextInt(4); steps > 0; steps--) {
                    step();
                }
                if (random.nextInt(10) == 0) {
                    look();
                }
            }
            while (!queues.isEmpty()) {
                step();
            }
            look();
            return products;
        }

        private void receive(Event record) {
            if (revisions.getOrDefault(record.id(), 0) >= record.revision()) {
                return;
            }
            revisions.put(record.id(), record.revision());
            Optional<Observation> before = Optional.ofNullable(known.remove(record.id()));
            Optional<Observation> now = Observation.of(record);
            now.ifPresent(is -> known.put(record.id(), is));
            for (Observed told : Observed.between(before, now)) {
                String queue =
                        record.id() + " to " + told.observation().indicator().section();
                queues.computeIfAbsent(queue, any -> new ArrayDeque<>()).add(told);
            }
        }

        private void step() {
            if (queues.isEmpty()) {
                return;
            }
            String next = List.copyOf(queues.keySet()).get(random.nextInt(queues.size()));
            Deque<Observed> queue = Objects.requireNonNull(queues.get(next));
            Observed told = queue.remove();
            if (queue.isEmpty()) {
                queues.remove(next);
            }
            section(told.observation().indicator().section())
                    .take(told)
                    .forEach(subject -> due.merge(
                            subject.key(),
                            told.observation().acceptedAt(),
                            (one, other) -> one.isAfter(other) ? one : other));
        }

        private void look() {
            due.forEach((key, now) -> {
                Subject subject = Subject.parse(key);
                section(subject.section())
                        .next(subject, Optional.ofNullable(published.get(key)), now)
                        .ifPresent(product -> {
                            published.put(key, product);
                            products.add(product);
                        });
            });
            due.clear();
        }

        private Assessment section(Section section) {
            return sections.computeIfAbsent(section, any -> new Assessment(rules, new CountsInMemory()));
        }
    }
}
