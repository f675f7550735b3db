package ge.khidi.sharing.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.relay.trace.FreshContext;
import ge.khidi.sharing.decision.Decided;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.hold.HeldItem;
import ge.khidi.sharing.hold.HeldItems;
import ge.khidi.sharing.installation.Rules;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.Decision.Held;
import ge.khidi.sharing.policy.DisclosureFacts;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Delivers what analysis made: only while every revision it was made from is current here, and, where the profile names them, only to
 * a partner that may know of every one: it is offered them now, or said them itself. Otherwise the product waits, or is no longer
 * offered.
 *
 * <p>A product is looked at when it arrives and whenever one of its sources changes. It is marked in the transaction of that arrival and
 * looked at in one of its own, right afterwards; the mark goes with the rows it causes.
 */
@Singleton
class Products {

    private static final Logger LOG = Logger.getLogger(Products.class);
    private static final Duration EVERY = Duration.ofMillis(300);

    private final Mutiny.SessionFactory sessions;
    private final DecisionTable decisions;
    private final Rules rules;
    private final ProductStore store;
    private final Standings standings;
    private final LateRows rows;
    private final HeldItems held;
    private final Vertx vertx;
    private final AtomicBoolean busy = new AtomicBoolean();

    Products(
            Mutiny.SessionFactory sessions,
            DecisionTable decisions,
            Rules rules,
            ProductStore store,
            Standings standings,
            LateRows rows,
            HeldItems held,
            Vertx vertx) {
        this.sessions = sessions;
        this.decisions = decisions;
        this.rules = rules;
        this.store = store;
        this.standings = standings;
        this.rows = rows;
        this.held = held;
        this.vertx = vertx;
    }

    /** Everything that decides who gets a product. */
    private record Look(
            Event product,
            DisclosureFacts facts,
            List<RevisionId> sources,
            Map<EventId, ProductStore.Head> heads,
            Map<Plan.Key, Standing> known,
            Map<Short, ProductStore.Last> last,
            Decided.OfClass decided,
            List<HeldItems.Known> releases) {}

    void start(@Observes StartupEvent started) {
        vertx.setPeriodic(EVERY.toMillis(), tick -> look());
    }

    private void look() {
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        FreshContext.run(vertx, FreshContext.untraced(), this::lookAtAll)
                .onTermination()
                .invoke(() -> busy.set(false))
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf(
                                "Products could not be looked at, next look in %s. cause=%s",
                                EVERY, failure.getClass().getName()));
    }

    private Uni<Void> lookAtAll() {
        return sessions.withTransaction(session -> store.next(session)
                        .chain(next -> next.isEmpty()
                                ? Uni.createFrom().item(false)
                                : lookAt(session, next.get()).replaceWith(true)))
                .chain(found -> found ? lookAtAll() : Uni.createFrom().voidItem());
    }

    private Uni<Void> lookAt(Mutiny.Session session, EventId product) {
        return rows.hold(session, product)
                .chain(() -> store.body(session, product))
                .chain(body -> {
                    Optional<Event> event = body.flatMap(
                            text -> EventCodec.parse(text.getBytes(UTF_8)).toOptional());
                    return event.isEmpty() || !event.get().state().usable()
                            ? Uni.createFrom().voidItem()
                            : gather(session, event.get()).chain(look -> deliver(session, look));
                });
    }

    private Uni<Look> gather(Mutiny.Session session, Event product) {
        List<RevisionId> sources = Sources.of(product);
        Set<EventId> ids = sources.stream().map(RevisionId::eventId).collect(Collectors.toSet());
        DisclosureFacts facts = DisclosureFacts.of(product, rules.partners());
        return store.heads(session, sources)
                .chain(heads -> standings
                        .of(session, ids)
                        .chain(known -> store.last(session, product.id())
                                .chain(last -> held.known(session, List.of(product.id()))
                                        .chain(releases -> decisions
                                                .decide(Set.of(facts))
                                                .map(decided -> new Look(
                                                        product,
                                                        facts,
                                                        sources,
                                                        heads,
                                                        known,
                                                        last,
                                                        decided.of(facts),
                                                        releases))))));
    }

    private Uni<Void> deliver(Mutiny.Session session, Look look) {
        List<Map.Entry<Feed, Decision>> all =
                new ArrayList<>(look.decided().byFeed().entrySet());
        all.sort(Comparator.comparing(entry -> entry.getKey().id()));
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(entry -> deliver(session, look, entry.getKey(), entry.getValue()))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Boolean> deliver(Mutiny.Session session, Look look, Feed feed, Decision decision) {
        RevisionId revision = look.product().revisionId();
        Optional<ProductStore.Last> last = Optional.ofNullable(look.last().get(feed.id()));
        boolean offered = last.filter(row -> row.standing().offered()).isPresent();
        if (decision.profile().isEmpty() || !mayGo(look, feed, decision) || tooSmall(look, decision)) {
            return rows.end(session, feed.id(), revision, Cause.SOURCES).replaceWith(true);
        }
        if (offered && last.get().revision() >= look.product().revision()) {
            return Uni.createFrom().item(true);
        }
        if (decision instanceof Held hold && !released(look, feed, decision)) {
            return waits(look, feed)
                    ? Uni.createFrom().item(true)
                    : held.ask(session, List.of(item(look, feed, hold))).replaceWith(true);
        }
        return rows.bring(session, feed, revision, decision, Cause.SOURCES);
    }

    private boolean mayGo(Look look, Feed feed, Decision decision) {
        boolean named = decision.profile()
                .flatMap(name -> rules.profiles().find(name))
                .map(profile -> profile.limits().sourceIds())
                .orElse(true);
        return look.sources().stream().allMatch(source -> {
            ProductStore.Head head = look.heads().get(source.eventId());
            return head != null
                    && head.revision() == source.revision()
                    && head.usable()
                    && (!named || knows(look, feed, source.eventId(), head));
        });
    }

    private static boolean knows(Look look, Feed feed, EventId source, ProductStore.Head head) {
        return head.originator().equals(feed.partner().id())
                || look.known()
                        .getOrDefault(new Plan.Key(source, feed.id()), Standing.NEVER)
                        .offered();
    }

    private boolean tooSmall(Look look, Decision decision) {
        return decision.profile()
                .flatMap(name -> rules.profiles().find(name))
                .filter(profile -> profile.suppresses(look.product()))
                .isPresent();
    }

    private static boolean released(Look look, Feed feed, Decision decision) {
        return look.releases().stream()
                .anyMatch(known -> known.feed() == feed.id()
                        && known.approved()
                        && known.scope().covers(look.facts(), decision));
    }

    private static boolean waits(Look look, Feed feed) {
        return look.releases().stream().anyMatch(known -> known.feed() == feed.id() && !known.approved());
    }

    private static HeldItem item(Look look, Feed feed, Held hold) {
        return new HeldItem(
                feed.id(),
                feed.partner().id(),
                look.product().revisionId(),
                look.decided().id(),
                look.product().origin().agency(),
                feed.partner().gateway().orElse(AgencyId.ILECC),
                hold.profileName(),
                hold.holds());
    }
}
