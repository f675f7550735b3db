package ge.khidi.sharing.feed;

import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.sharing.feed.Consequence.Effect;
import ge.khidi.sharing.feed.Consequences.Chunk;
import ge.khidi.sharing.feed.Consequences.Own;
import ge.khidi.sharing.feed.Consequences.Run;
import ge.khidi.sharing.installation.Rules;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Says what a change of the rules means for products whose own decision it leaves alone, or that it has come again, by what it does to the events
 * they name. When the feeds follow a change nobody asks here: {@code Products} looks at each product by itself, once a source has moved.
 *
 * <p>That a product ends is certain: it is offered, and an event it names is taken away. That one comes is not: its other sources may be
 * unknown to the partner, an officer may be asked first, and the leak check may stop it; so it is said only that it is looked at.
 */
@Singleton
public class ThroughSources {

    private static final int CHUNK = 500;

    private static final String MADE_FROM =
            "SELECT CAST(source AS text), revision, CAST(product AS text) FROM product_source"
                    + " WHERE source IN (SELECT CAST(jsonb_array_elements_text(" + Sql.JSON + ") AS uuid))";

    private final Consequences consequences;
    private final Rules rules;

    ThroughSources(Consequences consequences, Rules rules) {
        this.consequences = consequences;
        this.rules = rules;
    }

    /** What becomes of a source in a feed, the strongest first: whoever loses one of several loses the product. */
    private enum Move {
        LOST,
        COMES,
        CHANGES;

        /** A product that comes again once its own sources were looked at may be there or not when those made from it are looked at. */
        static Move of(Consequence source, RowKind row) {
            if (row == RowKind.NEW) {
                return COMES;
            }
            return row.brings() || source.looksAgain() ? CHANGES : LOST;
        }

        Move or(Move other) {
            return compareTo(other) < 0 ? this : other;
        }
    }

    /**
     * The products made from events that move, each once, however many of its sources do. It grows with these products, by about a hundred
     * bytes for each: what happens to them in the feeds is the same for most, and kept once.
     */
    public static final class Reached {
        private final Map<EventId, Map<Short, Move>> products = new HashMap<>();
        private final Map<Map<Short, Move>, Map<Short, Move>> once = new HashMap<>();

        private void add(EventId product, Map<Short, Move> moves) {
            Map<Short, Move> all = new HashMap<>(products.getOrDefault(product, Map.of()));
            moves.forEach((feed, move) -> all.merge(feed, move, Move::or));
            products.put(product, once.computeIfAbsent(Map.copyOf(all), same -> same));
        }

        private Optional<Move> move(Own own) {
            return Optional.ofNullable(products.getOrDefault(own.product().eventId(), Map.of())
                    .get(own.feed().id()));
        }
    }

    /** Notes the products that were made from what the change takes, brings or brings again in these events. */
    public Uni<Void> note(Mutiny.Session session, Chunk chunk, Reached reached) {
        Map<RevisionId, List<Consequence>> moved = chunk.all().stream()
                .filter(one -> one.row().isPresent())
                .collect(Collectors.groupingBy(Consequence::revision));
        if (moved.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        JsonArray ids = new JsonArray();
        moved.keySet().forEach(source -> ids.add(source.eventId().toString()));
        return Sql.rows(session, MADE_FROM, ids)
                .invoke(rows -> note(rows, moved, reached))
                .replaceWithVoid();
    }

    /** A product that names another revision than the newest is not offered, or ends for that. */
    private static void note(List<Object[]> rows, Map<RevisionId, List<Consequence>> moved, Reached reached) {
        Map<EventId, Map<Short, Move>> products = new HashMap<>();
        for (Object[] row : rows) {
            RevisionId source =
                    new RevisionId(EventId.parse((String) row[0]).orElseThrow(), ((Number) row[1]).intValue());
            EventId product = EventId.parse((String) row[2]).orElseThrow();
            for (Consequence one : moved.getOrDefault(source, List.of())) {
                one.row()
                        .ifPresent(kind -> products.computeIfAbsent(product, none -> new HashMap<>())
                                .merge(one.feed().id(), Move.of(one, kind), Move::or));
            }
        }
        products.forEach(reached::add);
    }

    /** What becomes of the products that were noted, some at a time, as the session sees them. */
    public Multi<Chunk> each(Mutiny.Session session, Run run, Reached reached) {
        List<EventId> all = reached.products.keySet().stream().sorted().toList();
        return Multi.createFrom()
                .range(0, (all.size() + CHUNK - 1) / CHUNK)
                .onItem()
                .transformToUniAndConcatenate(n ->
                        chunk(session, run, reached, all.subList(n * CHUNK, Math.min(all.size(), (n + 1) * CHUNK))));
    }

    private Uni<Chunk> chunk(Mutiny.Session session, Run run, Reached reached, List<EventId> products) {
        return consequences.own(session, run, products).map(all -> {
            List<Consequence> found = new ArrayList<>();
            for (Own own : all) {
                reached.move(own)
                        .flatMap(move -> effect(own, move))
                        .ifPresent(effect -> found.add(consequence(own, effect)));
            }
            return new Chunk(found, 0, Optional.of(products.get(products.size() - 1)));
        });
    }

    /** What was never offered, or is not any more, is brought only by a source that comes, and where its own decision lets it. */
    private Optional<Effect> effect(Own own, Move move) {
        if (own.settled() || !Products.names(own.facts().type(), own.now(), rules.profiles())) {
            return Optional.empty();
        }
        if (own.standing().offered()) {
            return move == Move.LOST
                    ? Optional.of(Effect.ENDS_WITH_SOURCE)
                    : own.lookedAt() ? Optional.empty() : Optional.of(Effect.LOOKED_AT_WITH_SOURCE);
        }
        return move == Move.COMES
                        && own.standing() != Standing.BARRED
                        && own.now().profile().isPresent()
                ? Optional.of(Effect.LOOKED_AT_WITH_SOURCE)
                : Optional.empty();
    }

    private static Consequence consequence(Own own, Effect effect) {
        return new Consequence(
                own.product(),
                own.feed(),
                effect,
                own.now(),
                effect == Effect.ENDS_WITH_SOURCE ? Optional.of(RowKind.NO_LONGER_OFFERED) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                List.of(),
                effect == Effect.LOOKED_AT_WITH_SOURCE);
    }
}
