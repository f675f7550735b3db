package ge.khidi.analysis.linking;

import ge.khidi.analysis.TestEvents;
import ge.khidi.analysis.selector.Selector;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The three steps in memory, with a queue between any two of them that talk. A seed decides which queue moves next, so messages of
 * different senders overtake each other in every way; only what one sender tells one receiver stays in order, as in Kafka.
 */
final class Pipeline {

    private final LinkingRules rules;
    private final SplittableRandom random;
    private final Map<EventId, EventFact> events = new HashMap<>();
    private final Map<EventId, DecisionFact> decisions = new HashMap<>();
    private final Map<Selector, Tally> tallies = new HashMap<>();
    private final Map<Selector, TreeMap<String, EventFact>> rows = new HashMap<>();
    private final Map<EventId, LinkState> links = new HashMap<>();
    private final Map<String, Deque<Runnable>> queues = new LinkedHashMap<>();
    private final List<Event> products = new ArrayList<>();

    Pipeline(LinkingRules rules, long seed) {
        this.rules = rules;
        this.random = new SplittableRandom(seed);
    }

    /** Takes the records in this order, with work between them left undone as the seed has it; then finishes all work. */
    List<Event> run(List<Event> records) {
        for (Event record : records) {
            receive(record);
            for (int steps = random.nextInt(6); steps > 0; steps--) {
                step();
            }
        }
        while (!queues.isEmpty()) {
            step();
        }
        return products;
    }

    private void receive(Event record) {
        if (record.type() == EventType.LINK_DECISION) {
            DecisionFact decision = DecisionFact.of(record);
            Optional<DecisionFact> known = Optional.ofNullable(decisions.get(record.id()));
            if (decision.isNews(known)) {
                decisions.put(record.id(), decision);
                decision.tell(known).forEach(told -> {
                    EventId link = told.link().orElseThrow();
                    send(record.id() + " to " + link, () -> toLink(link, state -> state.take(told)));
                });
            }
            return;
        }
        EventFact fact = EventFact.of(record, TestEvents.selectors());
        Arrival.of(Optional.ofNullable(events.get(record.id())), fact).ifPresent(arrival -> {
            events.put(record.id(), fact);
            arrival.concerned()
                    .forEach(selector -> send(record.id() + " to " + selector, () -> toValue(selector, fact)));
        });
    }

    private void toValue(Selector selector, EventFact fact) {
        Sightings sightings = new InMemory(rows.computeIfAbsent(selector, any -> new TreeMap<>()));
        Value.Step step =
                new Value(selector, rules, sightings).take(tallies.getOrDefault(selector, Tally.NOTHING), fact);
        tallies.put(selector, step.tally());
        step.meetings()
                .forEach(meeting -> send(
                        selector + " to " + meeting.link(),
                        () -> toLink(meeting.link(), state -> state.take(meeting))));
        step.notice().ifPresent(products::add);
    }

    private void toLink(EventId link, Function<LinkState, LinkState.Step> message) {
        LinkState.Step step = message.apply(links.getOrDefault(link, LinkState.NOTHING));
        links.put(link, step.state());
        step.product().ifPresent(products::add);
    }

    private void send(String queue, Runnable message) {
        queues.computeIfAbsent(queue, any -> new ArrayDeque<>()).add(message);
    }

    private void step() {
        if (queues.isEmpty()) {
            return;
        }
        String next = List.copyOf(queues.keySet()).get(random.nextInt(queues.size()));
        Deque<Runnable> queue = Objects.requireNonNull(queues.get(next));
        Runnable message = queue.remove();
        if (queue.isEmpty()) {
            queues.remove(next);
        }
        message.run();
    }

    /** Rows in a sorted map, by originator and id. */
    private record InMemory(TreeMap<String, EventFact> rows) implements Sightings {

        @Override
        public Optional<EventFact> find(EventFact sameEvent) {
            return Optional.ofNullable(rows.get(key(sameEvent)));
        }

        @Override
        public void put(EventFact fact) {
            rows.put(key(fact), fact);
        }

        @Override
        public void remove(EventFact sameEvent) {
            rows.remove(key(sameEvent));
        }

        @Override
        public List<EventFact> first(AgencyId originator, int most) {
            return rows.values().stream()
                    .filter(fact -> fact.originator().equals(originator))
                    .limit(most)
                    .toList();
        }

        private static String key(EventFact fact) {
            return fact.originator() + "/" + fact.id();
        }
    }
}
