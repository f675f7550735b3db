package ge.khidi.sharing.taxii;

import ge.khidi.contract.EventId;
import ge.khidi.sharing.feed.RowKind;
import ge.khidi.sharing.stix.Shown;
import ge.khidi.sharing.stix.StixExport;
import ge.khidi.sharing.stix.StixObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What rows of a feed, in their order, do to a list. The same rows on the same list give the same plan.
 *
 * <p>Of an object that belongs to one event every version is listed once, each later than the one before; where an export would put another
 * body under a version that was listed, or an earlier one, it is made again with a later {@code modified}. A row that brings no content, or no
 * longer brings an object, revokes it; so does one that the export cannot say, since what was there before it may be what it corrects. A
 * shared object is listed once, for the first event that brings it; who brings it now is kept beside it.
 *
 * <p>A row that brings content may be hidden later, and with it what stands under it. Each row therefore takes over what it leaves as it is,
 * unchanged objects and revocations, at a new place: a reader may have gone past the old one while it was hidden.
 */
final class ListPlan {

    private static final Duration LATER = Duration.ofMillis(1);
    private static final String INCIDENT = "incident";

    /** How a row is said in STIX. */
    interface Export {
        /** @param revoked ids of the event that were revoked and are not to be used again */
        List<StixObject> objects(Shown shown, Optional<Instant> bodyChangedAt, Set<String> revoked);

        StixObject revoked(StixObject previous, Instant at);
    }

    /**
     * A row of the feed. {@code usable}: its event may be used, so that its content, if there is any, may be listed; {@code classId} and
     * {@code shownUnder}, the profile of the rendition, are what its being shown depends on.
     */
    record Row(long seq, TaxiiCollection collection, Shown shown, boolean usable, long classId, String shownUnder) {
        EventId event() {
            return shown.revision().eventId();
        }

        RowKind kind() {
            return shown.kind();
        }
    }

    /**
     * The latest listed version of an object that belongs to one event. {@code mayHide}: the row it stands under brings content, so that it
     * is not shown under all rules.
     */
    record Own(
            TaxiiCollection collection,
            String id,
            String type,
            Instant created,
            Instant version,
            boolean revoked,
            boolean mayHide,
            @Nullable String body) {
        Own under(Row row) {
            return new Own(
                    collection, id, type, created, version, revoked, row.kind().brings(), body);
        }
    }

    /** A version to be listed. Shared ones are candidates: listed unless they are. {@code version} is absent where the object has none. */
    record Entry(
            TaxiiCollection collection,
            StixObject object,
            Instant created,
            Optional<Instant> version,
            boolean earliest,
            boolean latest,
            boolean revoked,
            Row row) {
        Entry superseded() {
            return new Entry(collection, object, created, version, earliest, false, revoked, row);
        }

        Entry under(Row other) {
            return new Entry(collection, object, created, version, earliest, latest, revoked, other);
        }
    }

    /** A version that was listed before and stands under another row from now on, at a new place. */
    record Moved(TaxiiCollection collection, String id, Instant version, Row row) {}

    /** A row that the export failed on. */
    record Unsaid(Row row, RuntimeException fault) {}

    /** Which shared objects an event brings after these rows, and by which row. */
    record Holding(Row row, Set<String> objects) {}

    private final Export export;
    private final Map<EventId, Map<String, Own>> own = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Integer> newest = new HashMap<>();
    private final Map<String, TaxiiCollection> superseded = new LinkedHashMap<>();
    private final Map<String, Moved> moved = new LinkedHashMap<>();
    private final Map<EventId, Holding> holdings = new LinkedHashMap<>();
    private final Set<EventId> ended = new LinkedHashSet<>();
    private final Map<String, StixObject> shared = new HashMap<>();
    private final List<Unsaid> unsaid = new ArrayList<>();

    /** @param listed what is listed of the events of the rows, and of the events that these say are linked */
    ListPlan(Export export, Map<EventId, Map<String, Own>> listed) {
        this.export = export;
        listed.forEach((event, objects) -> own.put(event, new LinkedHashMap<>(objects)));
    }

    void add(Row row) {
        if (!row.kind().brings()) {
            end(row);
        } else if (row.usable()) {
            bring(row);
        }
    }

    /** In the order of their places. */
    List<Entry> entries() {
        return Collections.unmodifiableList(entries);
    }

    /** Ids of own objects of which a version that was listed before is not the latest any more. */
    Map<String, TaxiiCollection> superseded() {
        return Collections.unmodifiableMap(superseded);
    }

    /** In the order of their places, which come before those of the {@link #entries}. */
    Collection<Moved> moved() {
        return Collections.unmodifiableCollection(moved.values());
    }

    Map<EventId, Holding> holdings() {
        return Collections.unmodifiableMap(holdings);
    }

    /** Events of which a row recalled what was shown, whatever came after it. */
    Set<EventId> ended() {
        return Collections.unmodifiableSet(ended);
    }

    /** Rows that brought content and could not be said. */
    List<Unsaid> unsaid() {
        return Collections.unmodifiableList(unsaid);
    }

    private void end(Row row) {
        ended.add(row.event());
        holdings.put(row.event(), new Holding(row, Set.of()));
        List.copyOf(ofEvent(row).values()).forEach(one -> keepRevoked(row, one));
    }

    private void bring(Row row) {
        Map<String, Own> had = ofEvent(row);
        Set<String> revoked =
                had.values().stream().filter(Own::revoked).map(Own::id).collect(Collectors.toSet());
        List<StixObject> objects;
        try {
            objects = objects(row, had, revoked);
        } catch (RuntimeException cannotSay) {
            unsaid.add(new Unsaid(row, cannotSay));
            end(row);
            return;
        }
        bring(row, had, objects);
    }

    private List<StixObject> objects(Row row, Map<String, Own> had, Set<String> revoked) {
        Shown shown = row.shown().beside(incidents(row.shown().linked()));
        List<StixObject> objects = export.objects(shown, Optional.empty(), revoked);
        return objects.stream().anyMatch(one -> !one.shared() && conflicts(one, had.get(one.id())))
                ? export.objects(shown, Optional.of(after(row, had)), revoked)
                : objects;
    }

    private void bring(Row row, Map<String, Own> had, List<StixObject> objects) {
        Set<String> brought = new LinkedHashSet<>();
        Set<String> held = new LinkedHashSet<>();
        for (StixObject object : objects) {
            if (object.shared()) {
                share(row, object, held);
            } else {
                brought.add(object.id());
                list(row, object, had);
            }
        }
        holdings.put(row.event(), new Holding(row, held));
        had.values().stream()
                .filter(one -> !brought.contains(one.id()))
                .toList()
                .forEach(one -> keepRevoked(row, one));
    }

    private Map<String, Own> ofEvent(Row row) {
        return own.computeIfAbsent(row.event(), none -> new LinkedHashMap<>());
    }

    /** Of these events, the incidents that stand. */
    private Map<EventId, String> incidents(List<EventId> events) {
        Map<EventId, String> incidents = new HashMap<>();
        events.forEach(event -> own.getOrDefault(event, Map.of()).values().stream()
                .filter(one -> one.type().equals(INCIDENT) && !one.revoked())
                .forEach(one -> incidents.put(event, one.id())));
        return incidents;
    }

    private static boolean conflicts(StixObject object, @Nullable Own had) {
        return had != null
                && object.version().isPresent()
                && !object.version().get().isAfter(had.version())
                && !same(object, had);
    }

    private static boolean same(StixObject object, Own had) {
        return !had.revoked()
                && object.version().orElse(had.version()).equals(had.version())
                && object.body().equals(had.body());
    }

    /** When the row came, but after every version that was listed. */
    private static Instant after(Row row, Map<String, Own> had) {
        return had.values().stream()
                .map(one -> one.version().plus(LATER))
                .filter(version -> version.isAfter(row.shown().added()))
                .max(Instant::compareTo)
                .orElse(row.shown().added());
    }

    private void list(Row row, StixObject object, Map<String, Own> had) {
        Own before = had.get(object.id());
        if (before != null && same(object, before)) {
            move(row, before);
        } else {
            Instant version = object.version()
                    .orElseGet(() -> before == null
                            ? row.shown().added()
                            : later(row.shown().added(), before.version()));
            put(row, object, before, version, false);
        }
    }

    private void keepRevoked(Row row, Own had) {
        if (!had.revoked()) {
            revoke(row, had);
        } else if (had.mayHide()) {
            move(row, had);
        }
    }

    private void revoke(Row row, Own had) {
        Instant at = later(row.shown().added(), had.version());
        StixObject previous = new StixObject(had.id(), had.type(), Optional.of(had.version()), false, bodyOf(had));
        StixExport.neededToRevoke(had.type()).forEach(needed -> candidate(row, had.collection(), needed));
        put(row, export.revoked(previous, at), had, at, true);
    }

    private void move(Row row, Own had) {
        Integer here = newest.get(had.id());
        if (here == null) {
            moved.put(had.id(), new Moved(had.collection(), had.id(), had.version(), row));
        } else {
            entries.set(here, entries.get(here).under(row));
        }
        ofEvent(row).put(had.id(), had.under(row));
    }

    /** Only what the revoked version keeps: it must come out the same where the content is already gone. */
    private static String bodyOf(Own had) {
        return "{\"created\":\"%s\",\"id\":\"%s\",\"type\":\"%s\"}"
                .formatted(Moment.version(Moment.micros(had.created())), had.id(), had.type());
    }

    private static Instant later(Instant at, Instant than) {
        return at.isAfter(than) ? at : than.plus(LATER);
    }

    private void put(Row row, StixObject object, @Nullable Own before, Instant version, boolean revoked) {
        TaxiiCollection collection = before == null ? row.collection() : before.collection();
        Instant created = before == null ? row.shown().firstAdded() : before.created();
        moved.remove(object.id());
        Integer earlier = newest.put(object.id(), entries.size());
        if (earlier != null) {
            entries.set(earlier, entries.get(earlier).superseded());
        } else if (before != null) {
            superseded.put(object.id(), collection);
        }
        entries.add(new Entry(collection, object, created, Optional.of(version), before == null, true, revoked, row));
        Own now = new Own(
                collection,
                object.id(),
                object.type(),
                created,
                version,
                revoked,
                row.kind().brings(),
                object.body());
        ofEvent(row).put(object.id(), now);
    }

    private void share(Row row, StixObject object, Set<String> held) {
        if (!object.standing()) {
            held.add(object.id());
        }
        candidate(row, row.collection(), object);
    }

    private void candidate(Row row, TaxiiCollection collection, StixObject object) {
        if (shared.putIfAbsent(collection + " " + object.id(), object) == null) {
            Instant created = object.version().orElse(row.shown().added());
            entries.add(new Entry(collection, object, created, object.version(), true, true, false, row));
        }
    }
}
