package ge.khidi.sharing.stix;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A plain model of who lists what one event becomes for one client: asks again where a body changed, and revokes what is gone. */
final class Listing {

    private final StixProfile profile;
    private final Map<String, StixObject> last = new LinkedHashMap<>();
    private final Map<String, String> bodies = new HashMap<>();
    private final Set<String> revoked = new HashSet<>();
    private final List<String> contradictions = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    Listing(StixProfile profile) {
        this.profile = profile;
    }

    void add(Shown row) {
        now = later(row.added());
        Shown next = new Shown(row.revision(), row.kind(), row.firstAdded(), now, row.event(), row.conditions());
        List<StixObject> objects = objects(next, Optional.empty());
        list(objects.stream().anyMatch(this::contradicts) ? objects(next, Optional.of(now)) : objects);
        Set<String> there = new HashSet<>();
        objects.forEach(object -> there.add(object.id()));
        revoke(last.values().stream()
                .filter(object -> !there.contains(object.id()))
                .toList());
    }

    void withdraw() {
        now = later(now);
        revoke(List.copyOf(last.values()));
    }

    /** What was listed under one id and version with two bodies, with a version that is not later, or after it was revoked. */
    List<String> contradictions() {
        return contradictions;
    }

    /** The newest version of every object of the event. */
    Collection<StixObject> newest() {
        return last.values();
    }

    List<StixObject> withWhatStands() {
        List<StixObject> all = new ArrayList<>();
        all.add(Platform.self());
        all.add(Marking.TLP_CLEAR.object());
        all.addAll(StixExport.neededToRevoke("observed-data"));
        all.addAll(last.values());
        return all;
    }

    private List<StixObject> objects(Shown row, Optional<Instant> bodyChangedAt) {
        return Rows.EXPORT.objects(row, profile, Rows.ids("IAD"), bodyChangedAt, revoked).stream()
                .filter(object -> !object.shared())
                .toList();
    }

    private boolean contradicts(StixObject object) {
        StixObject before = last.get(object.id());
        return before != null
                && !before.body().equals(object.body())
                && !version(object).isAfter(version(before));
    }

    private void list(List<StixObject> objects) {
        for (StixObject object : objects) {
            String known = bodies.putIfAbsent(object.id() + " " + version(object), object.body());
            if (revoked.contains(object.id())
                    || contradicts(object)
                    || (known != null && !known.equals(object.body()))) {
                contradictions.add(object.id());
            }
            last.put(object.id(), object);
            if (Rows.body(object).path("revoked").asBoolean()) {
                revoked.add(object.id());
            }
        }
    }

    private void revoke(List<StixObject> gone) {
        list(gone.stream()
                .filter(object -> !revoked.contains(object.id()))
                .map(object -> Rows.EXPORT.revoked(object, now))
                .toList());
    }

    private Instant later(Instant added) {
        return added.isAfter(now) ? added : now.plusMillis(1);
    }

    private static Instant version(StixObject object) {
        return object.version().orElseThrow();
    }
}
