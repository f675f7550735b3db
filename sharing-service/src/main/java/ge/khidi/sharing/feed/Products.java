package ge.khidi.sharing.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.detail.LinkDetail;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Authority;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.housekeeping.Rounds;
import ge.khidi.sharing.decision.Decided;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.disclosure.Profiles;
import ge.khidi.sharing.feed.LateRows.Brought;
import ge.khidi.sharing.hit.HitNotices;
import ge.khidi.sharing.hit.HitPlan;
import ge.khidi.sharing.hit.HitPlan.Reading;
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
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Delivers what analysis made: only while every revision it was made from is current here. A link, and whatever names its sources, goes
 * only to a partner that may know of every one: it is offered them now, or said them itself. Otherwise the product waits, or is no longer
 * offered, and nobody is asked to release it.
 *
 * <p>A link is decided with the facts of all its sources; while one of them is unknown here, it waits. A count (alert, risk assessment)
 * carries no person and names nobody, so its own facts decide: otherwise no statistics partner could ever be told how many crossings of
 * the border there were.
 *
 * <p>What was received before the rules permitted it is kept back without a window, whenever it is looked at ({@link KeptBack}). No hit notice
 * waits for that: nobody's word is awaited.
 *
 * <p>A product is looked at when it arrives and whenever one of its sources, or who has it, changes. It is marked in the transaction of
 * that change and looked at in one of its own, right afterwards; the mark goes with the rows it causes. So do the hit notices, for
 * originators none of whom may read a link.
 */
@Singleton
public class Products {

    private static final Logger LOG = Logger.getLogger(Products.class);
    private static final Duration EVERY = Duration.ofMillis(300);
    private static final Actor PRODUCTS = Actor.platform("products");

    private final Mutiny.SessionFactory sessions;
    private final DecisionTable decisions;
    private final Rules rules;
    private final ProductStore store;
    private final Standings standings;
    private final KeptBack keptBack;
    private final LateRows rows;
    private final HeldItems held;
    private final HitNotices hits;
    private final AuditLog audit;
    private final Clock clock;
    private final Vertx vertx;

    Products(
            Mutiny.SessionFactory sessions,
            DecisionTable decisions,
            Rules rules,
            ProductStore store,
            Standings standings,
            KeptBack keptBack,
            LateRows rows,
            HeldItems held,
            HitNotices hits,
            AuditLog audit,
            Clock clock,
            Vertx vertx) {
        this.sessions = sessions;
        this.decisions = decisions;
        this.rules = rules;
        this.store = store;
        this.standings = standings;
        this.keptBack = keptBack;
        this.rows = rows;
        this.held = held;
        this.hits = hits;
        this.audit = audit;
        this.clock = clock;
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
            long epoch,
            Decided.OfClass decided,
            List<HeldItems.Known> releases,
            Set<Short> refused,
            Set<Short> keptBack,
            Set<Short> again,
            List<HeldItem> asks) {

        /** Whether it is about the newest revisions of all its sources, and all of them may be used. */
        boolean settled() {
            return sources.stream().allMatch(source -> {
                ProductStore.Head head = heads.get(source.eventId());
                return head != null && head.revision() == source.revision() && head.usable();
            });
        }
    }

    void start(@Observes StartupEvent started) {
        Rounds.begin(vertx, EVERY, this::lookAtAll, LOG, "Delivery of products");
    }

    private Uni<Void> lookAtAll() {
        return sessions.withTransaction(session -> store.next(session)
                        .chain(next -> next.isEmpty()
                                ? Uni.createFrom().item(false)
                                : lookAt(session, next.get()).replaceWith(true)))
                .chain(found -> found ? lookAtAll() : Uni.createFrom().voidItem());
    }

    /**
     * Looks at this product before all that were marked earlier, in a transaction of its own: who looks tells originators, and the lists of
     * notices are locked behind the feeds. Answers false if it is not marked, or somebody is looking at it at this moment.
     */
    public Uni<Boolean> lookAtFirst(EventId product) {
        return sessions.withTransaction(session -> store.take(session, product)
                .call(due -> due.isPresent()
                        ? lookAt(session, due.get())
                        : Uni.createFrom().voidItem())
                .map(Optional::isPresent));
    }

    private Uni<Void> lookAt(Mutiny.Session session, ProductStore.Due due) {
        EventId product = due.product();
        return rows.hold(session, product)
                .chain(() -> store.body(session, product))
                .chain(body -> {
                    Optional<Event> event = body.flatMap(
                            text -> EventCodec.parse(text.getBytes(UTF_8)).toOptional());
                    return event.isEmpty() || !event.get().state().usable()
                            ? tell(session, product, HitPlan.Link.FALLEN, 0)
                            : gather(session, event.get(), due.again()).chain(look -> deliver(session, look));
                });
    }

    private Uni<Look> gather(Mutiny.Session session, Event product, Set<Short> again) {
        List<RevisionId> sources = Sources.of(product);
        Set<EventId> ids = sources.stream().map(RevisionId::eventId).collect(Collectors.toSet());
        return store.facts(session, product.type().link() ? sources : List.of())
                .chain(known -> decisions.sight().map(sight -> facts(sight.of(product), product, sources, known)))
                .chain(facts -> store.heads(session, sources)
                        .chain(heads -> standings
                                .of(session, ids)
                                .chain(known -> store.last(session, product.id())
                                        .chain(last -> held.known(session, List.of(product.id()))
                                                .chain(releases -> refused(session, product.revisionId())
                                                        .chain(refused -> decisions
                                                                .decide(Set.of(facts))
                                                                .chain(decided -> keptBack(
                                                                                session,
                                                                                product,
                                                                                facts,
                                                                                decided.of(facts),
                                                                                last,
                                                                                releases)
                                                                        .map(keptBack -> new Look(
                                                                                product,
                                                                                facts,
                                                                                sources,
                                                                                heads,
                                                                                known,
                                                                                last,
                                                                                decided.epoch(),
                                                                                decided.of(facts),
                                                                                releases,
                                                                                refused,
                                                                                keptBack,
                                                                                again,
                                                                                new ArrayList<>())))))))));
    }

    private Uni<Set<Short>> refused(Mutiny.Session session, RevisionId product) {
        return held.refused(session, List.of(product))
                .map(all -> all.stream().map(HeldItems.Refused::feed).collect(Collectors.toSet()));
    }

    /** Asked only for those whom the rules permit it and who are not being offered it: most products are with everybody who may have them. */
    private Uni<Set<Short>> keptBack(
            Mutiny.Session session,
            Event product,
            DisclosureFacts facts,
            Decided.OfClass decided,
            Map<Short, ProductStore.Last> last,
            List<HeldItems.Known> releases) {
        return keptBack.from(
                session,
                new KeptBack.Product(product.revisionId(), decided.id(), facts),
                decided.byFeed().entrySet().stream()
                        .filter(entry -> entry.getValue().profile().isPresent())
                        .map(Map.Entry::getKey)
                        .filter(feed -> Optional.ofNullable(last.get(feed.id()))
                                .filter(row -> row.standing().offered())
                                .isEmpty())
                        .toList(),
                releases.stream().collect(Collectors.groupingBy(known -> new Plan.Key(known.event(), known.feed()))));
    }

    /** A link's facts with those of its sources; its own, which assume the worst, as long as a source is unknown. */
    private static DisclosureFacts facts(
            DisclosureFacts own, Event product, List<RevisionId> sources, Map<RevisionId, DisclosureFacts> known) {
        return product.type().link() && !sources.isEmpty() && known.keySet().containsAll(sources)
                ? own.withSources(known.values())
                : own;
    }

    private Uni<Void> deliver(Mutiny.Session session, Look look) {
        List<Map.Entry<Feed, Decision>> all =
                new ArrayList<>(look.decided().byFeed().entrySet());
        all.sort(Comparator.comparing(entry -> entry.getKey().id()));
        Map<Short, Reading> reading = new HashMap<>();
        return store.decideBy(
                        session, look.product().revisionId(), look.decided().id())
                .chain(() -> Multi.createFrom()
                        .iterable(all)
                        .onItem()
                        .transformToUniAndConcatenate(entry -> deliver(session, look, entry.getKey(), entry.getValue())
                                .invoke(reads -> reading.put(entry.getKey().id(), reads)))
                        .collect()
                        .asList())
                .chain(() -> held.ask(session, look.asks()))
                .chain(() -> look.product().detail().orElse(null) instanceof LinkDetail link
                        ? tell(session, look.product().id(), hits(look, link, reading), look.epoch())
                        : Uni.createFrom().voidItem());
    }

    private Uni<Reading> deliver(Mutiny.Session session, Look look, Feed feed, Decision decision) {
        Optional<ProductStore.Last> last = Optional.ofNullable(look.last().get(feed.id()));
        boolean offered = last.filter(row -> row.standing().offered()).isPresent();
        boolean barred = last.filter(row -> row.standing() == Standing.BARRED).isPresent();
        if (barred
                || look.keptBack().contains(feed.id())
                || decision.profile().isEmpty()
                || !mayGo(look, feed, decision)
                || tooSmall(look, decision)) {
            return withhold(session, look, feed, Permission.STAYS)
                    .chain(() -> held.end(session, asked(look, feed)))
                    .replaceWith(Reading.NOT);
        }
        if (decision instanceof Held hold && !released(look, feed, decision)) {
            return withhold(session, look, feed, Permission.WAITS).chain(() -> ask(session, look, feed, hold));
        }
        if (offered && hasJustThis(look, feed, decision, last.get())) {
            return Uni.createFrom().item(Reading.READS);
        }
        RowKind kind = reach(look, feed, Permission.LEAVES).row().orElseThrow();
        return rows.bring(session, feed, look.product().revisionId(), decision, kind)
                .chain(brought -> brought == Brought.APPENDED
                        ? Uni.createFrom().item(Reading.READS)
                        : withhold(session, look, feed, Permission.STAYS).replaceWith(Reading.AWAITED));
    }

    /**
     * Whether what a feed was brought last is what it would be brought now. The rules may ask for another profile or other conditions although
     * they have not changed since: the facts of a link are those its sources have at this moment, and whoever follows a change of the rules
     * goes by those it had before. Where the job that follows a change says so, a page may have hidden it meanwhile, and it is brought again.
     */
    private boolean hasJustThis(Look look, Feed feed, Decision decision, ProductStore.Last last) {
        return !look.again().contains(feed.id())
                && last.revision() >= look.product().revision()
                && !(last.sourceCameAgain() && names(look, decision))
                && last.profile().equals(decision.profile())
                && last.conditions()
                        .filter(said -> Renderer.saysTheTermsOf(
                                feed.partner(), look.product().handling().purposes(), said))
                        .isPresent();
    }

    /** Who has an earlier revision, or had it, is told what it must know of one that does not go to it. */
    private Uni<Void> withhold(Mutiny.Session session, Look look, Feed feed, Permission permission) {
        return reach(look, feed, permission)
                .row()
                .map(kind -> rows.say(session, feed.id(), look.product().revisionId(), kind))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** What the product means for a partner: all that came since it was told something, as one revision. */
    private static Reach reach(Look look, Feed feed, Permission permission) {
        Optional<ProductStore.Last> last = Optional.ofNullable(look.last().get(feed.id()));
        return Reach.of(
                look.product().state().status(),
                last.filter(ProductStore.Last::corrected).isPresent()
                        ? RevisionKind.CORRECTION
                        : RevisionKind.SUPPLEMENT,
                permission,
                last.map(ProductStore.Last::standing).orElse(Standing.NEVER));
    }

    /** Puts it before officers, once: not while it waits there as the rules of now would ask, nor after they have refused it. */
    private Uni<Reading> ask(Mutiny.Session session, Look look, Feed feed, Held hold) {
        boolean waits = look.releases().stream()
                .anyMatch(known -> known.feed() == feed.id()
                        && !known.approved()
                        && known.asks(hold, feed.partner().releasedBy()));
        if (waits) {
            return Uni.createFrom().item(Reading.AWAITED);
        }
        // Asked together, after every row: the lists of notices are locked behind the feeds.
        return held.end(session, asked(look, feed))
                .map(ended -> look.refused().contains(feed.id()) ? Reading.NOT : asking(look, feed, hold));
    }

    private static Reading asking(Look look, Feed feed, Held hold) {
        look.asks().add(item(look, feed, hold));
        return Reading.AWAITED;
    }

    private boolean mayGo(Look look, Feed feed, Decision decision) {
        return look.settled()
                && (!names(look, decision)
                        || look.sources().stream().allMatch(source -> knows(look, feed, source.eventId())));
    }

    private boolean names(Look look, Decision decision) {
        return names(look.product().type(), decision, rules.profiles());
    }

    /** Whether what leaves names what it was made from, so that it goes only to a partner that may know of all of it. */
    static boolean names(EventType product, Decision decision, Profiles profiles) {
        return product.link()
                || decision.profile()
                        .flatMap(profiles::find)
                        .map(profile -> profile.limits().sourceIds())
                        .orElse(true);
    }

    private static boolean knows(Look look, Feed feed, EventId source) {
        ProductStore.Head head = look.heads().get(source);
        return (head != null && head.originator().equals(feed.partner().id()))
                || look.known()
                        .getOrDefault(new Plan.Key(source, feed.id()), Standing.NEVER)
                        .offered();
    }

    // hits

    private HitPlan.Link hits(Look look, LinkDetail link, Map<Short, Reading> reading) {
        Map<Short, RevisionId> own = new HashMap<>();
        for (RevisionId source : look.sources()) {
            Optional.ofNullable(look.heads().get(source.eventId()))
                    .flatMap(head -> decisions.find(head.originator()))
                    .filter(feed -> feed.partner().context() == look.product().context())
                    .ifPresent(feed -> own.putIfAbsent(feed.id(), source));
        }
        boolean stands = link.standing() != LinkDetail.Standing.REJECTED
                && !look.facts().noHitNotice()
                && look.heads().values().stream().allMatch(ProductStore.Head::usable);
        return new HitPlan.Link(stands, look.settled(), own, reading);
    }

    private Uni<Void> tell(Mutiny.Session session, EventId link, HitPlan.Link hit, long epoch) {
        return hits.told(session, link)
                .map(told -> HitPlan.of(hit, told))
                .chain(steps -> steps.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : hits.tell(session, link, steps)
                                .chain(() -> audit.append(
                                        session,
                                        steps.stream()
                                                .map(step -> entry(link, step, epoch))
                                                .toList())));
    }

    private AuditEntry entry(EventId link, HitPlan.Step step, long epoch) {
        String action = "hit." + step.kind().name().toLowerCase(Locale.ROOT);
        AuditEntry entry = AuditEntry.of(clock.instant(), Operation.DISCLOSURE, action, PRODUCTS)
                .about(link);
        AuditEntry told = decisions
                .find(step.feed())
                .map(feed -> entry.to(feed.partner().id()))
                .orElse(entry);
        return epoch == 0 ? told : told.under(new Authority(epoch, List.of()));
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

    /** What waits for somebody's word, and what becomes of it if the product may not go any more. */
    private static Map<Long, String> asked(Look look, Feed feed) {
        return look.releases().stream()
                .filter(known -> known.feed() == feed.id() && !known.approved())
                .collect(Collectors.toMap(HeldItems.Known::id, known -> "LAPSED"));
    }

    private static HeldItem item(Look look, Feed feed, Held hold) {
        return new HeldItem(
                feed.id(),
                feed.partner().id(),
                look.product().revisionId(),
                look.decided().id(),
                look.product().origin().agency(),
                feed.partner().releasedBy(),
                hold.profileName(),
                hold.holds());
    }
}
