package ge.khidi.analysis.linking;

import ge.khidi.analysis.TestEvents;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.detail.LinkDecisionDetail.Verdict;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.State;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.handling.Purpose;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Records of a small world from a seed, in which a few values are shared by many: revisions, withdrawals, erasures, decisions. */
final class World {

    private static final List<AgencyId> AGENCIES =
            List.of(TestEvents.PATROL, TestEvents.CRIMINAL, new AgencyId("BORDER-POLICE"), new AgencyId("CERT-GOV-GE"));
    private static final List<String> PHONES = List.of("+995555123456", "+995555123457", "+995599111222");
    private static final List<String> PLATES = List.of("AA-123-BB", "CC-456-DD");

    private final SplittableRandom random;

    World(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** In the order in which they were said. */
    List<Event> records() {
        List<Event> records = new ArrayList<>();
        int events = random.nextInt(3, 18);
        for (int number = 1; number <= events; number++) {
            AgencyId originator = one(AGENCIES);
            for (int revision = 1; revision <= random.nextInt(1, 4); revision++) {
                records.add(revision(number, revision, originator));
            }
        }
        for (int number = 1001; number <= 1001 + random.nextInt(6); number++) {
            for (int revision = 1; revision <= random.nextInt(1, 3); revision++) {
                EventId link = ProductIds.link(
                        TestEvents.id(random.nextInt(1, events + 1)), TestEvents.id(random.nextInt(1, events + 1)));
                TestEvents decision = TestEvents.decision(number, link, one(List.of(Verdict.values())))
                        .revision(revision);
                records.add((random.nextInt(6) == 0 ? decision.state(State.withdrawn("error")) : decision).build());
            }
        }
        return records;
    }

    /** The same records in another order, some of them twice. */
    List<Event> shuffled(List<Event> records) {
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

    /** The newest revision of each event. */
    static List<Event> current(List<Event> records) {
        Map<EventId, Event> newest = new HashMap<>();
        records.forEach(record ->
                newest.merge(record.id(), record, (one, other) -> one.revision() >= other.revision() ? one : other));
        return List.copyOf(newest.values());
    }

    private Event revision(int number, int revision, AgencyId originator) {
        TestEvents event = TestEvents.event(number).by(originator).revision(revision);
        Set<String> phones = new HashSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            phones.add(one(PHONES));
        }
        phones.stream().sorted().forEach(event::phone);
        if (random.nextInt(2) == 0) {
            event.plate(one(PLATES), "GE");
        }
        if (random.nextInt(12) == 0) {
            event.exercise();
        }
        switch (random.nextInt(8)) {
            case 0 -> event.purposes(Purpose.STATISTICS);
            case 1 -> event.purposes(Purpose.BORDER_MANAGEMENT, Purpose.STATISTICS);
            case 2 -> event.purposes(Purpose.LAW_ENFORCEMENT, Purpose.CROSS_CHECK);
            default -> event.purposes(Purpose.LAW_ENFORCEMENT, Purpose.BORDER_MANAGEMENT);
        }
        if (revision > 1) {
            switch (random.nextInt(8)) {
                case 0 -> event.state(State.withdrawn("mistake"));
                case 1 -> event.state(new State(Status.RESTRICTED, Optional.of("contested")));
                case 2 -> event.state(new State(Status.CLOSED, Optional.of("SITUATION_ENDED")));
                default -> {}
            }
        }
        return event.build();
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
