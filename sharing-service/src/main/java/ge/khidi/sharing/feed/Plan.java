package ge.khidi.sharing.feed;

import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.event.Status;
import ge.khidi.sharing.hold.HeldItems.Known;
import ge.khidi.sharing.policy.Decision.Held;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything one append writes, worked out from what arrived and what the partners have; pure. Revisions of one event are planned in
 * their order, each on what the one before it leaves behind.
 */
final class Plan {

    /** A row to append. */
    record NewRow(short feed, RevisionId revision, RowKind kind, Optional<Offer.Sent> sent) {}

    /** An item to put before officers. */
    record Request(Prepared prepared, Offer offer, Held held) {}

    /** An item of which a withheld value would have left. */
    record Leak(short feed, RevisionId revision, List<String> pointers) {}

    /** An event and a feed. */
    record Key(EventId event, short feed) {}

    /** What there is before: last rows and open or approved releases. */
    record Before(Map<Key, Standing> standings, Map<Key, List<Known>> releases) {}

    private final Map<Key, Standing> standings;
    private final Map<EventId, TreeSet<Short>> holders = new HashMap<>();
    private final Map<EventId, Map<Short, List<Known>>> releases = new HashMap<>();
    private final Map<Key, Request> asked = new LinkedHashMap<>();

    final List<NewRow> rows = new ArrayList<>();
    final List<Leak> leaks = new ArrayList<>();
    final List<RevisionId> erasures = new ArrayList<>();
    /** Releases that end, with the state they end in. */
    final Map<Long, String> ended = new HashMap<>();

    private Plan(Before before) {
        this.standings = new HashMap<>(before.standings());
        before.releases().forEach((key, known) -> ofEvent(key.event()).put(key.feed(), known));
        before.standings().keySet().forEach(this::hold);
    }

    /**
     * @throws StateMovedException if something leaves that was not rendered, because it was released a moment ago
     */
    static Plan of(List<Prepared> live, Before before) {
        Plan plan = new Plan(before);
        live.forEach(plan::add);
        return plan;
    }

    List<Request> requests() {
        return List.copyOf(asked.values());
    }

    private void add(Prepared prepared) {
        TreeSet<Short> feeds = new TreeSet<>(prepared.offers().keySet());
        feeds.addAll(holders.getOrDefault(prepared.id(), new TreeSet<>()));
        feeds.addAll(releases.getOrDefault(prepared.id(), Map.of()).keySet());
        if (prepared.event().state().status() == Status.ERASED) {
            erasures.add(prepared.revisionId());
        }
        feeds.forEach(feed -> add(prepared, feed));
    }

    private void add(Prepared prepared, short feed) {
        Key key = new Key(prepared.id(), feed);
        if (prepared.event().type().product() && prepared.event().state().usable()) {
            // Whether a new revision of a product leaves is decided by Products; nobody is asked about the old one
            // any more.
            releasesOf(key).stream()
                    .filter(known -> !known.approved())
                    .forEach(known -> ended.put(known.id(), "SUPERSEDED"));
            return;
        }
        Offer offer = prepared.offers().get(feed);
        Permission permission = permission(prepared, key, offer);
        Reach reach = Reach.of(
                prepared.event().state().status(),
                prepared.event().revisionKind(),
                permission,
                standings.getOrDefault(key, Standing.NEVER));
        reach.row().ifPresent(kind -> append(prepared, key, kind, offer));
        endReleases(key, permission, reach);
        if (reach.asksForRelease() && offer != null && offer.decision() instanceof Held held) {
            asked.put(key, new Request(prepared, offer, held));
        }
        if (offer != null && !offer.leaks().isEmpty()) {
            leaks.add(new Leak(feed, prepared.revisionId(), offer.leaks()));
        }
    }

    private Permission permission(Prepared prepared, Key key, @Nullable Offer offer) {
        if (offer == null || !offer.leaks().isEmpty()) {
            return Permission.STAYS;
        }
        if (!(offer.decision() instanceof Held)) {
            return Permission.LEAVES;
        }
        return released(prepared, key, offer) ? Permission.LEAVES : Permission.WAITS;
    }

    private boolean released(Prepared prepared, Key key, Offer offer) {
        return releasesOf(key).stream()
                .anyMatch(known -> known.approved() && known.scope().covers(prepared.facts(), offer.decision()));
    }

    private void append(Prepared prepared, Key key, RowKind kind, @Nullable Offer offer) {
        Optional<Offer.Sent> sent = Optional.empty();
        if (kind.brings()) {
            sent = offer == null ? Optional.empty() : offer.sent();
            if (sent.isEmpty()) {
                throw new StateMovedException("released meanwhile");
            }
        }
        rows.add(new NewRow(key.feed(), prepared.revisionId(), kind, sent));
        standings.put(key, Standing.after(kind));
        hold(key);
    }

    /** What waited for the older revision waits no more; a release that does not cover the new one is over. */
    private void endReleases(Key key, Permission permission, Reach reach) {
        asked.remove(key);
        List<Known> stays = new ArrayList<>();
        for (Known known : releasesOf(key)) {
            boolean brought = permission == Permission.LEAVES
                    && reach.row().filter(RowKind::brings).isPresent();
            if (known.approved() && brought) {
                stays.add(known);
            } else {
                ended.put(known.id(), reach.asksForRelease() ? "SUPERSEDED" : "LAPSED");
            }
        }
        ofEvent(key.event()).put(key.feed(), stays);
    }

    private List<Known> releasesOf(Key key) {
        return releases.getOrDefault(key.event(), Map.of()).getOrDefault(key.feed(), List.of());
    }

    private Map<Short, List<Known>> ofEvent(EventId event) {
        return releases.computeIfAbsent(event, none -> new HashMap<>());
    }

    private void hold(Key key) {
        holders.computeIfAbsent(key.event(), none -> new TreeSet<>()).add(key.feed());
    }
}
