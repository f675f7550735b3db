package ge.khidi.sharing.feed;

import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.feed.Consequences.Change;
import ge.khidi.sharing.hold.HeldItems;
import ge.khidi.sharing.hold.HeldItems.Known;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.policy.Partner;
import ge.khidi.sharing.policy.Partners;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Which products are kept back from whom, since a change of the rules permits them and no window brings along what arrived before it. What
 * the calendar had given before the change came needs no window, whoever notices the day first.
 *
 * <p>Nothing is written down for it: the changes since a product arrived, what was decided under each, and where each feed stood when it
 * went in force are kept for good, so the answer is the same before and after the feeds have followed, and whoever asks. A class that nobody
 * had met then is decided by the rules of then; where these were not kept, nothing was permitted.
 */
@Singleton
public class KeptBack {

    // A feed's end at a change is exact: nobody appends while the epoch flips.
    private static final String SINCE = """
            SELECT c.epoch, c.earlier, to_json(c.watermark) #>> '{}', to_json(c.backfill_from) #>> '{}', c.feeds, CAST(b.day AS text)
            FROM (SELECT *, coalesce(lag(epoch) OVER (ORDER BY watermark, epoch), before[1]) AS earlier FROM epoch_change) c
            LEFT JOIN epoch b ON b.id = c.earlier
            WHERE c.watermark >= (
                SELECT min(v.received_at) FROM jsonb_to_recordset(%s) AS x (e uuid, r integer)
                JOIN event_revision v ON v.event_id = x.e AND v.revision = x.r
            ) ORDER BY c.watermark, c.epoch
            """.formatted(Sql.JSON);
    private static final String RECEIVED = """
            SELECT CAST(v.event_id AS text), to_json(v.received_at) #>> '{}'
            FROM jsonb_to_recordset(%s) AS x (e uuid, r integer)
            JOIN event_revision v ON v.event_id = x.e AND v.revision = x.r
            """.formatted(Sql.JSON);
    private static final String ROWS = """
            WITH wanted AS (
                SELECT DISTINCT x.e FROM jsonb_to_recordset(%s) AS x (e uuid)
            )
            SELECT CAST(r.event_id AS text), r.feed, r.seq, r.kind, r.cause FROM wanted w JOIN feed_row r ON r.event_id = w.e AND r.cause = 0
            UNION ALL
            SELECT CAST(r.event_id AS text), r.feed, r.seq, r.kind, r.cause FROM wanted w JOIN feed_row r ON r.event_id = w.e AND r.cause <> 0
            """.formatted(Sql.JSON);

    private final DecisionTable decisions;
    private final HeldItems held;
    private final Standings standings;

    KeptBack(DecisionTable decisions, HeldItems held, Standings standings) {
        this.decisions = decisions;
        this.held = held;
        this.standings = standings;
    }

    /** The newest revision of a product, with the facts by which it is decided now. */
    record Product(RevisionId revision, long classId, DisclosureFacts facts) {
        private JsonObject json() {
            return new JsonObject().put("e", revision.eventId().toString()).put("r", revision.revision());
        }
    }

    /**
     * A change of the rules: from which epoch, which had decided for that day, to which, and where each partner's feed ended; without that, wherever
     * it ends now.
     */
    private record Passed(
            long before,
            Optional<LocalDate> day,
            long epoch,
            Optional<Instant> at,
            Optional<Instant> window,
            Optional<JsonObject> ends) {

        private boolean concerns(Instant receivedAt) {
            return at.filter(moment -> moment.isBefore(receivedAt)).isEmpty();
        }

        private long end(Feed feed) {
            return ends.map(all -> all.getLong(feed.partner().id().value(), 0L)).orElse(Long.MAX_VALUE);
        }

        /** Whether something as old as that could come along, if the partner's agreement had begun. */
        private boolean reaches(Product product, Instant receivedAt) {
            return !product.facts().personalData()
                    || window.filter(from -> !receivedAt.isBefore(from)).isPresent();
        }

        /** Whether it came on a later day than the rules before had decided for; without a day that is not known yet. */
        private boolean mayComeToALaterDay(Instant receivedAt) {
            return day.filter(decided ->
                            !receivedAt.atZone(ZoneOffset.UTC).toLocalDate().isAfter(decided))
                    .isEmpty();
        }
    }

    /** Everything that was, of some products. */
    private record Past(
            List<Passed> changes,
            Map<EventId, Instant> received,
            Map<Plan.Key, NavigableMap<Long, Standing>> standings,
            Map<Long, Map<Long, Map<Short, Decision>>> decided,
            Map<Long, Map<Long, Map<Short, Instant>>> given,
            Map<Long, Partners> partners) {

        private List<Passed> since(Product product) {
            Instant receivedAt = receivedAt(product);
            return changes.stream()
                    .filter(change -> change.concerns(receivedAt))
                    .toList();
        }

        private Instant receivedAt(Product product) {
            return Optional.ofNullable(received.get(product.revision().eventId()))
                    .orElseThrow();
        }

        private Map<Short, Decision> of(long epoch, Product product) {
            return decided.getOrDefault(epoch, Map.of()).getOrDefault(product.classId(), Map.of());
        }

        private Optional<Decision> of(long epoch, Product product, Feed feed) {
            return Optional.ofNullable(of(epoch, product).get(feed.id()));
        }

        /** A window is about what its change decides otherwise, for whomever: that is what was simulated and approved. */
        private boolean decidesOtherwise(Passed change, Product product) {
            return !of(change.before(), product).equals(of(change.epoch(), product));
        }

        private boolean covered(Passed change, Product product, Feed feed) {
            return mayCover(change, product, feed)
                    && (feed.partner().agreement().isEmpty()
                            || Optional.ofNullable(partners.get(change.epoch()))
                                    .flatMap(then -> then.find(feed.partner().id()))
                                    .filter(then -> begun(then, product.facts(), receivedAt(product)))
                                    .isPresent());
        }

        /** The same, whenever its agreement began. */
        private boolean mayCover(Passed change, Product product, Feed feed) {
            return decidesOtherwise(change, product)
                    && (change.reaches(product, receivedAt(product)) || givenByItsDay(change, product, feed));
        }

        /** Whether something hangs on the day on which the agreement began: it is permitted, and is not being offered already. */
        private boolean hangsOnItsAgreement(Passed change, Product product, Feed feed) {
            return change.concerns(receivedAt(product))
                    && permits(change, product, feed)
                    && !offered(change, product, feed)
                    && mayCover(change, product, feed);
        }

        private boolean permits(Passed change, Product product, Feed feed) {
            return of(change.epoch(), product, feed).flatMap(Decision::profile).isPresent();
        }

        private boolean mayBeGivenByItsDay(Passed change, Product product, List<Feed> agreed) {
            Instant receivedAt = receivedAt(product);
            return change.concerns(receivedAt)
                    && !change.reaches(product, receivedAt)
                    && change.mayComeToALaterDay(receivedAt)
                    && decidesOtherwise(change, product)
                    && agreed.stream().anyMatch(feed -> permits(change, product, feed));
        }

        /** Whether it was received since the calendar gave the feed a right to it, before the change came. */
        private boolean givenByItsDay(Passed change, Product product, Feed feed) {
            Instant since = given.getOrDefault(change.epoch(), Map.of())
                    .getOrDefault(product.classId(), Map.of())
                    .get(feed.id());
            return since != null && !receivedAt(product).isBefore(since);
        }

        private boolean offered(Passed change, Product product, Feed feed) {
            return Optional.ofNullable(
                            standings.get(new Plan.Key(product.revision().eventId(), feed.id())))
                    .map(rows -> rows.floorEntry(change.end(feed)))
                    .filter(last -> last.getValue().offered())
                    .isPresent();
        }
    }

    /** Rights start at the date of the agreement, those to personal data at that of a later transfer basis. */
    public static boolean begun(Partner partner, DisclosureFacts facts, Instant receivedAt) {
        return partner.agreement()
                .map(agreement -> facts.personalData() ? agreement.personalDataFrom() : agreement.validFrom())
                .filter(from ->
                        receivedAt.isBefore(from.atStartOfDay(ZoneOffset.UTC).toInstant()))
                .isEmpty();
    }

    /** Whether the newest revision of a product, which is of that class, is kept back from a feed that is not being offered it. */
    public Uni<Boolean> from(
            Mutiny.Session session, RevisionId product, long classId, DisclosureFacts facts, Feed feed) {
        EventId id = product.eventId();
        return held.known(session, List.of(id))
                .chain(releases -> from(
                        session,
                        new Product(product, classId, facts),
                        List.of(feed),
                        Map.of(
                                new Plan.Key(id, feed.id()),
                                releases.stream()
                                        .filter(known -> known.feed() == feed.id())
                                        .toList())))
                .map(feeds -> feeds.contains(feed.id()));
    }

    /** The feeds that are not being offered a product, and that it is kept back from. The caller holds the epoch. */
    Uni<Set<Short>> from(
            Mutiny.Session session, Product product, Collection<Feed> feeds, Map<Plan.Key, List<Known>> releases) {
        EventId id = product.revision().eventId();
        return claims(session, List.of(product), feeds, releases, Optional.empty())
                .chain(claims -> claims.isEmpty()
                        ? Uni.createFrom().item(Set.of())
                        : standings
                                .of(session, List.of(id))
                                .map(last -> claims.entrySet().stream()
                                        .filter(entry -> entry.getValue() == Claim.NONE)
                                        .filter(entry -> !last.getOrDefault(entry.getKey(), Standing.NEVER)
                                                .offered())
                                        .map(entry -> entry.getKey().feed())
                                        .collect(Collectors.toSet())));
    }

    /**
     * What each of these feeds may claim of each product; empty where no rules have changed since any of them arrived. A change that is only
     * {@code foreseen} comes after those in force, at the moment the session sees.
     */
    Uni<Map<Plan.Key, Claim>> claims(
            Mutiny.Session session,
            List<Product> products,
            Collection<Feed> feeds,
            Map<Plan.Key, List<Known>> releases,
            Optional<Change> foreseen) {
        if (products.isEmpty() || feeds.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        JsonArray json = new JsonArray(products.stream().map(Product::json).toList());
        return Sql.rows(session, SINCE, json)
                .map(rows -> changes(rows, foreseen))
                .chain(changes -> changes.isEmpty()
                        ? Uni.createFrom().item(Map.of())
                        : past(session, products, feeds, changes, json)
                                .map(past -> claims(past, products, feeds, releases)));
    }

    private static List<Passed> changes(List<Object[]> rows, Optional<Change> foreseen) {
        List<Passed> changes = new ArrayList<>();
        for (Object[] row : rows) {
            changes.add(new Passed(
                    ((Number) row[1]).longValue(),
                    Optional.ofNullable((String) row[5]).map(LocalDate::parse),
                    ((Number) row[0]).longValue(),
                    Optional.of(instant((String) row[2])),
                    Optional.ofNullable((String) row[3]).map(KeptBack::instant),
                    Optional.of(new JsonObject((String) row[4]))));
        }
        foreseen.filter(change -> changes.stream().noneMatch(passed -> passed.epoch() == change.after()))
                .map(change -> new Passed(
                        change.before().get(0),
                        Optional.empty(),
                        change.after(),
                        Optional.empty(),
                        change.backfillFrom(),
                        Optional.empty()))
                .ifPresent(changes::add);
        return changes;
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private Uni<Past> past(
            Mutiny.Session session,
            List<Product> products,
            Collection<Feed> feeds,
            List<Passed> changes,
            JsonArray json) {
        Map<Long, DisclosureFacts> classes =
                products.stream().collect(Collectors.toMap(Product::classId, Product::facts, (one, other) -> one));
        return Sql.rows(session, RECEIVED, json)
                .map(KeptBack::received)
                .chain(received -> Sql.rows(session, ROWS, json)
                        .map(KeptBack::standings)
                        .map(standings -> new Past(changes, received, standings, Map.of(), Map.of(), Map.of())))
                .chain(past -> decisions
                        .decidedThen(epochs(past, products), classes)
                        .map(decided ->
                                new Past(changes, past.received(), past.standings(), decided, Map.of(), Map.of())))
                .chain(past -> given(past, products, feeds)
                        .map(given ->
                                new Past(changes, past.received(), past.standings(), past.decided(), given, Map.of())))
                .chain(past -> partners(past, products, feeds)
                        .map(partners -> new Past(
                                changes, past.received(), past.standings(), past.decided(), past.given(), partners)));
    }

    /** Of each class the epochs since the first product of it arrived, and no earlier one: nobody had met most classes then. */
    private static Map<Long, Set<Long>> epochs(Past past, List<Product> products) {
        Map<Long, Set<Long>> epochs = new HashMap<>();
        for (Product product : products) {
            Set<Long> its = epochs.computeIfAbsent(product.classId(), none -> new HashSet<>());
            past.since(product).forEach(change -> {
                its.add(change.before());
                its.add(change.epoch());
            });
        }
        return epochs;
    }

    private static Map<EventId, Instant> received(List<Object[]> rows) {
        Map<EventId, Instant> received = new HashMap<>();
        rows.forEach(row -> received.put(EventId.parse((String) row[0]).orElseThrow(), instant((String) row[1])));
        return received;
    }

    private static Map<Plan.Key, NavigableMap<Long, Standing>> standings(List<Object[]> rows) {
        Map<Plan.Key, NavigableMap<Long, Standing>> standings = new HashMap<>();
        for (Object[] row : rows) {
            Plan.Key key = new Plan.Key(EventId.parse((String) row[0]).orElseThrow(), ((Number) row[1]).shortValue());
            standings
                    .computeIfAbsent(key, none -> new TreeMap<>())
                    .put(((Number) row[2]).longValue(), Standing.after(row[3], row[4]));
        }
        return standings;
    }

    /** What the calendar had given before the changes that came to a new day, to those with an agreement whom they permit it. */
    private Uni<Map<Long, Map<Long, Map<Short, Instant>>>> given(
            Past past, List<Product> products, Collection<Feed> feeds) {
        List<Feed> agreed = agreed(feeds);
        Map<Long, Map<Long, Map<Short, Instant>>> given = new HashMap<>();
        return Multi.createFrom()
                .iterable(past.changes())
                .onItem()
                .transformToUniAndConcatenate(change -> {
                    Map<Long, DisclosureFacts> classes = products.stream()
                            .filter(product -> past.mayBeGivenByItsDay(change, product, agreed))
                            .collect(Collectors.toMap(Product::classId, Product::facts, (one, other) -> one));
                    return classes.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : decisions
                                    .begunSince(List.of(change.before()), change.epoch(), classes)
                                    .invoke(found -> found.forEach(day -> given.put(change.epoch(), day.since())))
                                    .replaceWithVoid();
                })
                .collect()
                .asList()
                .replaceWith(given);
    }

    private static List<Feed> agreed(Collection<Feed> feeds) {
        return feeds.stream()
                .filter(feed -> feed.partner().agreement().isPresent())
                .toList();
    }

    /** The partners as of the changes that may bring something along to somebody with an agreement. */
    private Uni<Map<Long, Partners>> partners(Past past, List<Product> products, Collection<Feed> feeds) {
        List<Feed> agreed = agreed(feeds);
        return decisions.partnersThen(past.changes().stream()
                .filter(change -> products.stream()
                        .anyMatch(product ->
                                agreed.stream().anyMatch(feed -> past.hangsOnItsAgreement(change, product, feed))))
                .map(Passed::epoch)
                .toList());
    }

    private static Map<Plan.Key, Claim> claims(
            Past past, List<Product> products, Collection<Feed> feeds, Map<Plan.Key, List<Known>> releases) {
        Map<Plan.Key, Claim> claims = new HashMap<>();
        for (Product product : products) {
            List<Passed> changes = past.since(product);
            if (!changes.isEmpty()) {
                feeds.forEach(feed -> {
                    Plan.Key key = new Plan.Key(product.revision().eventId(), feed.id());
                    claims.put(key, claim(past, product, feed, changes, releases.getOrDefault(key, List.of())));
                });
            }
        }
        return claims;
    }

    private static Claim claim(Past past, Product product, Feed feed, List<Passed> changes, List<Known> releases) {
        return Claim.of(
                past.of(changes.get(0).before(), product, feed),
                changes.stream()
                        .map(change -> new Claim.Turn(
                                past.of(change.epoch(), product, feed),
                                past.offered(change, product, feed),
                                past.covered(change, product, feed)))
                        .toList(),
                held -> releases.stream()
                        .anyMatch(known -> known.approved() && known.scope().covers(product.facts(), held)));
    }
}
