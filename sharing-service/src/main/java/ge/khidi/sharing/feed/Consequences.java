package ge.khidi.sharing.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.decision.FirstDay;
import ge.khidi.sharing.decision.OffLoop;
import ge.khidi.sharing.decision.Window;
import ge.khidi.sharing.feed.Consequence.Effect;
import ge.khidi.sharing.hold.HeldItem;
import ge.khidi.sharing.hold.HeldItems;
import ge.khidi.sharing.hold.HeldItems.Known;
import ge.khidi.sharing.hold.HeldItems.Refused;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.Decision.Held;
import ge.khidi.sharing.policy.DisclosureFacts;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Works out what a change of the rules means for events that arrived before it. A simulation shows the answer, the activation's job writes
 * it down: both ask here, so they differ only in the moment at which they look.
 *
 * <p>What a partner has, as its feed says, is compared with what it may have now; the earlier rules are asked only where a change went
 * out of force before the feeds had followed it. Looked at twice, the second look finds nothing to do.
 */
@Singleton
public class Consequences {

    // Events whose newest revision came after the watermark are left out: whoever appended it obeyed the new rules
    // already.
    private static final String CONCERNED = """
            FROM event_head h JOIN event_revision v ON v.event_id = h.event_id AND v.revision = h.revision
            WHERE v.class_id = ANY(CAST(CAST(:classes AS text) AS bigint[]))
            AND v.received_at <= CAST(CAST(:watermark AS text) AS timestamptz)
            """;
    private static final String COUNT = "SELECT count(*) " + CONCERNED;
    private static final String LOOKED =
            "CAST(h.event_id AS text), h.revision, v.class_id, to_json(v.received_at) #>> '{}', h.originator, h.status";
    // The place is said of both tables: said of one, each chunk would read the other from its beginning.
    private static final String EVENTS = """
            SELECT %s
            %s AND h.event_id > CAST(CAST(:after AS text) AS uuid) AND v.event_id > CAST(CAST(:after AS text) AS uuid)
            ORDER BY h.event_id LIMIT :most
            """.formatted(LOOKED, CONCERNED);
    private static final String LOCKED = EVENTS + " FOR UPDATE OF h";
    private static final String NEWEST = """
            SELECT %s
            FROM (SELECT CAST(jsonb_array_elements_text(%s) AS uuid) AS id) w JOIN event_head h ON h.event_id = w.id
            JOIN event_revision v ON v.event_id = h.event_id AND v.revision = h.revision ORDER BY h.event_id
            """.formatted(LOOKED, Sql.JSON);
    private static final String LAST = """
            WITH wanted AS (
                SELECT CAST(jsonb_array_elements_text(%s) AS uuid) AS event_id
            ), had AS (
                SELECT r.event_id, r.feed, r.seq, r.kind, r.revision, r.variant, r.terms, r.cause
                FROM wanted w JOIN feed_row r ON r.event_id = w.event_id AND r.cause = 0
                UNION ALL
                SELECT r.event_id, r.feed, r.seq, r.kind, r.revision, r.variant, r.terms, r.cause
                FROM wanted w JOIN feed_row r ON r.event_id = w.event_id AND r.cause <> 0
            ), last AS (
                SELECT DISTINCT ON (event_id, feed) * FROM had ORDER BY event_id, feed, seq DESC
            )
            SELECT CAST(l.event_id AS text), l.feed, l.kind, l.revision, n.profile, l.cause, l.terms FROM last l
            LEFT JOIN rendition n ON n.event_id = l.event_id AND n.revision = l.revision AND n.variant = l.variant
            """.formatted(Sql.JSON);
    private static final String WORDED = "SELECT id, text FROM terms WHERE id IN"
            + " (SELECT CAST(jsonb_array_elements_text(" + Sql.JSON + ") AS integer))";
    private static final String FACTS = "SELECT id, facts FROM disclosure_class WHERE id IN"
            + " (SELECT CAST(jsonb_array_elements_text(" + Sql.JSON + ") AS bigint))";
    private static final String BODIES = """
            SELECT CAST(v.event_id AS text), v.revision, v.body, n.variant, n.profile, n.domain
            FROM jsonb_to_recordset(%s) AS x (e uuid, r integer)
            JOIN event_revision v ON v.event_id = x.e AND v.revision = x.r
            LEFT JOIN rendition n ON n.event_id = x.e AND n.revision = x.r
            """.formatted(Sql.JSON);

    private final DecisionTable decisions;
    private final HeldItems held;
    private final Renderer renderer;
    private final KeptBack keptBack;

    Consequences(DecisionTable decisions, HeldItems held, Renderer renderer, KeptBack keptBack) {
        this.decisions = decisions;
        this.held = held;
        this.renderer = renderer;
        this.keptBack = keptBack;
    }

    /**
     * From which epochs to which; of a change that is only foreseen, the first of them is in force. What was received after the watermark is
     * not looked at; personal data received from {@code backfillFrom} on may be brought although they are older than the change, and so may what
     * was received since a right that the calendar gave.
     */
    public record Change(List<Long> before, long after, String watermark, Optional<Instant> backfillFrom) {
        /** Stands for a watermark at the moment of the look. */
        public static final String NOW = "infinity";

        public Change {
            before = List.copyOf(before);
        }
    }

    /** A change with the classes it concerns, and what was looked up of them so far. */
    public static final class Run {
        private final Change change;
        private final Set<Long> classes;
        private final Map<Long, Map<Feed, Decision>> decided = new HashMap<>();
        private final Map<Long, Map<Long, Map<Short, Decision>>> before = new HashMap<>();
        private final Map<Long, DisclosureFacts> facts = new HashMap<>();
        private final List<FirstDay> firstDays = new ArrayList<>();
        private final Set<Short> onOtherTerms;
        private final Map<Integer, String> worded = new HashMap<>();
        private final List<Window> windows;

        private Run(Change change, List<Long> classes, Set<Short> onOtherTerms, List<Window> windows) {
            this.windows = List.copyOf(windows);
            this.change = change;
            this.classes = Set.copyOf(classes);
            this.onOtherTerms = onOtherTerms;
        }

        /** Whether what the partner's newest row brought came with the conditions that would go with it now. */
        private boolean onTheSameTerms(Feed feed, DisclosureFacts facts, Last last) {
            return !onOtherTerms.contains(feed.id())
                    || last.terms()
                            .flatMap(terms -> Optional.ofNullable(worded.get(terms)))
                            .filter(conditions -> Renderer.saysTheTermsOf(feed.partner(), facts.purposes(), conditions))
                            .isPresent();
        }

        /**
         * Whether pages showed something else under an epoch whose change was not followed to its end: a reader may then have gone past a row
         * that shows again what it showed before, and would not see it. A class that no such epoch decided had no event then.
         */
        private boolean interrupted(long classId, Feed feed, Decision now) {
            return change.before().size() > 1
                    && before.values().stream()
                            .flatMap(epoch -> Optional.ofNullable(epoch.get(classId)).stream())
                            .map(of -> Optional.ofNullable(of.get(feed.id())))
                            .anyMatch(then -> then.filter(one -> one instanceof Held == now instanceof Held
                                            && one.profile().equals(now.profile()))
                                    .isEmpty());
        }

        /** Whether the partner might have the same under every epoch whose rows may still stand in its feed. */
        private boolean sameAsEverBefore(long classId, Feed feed, Decision now) {
            List<Map<Short, Decision>> then = before.values().stream()
                    .flatMap(epoch -> Optional.ofNullable(epoch.get(classId)).stream())
                    .toList();
            return then.size() == change.before().size()
                    && then.stream()
                            .allMatch(of -> Optional.ofNullable(of.get(feed.id()))
                                    .filter(one -> Claim.same(one, now))
                                    .isPresent());
        }

        /** Whether a change before this one, whose job did not come to its end, was to bring it along by a window. */
        private boolean broughtByAnEarlierWindow(Looked event, Feed feed, Decision now) {
            return windows.stream()
                    .anyMatch(window -> window.brings(
                            event.receivedAt(), before(event.classId()), feed.id(), then -> Claim.same(then, now)));
        }

        private Map<Long, Map<Short, Decision>> before(long classId) {
            return before.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, epoch -> epoch.getValue().getOrDefault(classId, Map.of())));
        }

        /** Whether it was received since the calendar gave the feed a right to it, and no change took that away before this one. */
        private boolean givenByAFirstDay(Looked event, Feed feed, Decision now) {
            return firstDays.stream()
                    .anyMatch(day -> day.brings(
                            event.classId(),
                            event.receivedAt(),
                            before(event.classId()),
                            feed.id(),
                            then -> Claim.same(then, now)));
        }

        /** The facts of a class that occurred. */
        public Optional<DisclosureFacts> facts(long classId) {
            return Optional.ofNullable(facts.get(classId));
        }
    }

    /** Some events and everything that happens to them; {@code last} is absent when there are no more. */
    public record Chunk(List<Consequence> all, int events, Optional<EventId> last) {
        public Chunk {
            all = List.copyOf(all);
        }
    }

    /** An event that the change concerns. */
    private record Looked(RevisionId revision, long classId, Instant receivedAt, AgencyId originator, boolean usable) {}

    /** What a feed's last row on an event brought. */
    private record Last(Standing standing, int revision, Optional<String> profile, Optional<Integer> terms) {
        static final Last NONE = new Last(Standing.NEVER, 0, Optional.empty(), Optional.empty());
    }

    /** Everything known of some events. */
    private record Background(
            Map<Plan.Key, Last> last,
            Map<Plan.Key, List<Known>> releases,
            Set<Refused> refused,
            Map<Plan.Key, Claim> claims) {}

    /** One event in one feed before it is rendered. */
    private record Planned(
            Looked event,
            Feed feed,
            Decision now,
            Standing standing,
            Shift shift,
            List<Known> releases,
            boolean product) {
        boolean renders() {
            return !product && shift.row().filter(RowKind::brings).isPresent();
        }
    }

    /** In the session that looks, so that what earlier changes left undone is of its moment. */
    public Uni<Run> begin(Mutiny.Session session, Change change) {
        return decisions
                .onOtherTerms(change.before(), change.after())
                .chain(feeds -> classes(change, feeds)
                        .chain(classes -> decisions
                                .windows(session, change.before())
                                .map(windows -> new Run(change, classes, feeds, windows))));
    }

    private Uni<List<Long>> classes(Change change, Set<Short> onOtherTerms) {
        return decisions.endedSince(change.before(), change.after()).chain(feeds -> {
            feeds.addAll(onOtherTerms);
            return decisions.differing(change.before(), change.after(), feeds);
        });
    }

    /** How many events the change concerns, as the session sees them. */
    public Uni<Long> count(Mutiny.Session session, Run run) {
        return session.createNativeQuery(COUNT, Long.class)
                .setParameter("classes", Sql.array(run.classes))
                .setParameter("watermark", run.change.watermark())
                .getSingleResult();
    }

    /** The next events behind {@code after}, in the order of their ids. With {@code lock} their heads stay locked. */
    public Uni<Chunk> next(Mutiny.Session session, Run run, String after, int most, boolean lock) {
        if (run.classes.isEmpty()) {
            return Uni.createFrom().item(new Chunk(List.of(), 0, Optional.empty()));
        }
        return session.createNativeQuery(lock ? LOCKED : EVENTS, Object[].class)
                .setParameter("after", after)
                .setParameter("classes", Sql.array(run.classes))
                .setParameter("watermark", run.change.watermark())
                .setParameter("most", most)
                .getResultList()
                .map(rows -> rows.stream().map(Consequences::looked).toList())
                .chain(events -> events.isEmpty()
                        ? Uni.createFrom().item(new Chunk(List.of(), 0, Optional.empty()))
                        : chunk(session, run, events));
    }

    private Uni<Chunk> chunk(Mutiny.Session session, Run run, List<Looked> events) {
        Optional<EventId> last =
                Optional.of(events.get(events.size() - 1).revision().eventId());
        List<Looked> usable = events.stream().filter(Looked::usable).toList();
        return background(session, run, usable)
                .map(known -> plan(run, usable, known))
                .chain(planned -> bodies(session, planned).chain(bodies -> OffLoop.run(() -> render(planned, bodies))))
                .map(all -> new Chunk(all, events.size(), last));
    }

    /**
     * What a partner may have of a product after the change, and what its feed says that it has. {@code settled}: whatever becomes of its
     * sources, its own decision does something to it, or it is kept back. {@code lookedAt}: it comes again by its own decision, if its
     * sources stay.
     */
    record Own(
            RevisionId product,
            DisclosureFacts facts,
            Feed feed,
            Decision now,
            Standing standing,
            boolean settled,
            boolean lookedAt) {}

    /** The same of these products, also of those that the change leaves alone; nothing of what cannot be used. */
    Uni<List<Own>> own(Mutiny.Session session, Run run, Collection<EventId> products) {
        JsonArray ids = new JsonArray();
        products.forEach(product -> ids.add(product.toString()));
        return Sql.rows(session, NEWEST, ids)
                .map(rows -> rows.stream()
                        .map(Consequences::looked)
                        .filter(Looked::usable)
                        .toList())
                .chain(usable -> background(session, run, usable)
                        .map(known -> plan(run, usable, known).stream()
                                .map(one -> own(run, one, known))
                                .toList()));
    }

    private static Own own(Run run, Planned one, Background known) {
        long classId = one.event().classId();
        boolean keptBack = !one.standing().offered()
                && known.claims()
                                .get(new Plan.Key(
                                        one.event().revision().eventId(),
                                        one.feed().id()))
                        == Claim.NONE;
        Optional<Effect> effect =
                run.classes.contains(classId) ? product(one).map(Consequence::effect) : Optional.empty();
        boolean moved = effect.filter(does -> does != Effect.REQUEST_OVER).isPresent();
        boolean lookedAt = one.standing().offered()
                && effect.filter(does -> does == Effect.PRODUCT_LOOKED_AT).isPresent();
        return new Own(
                one.event().revision(),
                run.facts(classId).orElseThrow(),
                one.feed(),
                one.now(),
                one.standing(),
                keptBack || (moved && !lookedAt),
                lookedAt);
    }

    private static Looked looked(Object[] row) {
        return new Looked(
                new RevisionId(EventId.parse((String) row[0]).orElseThrow(), ((Number) row[1]).intValue()),
                ((Number) row[2]).longValue(),
                OffsetDateTime.parse((String) row[3]).toInstant(),
                new AgencyId((String) row[4]),
                row[5].equals("OPEN") || row[5].equals("CLOSED"));
    }

    private Uni<Background> background(Mutiny.Session session, Run run, List<Looked> events) {
        return lookUp(session, run, events)
                .chain(() -> known(session, events))
                .chain(known -> refused(session, run, events, known))
                .call(known -> worded(session, run, known))
                .chain(known -> claims(session, run, events, known));
    }

    private Uni<Void> lookUp(Mutiny.Session session, Run run, List<Looked> events) {
        Set<Long> unknown = events.stream()
                .map(Looked::classId)
                .filter(id -> !run.facts.containsKey(id))
                .collect(Collectors.toSet());
        if (unknown.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Sql.rows(session, FACTS, new JsonArray(List.copyOf(unknown)))
                .invoke(rows -> rows.forEach(
                        row -> run.facts.put(((Number) row[0]).longValue(), DisclosureFacts.parse((String) row[1]))))
                .chain(() -> decisions.decided(run.change.after(), unknown))
                .invoke(run.decided::putAll)
                .chain(() -> decisions.begunSince(run.change.before(), run.change.after(), factsOf(run, unknown)))
                .invoke(run.firstDays::addAll)
                .chain(() -> before(run, unknown));
    }

    private static Map<Long, DisclosureFacts> factsOf(Run run, Set<Long> classes) {
        return classes.stream()
                .collect(Collectors.toMap(id -> id, id -> run.facts(id).orElseThrow()));
    }

    /** What was decided before the change, and while earlier ones were being followed that were not followed to their end. */
    private Uni<Void> before(Run run, Set<Long> classes) {
        return Multi.createFrom()
                .iterable(run.change.before())
                .onItem()
                .transformToUniAndConcatenate(epoch -> decisions
                        .decided(epoch, classes)
                        .invoke(decided -> run.before
                                .computeIfAbsent(epoch, none -> new HashMap<>())
                                .putAll(byFeed(decided))))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** A feed is the same one, whatever its partner is called in another registry. */
    private static Map<Long, Map<Short, Decision>> byFeed(Map<Long, Map<Feed, Decision>> decided) {
        Map<Long, Map<Short, Decision>> byFeed = new HashMap<>();
        decided.forEach((classId, of) -> of.forEach((feed, decision) ->
                byFeed.computeIfAbsent(classId, none -> new HashMap<>()).put(feed.id(), decision)));
        return byFeed;
    }

    private Uni<Background> known(Mutiny.Session session, List<Looked> events) {
        List<EventId> ids =
                events.stream().map(event -> event.revision().eventId()).toList();
        JsonArray json = new JsonArray();
        ids.forEach(id -> json.add(id.toString()));
        return Sql.rows(session, LAST, json)
                .chain(rows -> held.known(session, ids).map(releases -> {
                    Map<Plan.Key, Last> last = new HashMap<>();
                    for (Object[] row : rows) {
                        last.put(
                                new Plan.Key(
                                        EventId.parse((String) row[0]).orElseThrow(), ((Number) row[1]).shortValue()),
                                new Last(
                                        Standing.after(row[2], row[5]),
                                        ((Number) row[3]).intValue(),
                                        Optional.ofNullable((String) row[4]),
                                        Optional.ofNullable((Integer) row[6])));
                    }
                    return new Background(
                            last,
                            releases.stream()
                                    .collect(Collectors.groupingBy(one -> new Plan.Key(one.event(), one.feed()))),
                            Set.of(),
                            Map.of());
                }));
    }

    /** Adds what officers have refused of events; of products it is asked where they are delivered. */
    private Uni<Background> refused(Mutiny.Session session, Run run, List<Looked> events, Background known) {
        List<RevisionId> asked = events.stream()
                .filter(event ->
                        !run.facts(event.classId()).orElseThrow().type().product())
                .map(Looked::revision)
                .toList();
        return held.refused(session, asked)
                .map(refused -> new Background(known.last(), known.releases(), refused, known.claims()));
    }

    /** Looks up how the conditions were worded on which a partner has what it now gets on others. */
    private static Uni<Void> worded(Mutiny.Session session, Run run, Background known) {
        JsonArray unknown = new JsonArray();
        known.last()
                .forEach((key, last) -> last.terms()
                        .filter(terms -> run.onOtherTerms.contains(key.feed()) && !run.worded.containsKey(terms))
                        .ifPresent(unknown::add));
        return unknown.isEmpty()
                ? Uni.createFrom().voidItem()
                : Sql.rows(session, WORDED, unknown)
                        .invoke(rows ->
                                rows.forEach(row -> run.worded.put(((Number) row[0]).intValue(), (String) row[1])))
                        .replaceWithVoid();
    }

    /** What may be claimed of the products among these that some feed might have and is not offered. */
    private Uni<Background> claims(Mutiny.Session session, Run run, List<Looked> events, Background known) {
        List<KeptBack.Product> products = new ArrayList<>();
        Map<Short, Feed> feeds = new HashMap<>();
        for (Looked event : events) {
            DisclosureFacts facts = run.facts(event.classId()).orElseThrow();
            List<Feed> unoffered = !facts.type().product()
                    ? List.of()
                    : run.decided.getOrDefault(event.classId(), Map.of()).entrySet().stream()
                            .filter(entry -> entry.getValue().profile().isPresent())
                            .map(Map.Entry::getKey)
                            .filter(feed -> !known.last()
                                    .getOrDefault(new Plan.Key(event.revision().eventId(), feed.id()), Last.NONE)
                                    .standing()
                                    .offered())
                            .toList();
            if (!unoffered.isEmpty()) {
                products.add(new KeptBack.Product(event.revision(), event.classId(), facts));
                unoffered.forEach(feed -> feeds.put(feed.id(), feed));
            }
        }
        return keptBack.claims(session, products, feeds.values(), known.releases(), Optional.of(run.change))
                .map(claims -> new Background(known.last(), known.releases(), known.refused(), claims));
    }

    // what it means, before anything is rendered

    private static List<Planned> plan(Run run, List<Looked> events, Background known) {
        List<Planned> planned = new ArrayList<>();
        for (Looked event : events) {
            DisclosureFacts facts =
                    Optional.ofNullable(run.facts.get(event.classId())).orElseThrow();
            run.decided.getOrDefault(event.classId(), Map.of()).entrySet().stream()
                    .sorted(Comparator.comparing(entry -> entry.getKey().id()))
                    .filter(entry -> facts.type().product()
                            || !entry.getKey().partner().id().equals(event.originator()))
                    .map(entry -> plan(run, event, facts, entry.getKey(), entry.getValue(), known))
                    .forEach(planned::add);
        }
        return planned;
    }

    private static Planned plan(
            Run run, Looked event, DisclosureFacts facts, Feed feed, Decision now, Background known) {
        Plan.Key key = new Plan.Key(event.revision().eventId(), feed.id());
        List<Known> releases = known.releases().getOrDefault(key, List.of());
        Last last = known.last().getOrDefault(key, Last.NONE);
        boolean same = last.revision() == event.revision().revision()
                && last.profile().equals(now.profile())
                && run.onTheSameTerms(feed, facts, last)
                && !run.interrupted(event.classId(), feed, now);
        Shift.Late late = facts.type().product()
                ? late(run, event, feed, now, known.claims().getOrDefault(key, Claim.STANDS))
                : late(run, event, facts, feed, now);
        boolean refused = known.refused().contains(new Refused(event.revision().eventId(), feed.id()));
        Shift shift = Shift.of(permission(now, facts, releases, refused), last.standing(), same, late);
        return new Planned(
                event, feed, now, last.standing(), shift, releases, facts.type().product());
    }

    /** What officers refused stays: a change of the rules puts nothing before them again, and may only let it go without their word. */
    private static Permission permission(Decision now, DisclosureFacts facts, List<Known> releases, boolean refused) {
        if (now.profile().isEmpty()) {
            return Permission.STAYS;
        }
        if (!(now instanceof Held)) {
            return Permission.LEAVES;
        }
        return releases.stream().anyMatch(one -> one.approved() && one.scope().covers(facts, now))
                ? Permission.LEAVES
                : refused ? Permission.STAYS : Permission.WAITS;
    }

    /**
     * Rights start at the agreement's date. Personal data from before the change come only by an explicit window, its own or one of a change that it
     * overtook, or where the calendar had given the right before the change came.
     */
    private static Shift.Late late(Run run, Looked event, DisclosureFacts facts, Feed feed, Decision now) {
        boolean comes = KeptBack.begun(feed.partner(), facts, event.receivedAt())
                && (!facts.personalData()
                        || run.givenByAFirstDay(event, feed, now)
                        || run.broughtByAnEarlierWindow(event, feed, now)
                        || run.change
                                .backfillFrom()
                                .filter(from -> !event.receivedAt().isBefore(from))
                                .isPresent());
        return comes ? Shift.Late.COMES : orAsBefore(run, event, feed, now, Shift.Late.KEPT_BACK);
    }

    /** A product may have waited all along for what has nothing to do with the change, and be owed still. */
    private static Shift.Late late(Run run, Looked product, Feed feed, Decision now, Claim claim) {
        return switch (claim) {
            case BEGINS -> Shift.Late.COMES;
            case STANDS -> orAsBefore(run, product, feed, now, Shift.Late.COMES);
            case NONE -> orAsBefore(run, product, feed, now, Shift.Late.KEPT_BACK);
        };
    }

    private static Shift.Late orAsBefore(Run run, Looked event, Feed feed, Decision now, Shift.Late otherwise) {
        return run.sameAsEverBefore(event.classId(), feed, now) ? Shift.Late.AS_BEFORE : otherwise;
    }

    // rendering, which also finds leaks

    /** What a revision is rendered from. */
    private record Body(@Nullable String text, List<Variant> variants) {}

    private static Uni<Map<RevisionId, Body>> bodies(Mutiny.Session session, List<Planned> planned) {
        JsonArray json = new JsonArray();
        planned.stream()
                .filter(Planned::renders)
                .map(one -> one.event().revision())
                .distinct()
                .forEach(revision -> json.add(
                        new JsonObject().put("e", revision.eventId().toString()).put("r", revision.revision())));
        if (json.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return Sql.rows(session, BODIES, json).map(rows -> {
            Map<RevisionId, Body> bodies = new HashMap<>();
            for (Object[] row : rows) {
                Body body = bodies.computeIfAbsent(
                        new RevisionId(EventId.parse((String) row[0]).orElseThrow(), ((Number) row[1]).intValue()),
                        none -> new Body((String) row[2], new ArrayList<>()));
                if (row[3] != null) {
                    body.variants()
                            .add(new Variant(((Number) row[3]).intValue(), (String) row[4], (String) row[5], "", ""));
                }
            }
            return bodies;
        });
    }

    private List<Consequence> render(List<Planned> planned, Map<RevisionId, Body> bodies) {
        Map<RevisionId, Renderer.OneRevision> renderers = new HashMap<>();
        bodies.forEach((revision, body) ->
                parse(body).ifPresent(event -> renderers.put(revision, renderer.of(event, body.variants()))));
        List<Consequence> all = new ArrayList<>();
        for (Planned one : planned) {
            consequence(one, renderers).ifPresent(all::add);
        }
        return all;
    }

    private static Optional<Event> parse(Body body) {
        return Optional.ofNullable(body.text())
                .map(text -> EventCodec.parse(text.getBytes(UTF_8)).toOptional().orElseThrow());
    }

    private static Optional<Consequence> consequence(Planned one, Map<RevisionId, Renderer.OneRevision> renderers) {
        if (one.product()) {
            return product(one);
        }
        if (!one.renders()) {
            return written(one, one.shift().row(), Optional.empty(), List.of());
        }
        Renderer.OneRevision rendering = renderers.get(one.event().revision());
        if (rendering == null) {
            return Optional.empty();
        }
        Offer offer = rendering.render(one.feed(), one.now());
        if (offer.sent().isPresent()) {
            return written(one, one.shift().row(), offer.sent(), List.of());
        }
        Optional<RowKind> instead =
                one.shift().row().filter(kind -> kind == RowKind.UPDATE).map(kind -> RowKind.NO_LONGER_OFFERED);
        return written(one, instead, Optional.empty(), offer.leaks());
    }

    /** A product that may come, or come again in another wording, is looked at: whether it does is decided by its sources. */
    private static Optional<Consequence> product(Planned one) {
        Shift shift = one.shift();
        boolean ends = shift.row().filter(kind -> !kind.brings()).isPresent();
        boolean looksAgain =
                shift.asksForRelease() || shift.row().filter(RowKind::brings).isPresent();
        Map<Long, String> over = ends(one, shift.asksForRelease());
        if (!ends && !looksAgain && !shift.keptBack() && over.isEmpty()) {
            return Optional.empty();
        }
        Effect effect = ends
                ? Effect.NO_LONGER_OFFERED
                : looksAgain ? Effect.PRODUCT_LOOKED_AT : shift.keptBack() ? Effect.KEPT_BACK : Effect.REQUEST_OVER;
        return Optional.of(new Consequence(
                one.event().revision(),
                one.feed(),
                effect,
                one.now(),
                ends ? Optional.of(RowKind.NO_LONGER_OFFERED) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                over,
                List.of(),
                looksAgain));
    }

    private static Optional<Consequence> written(
            Planned one, Optional<RowKind> row, Optional<Offer.Sent> sent, List<String> leaks) {
        Optional<HeldItem> asks = asks(one);
        Map<Long, String> ends = ends(one, asks.isPresent());
        Effect effect = effect(one, row, asks.isPresent(), !leaks.isEmpty());
        return effect == Effect.REQUEST_OVER && ends.isEmpty()
                ? Optional.empty()
                : Optional.of(new Consequence(
                        one.event().revision(),
                        one.feed(),
                        effect,
                        one.now(),
                        row,
                        sent.map(Consequence.Sent::new),
                        asks,
                        ends,
                        leaks,
                        false));
    }

    private static Effect effect(Planned one, Optional<RowKind> row, boolean asks, boolean leaks) {
        if (row.isPresent()) {
            return switch (row.get()) {
                case NEW -> Effect.NEWLY_OFFERED;
                case UPDATE, CORRECTION -> Effect.REDACTED_DIFFERENTLY;
                case NO_LONGER_OFFERED, RESTRICTION, WITHDRAWAL, ERASURE, CORRECTION_ALONE -> Effect.NO_LONGER_OFFERED;
            };
        }
        if (leaks) {
            return Effect.STOPPED_BY_LEAK_CHECK;
        }
        if (asks) {
            return Effect.NEWLY_HELD;
        }
        return one.shift().keptBack() ? Effect.KEPT_BACK : Effect.REQUEST_OVER;
    }

    /** The request that is new: the same one that is open already is not put again. */
    private static Optional<HeldItem> asks(Planned one) {
        if (!one.shift().asksForRelease() || !(one.now() instanceof Held hold) || waits(one)) {
            return Optional.empty();
        }
        return Optional.of(new HeldItem(
                one.feed().id(),
                one.feed().partner().id(),
                one.event().revision(),
                one.event().classId(),
                one.event().originator(),
                one.feed().partner().releasedBy(),
                hold.profileName(),
                hold.holds()));
    }

    /**
     * Requests that fit the rules no more, and releases that no longer cover; a product's release is looked at with its sources, and nobody is
     * asked any more about one that is kept back.
     */
    private static Map<Long, String> ends(Planned one, boolean asks) {
        Map<Long, String> ends = new HashMap<>();
        for (Known release : one.releases()) {
            boolean over = one.product()
                    ? !release.approved() && (one.shift().keptBack() || !fits(one, release))
                    : !fits(one, release);
            if (over) {
                ends.put(release.id(), asks ? "SUPERSEDED" : "LAPSED");
            }
        }
        return ends;
    }

    private static boolean waits(Planned one) {
        return one.releases().stream().anyMatch(release -> !release.approved() && fits(one, release));
    }

    /** Whether what was asked, or released, is what the rules of now would ask; a release outlives rules that ask nobody. */
    private static boolean fits(Planned one, Known release) {
        return one.now() instanceof Held
                ? release.asks(one.now(), one.feed().partner().releasedBy())
                : release.approved() && one.now().profile().isPresent();
    }
}
