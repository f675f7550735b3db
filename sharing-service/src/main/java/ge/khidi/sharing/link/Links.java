package ge.khidi.sharing.link;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Authority;
import ge.khidi.relay.audit.Concern;
import ge.khidi.relay.audit.FeedRange;
import ge.khidi.relay.audit.Operation;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.feed.EmptyPolls;
import ge.khidi.sharing.feed.LateRows;
import ge.khidi.sharing.feed.Page;
import ge.khidi.sharing.feed.Reader;
import ge.khidi.sharing.feed.SeenNow;
import ge.khidi.sharing.hit.HitKind;
import ge.khidi.sharing.hit.HitNotices;
import ge.khidi.sharing.hit.HitNotices.Mine;
import ge.khidi.sharing.hit.HitPlan.Step;
import ge.khidi.sharing.link.LinkView.Hinted;
import ge.khidi.sharing.link.LinkView.Read;
import ge.khidi.sharing.link.LinkView.Unknown;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Answers about links, each in one transaction: what the caller may see now, the audit entry, and, where a policy lets somebody know of a
 * hit and no more, the notice to the owners of the other events. A look that shows nothing is only counted.
 */
@ApplicationScoped
class Links {

    private static final Actor LINKS = Actor.platform("links");

    private final Mutiny.SessionFactory sessions;
    private final DecisionTable decisions;
    private final LinkStore store;
    private final SeenNow seenNow;
    private final HitNotices hits;
    private final LateRows heads;
    private final AuditLog audit;
    private final EmptyPolls emptyPolls;
    private final Clock clock;

    Links(
            Mutiny.SessionFactory sessions,
            DecisionTable decisions,
            LinkStore store,
            SeenNow seenNow,
            HitNotices hits,
            LateRows heads,
            AuditLog audit,
            EmptyPolls emptyPolls,
            Clock clock) {
        this.sessions = sessions;
        this.decisions = decisions;
        this.store = store;
        this.seenNow = seenNow;
        this.hits = hits;
        this.heads = heads;
        this.audit = audit;
        this.emptyPolls = emptyPolls;
        this.clock = clock;
    }

    /** An answer as it leaves: a view that shows something, and the reference if it is a hit. */
    record Answer(LinkView view, Optional<UUID> reference) {}

    /**
     * One link, by its id or by a reference. Who may only know of a hit is answered by its own reference and never by the link's id, which
     * anybody could make who knows the ids of two events.
     */
    Uni<Optional<Answer>> named(Reader reader, EventId id) {
        return named(reader, id, false);
    }

    /** The same, for its sightings: what is shown of each event of the caller's feed is in the audit log as a page that shows it is. */
    Uni<Optional<Answer>> sighted(Reader reader, EventId id) {
        return named(reader, id, true);
    }

    private Uni<Optional<Answer>> named(Reader reader, EventId id, boolean sightings) {
        return look(
                        reader,
                        sightings,
                        Optional.empty(),
                        (session, feed) -> store.named(session, feed, id),
                        view -> view instanceof Read || reference(view).equals(Optional.of(id.value())))
                .map(answers -> answers.stream().findFirst());
    }

    /** The links of an event that the caller knows, as far as it may see them. */
    Uni<List<Answer>> of(Reader reader, EventId event) {
        return look(
                reader,
                false,
                Optional.of(event),
                (session, feed) -> store.of(session, feed, event),
                view -> !(view instanceof Unknown));
    }

    private Uni<List<Answer>> look(
            Reader reader,
            boolean sightings,
            Optional<EventId> about,
            BiFunction<Mutiny.Session, Short, Uni<List<LinkView.Stored>>> links,
            Predicate<LinkView> shown) {
        Optional<Feed> feed = decisions.find(reader.caller().agency());
        if (feed.isEmpty()) {
            emptyPolls.count(reader);
            return Uni.createFrom().item(List.of());
        }
        return sessions.withTransaction(session -> links.apply(
                                session, feed.get().id())
                        .chain(found -> views(session, feed.get(), found, about))
                        .chain(seen -> answers(
                                        session,
                                        feed.get(),
                                        seen.views().stream().filter(shown).toList())
                                .call(answers -> audit.append(
                                        session,
                                        answers.stream()
                                                .flatMap(answer -> entries(reader, answer, seen.epoch(), sightings))
                                                .toList()))))
                .invoke(answers -> {
                    if (answers.isEmpty()) {
                        emptyPolls.count(reader);
                    }
                });
    }

    /** What may be seen, under this epoch. */
    private record Seen(long epoch, List<LinkView> views) {}

    private Uni<Seen> views(Mutiny.Session session, Feed feed, List<LinkView.Stored> links, Optional<EventId> about) {
        AgencyId agency = feed.partner().id();
        List<EventId> ids = links.stream().map(LinkView.Stored::link).toList();
        Set<EventId> events = links.stream()
                .flatMap(link -> link.sources().stream())
                .map(source -> source.revision().eventId())
                .collect(Collectors.toCollection(HashSet::new));
        events.addAll(ids);
        return seenNow.seen(session, feed.id(), events)
                .chain(seen -> hits.mine(session, feed.id(), ids)
                        .map(mine -> new Seen(
                                seen.epoch(),
                                links.stream()
                                        .map(link -> LinkView.of(
                                                agency,
                                                link,
                                                seen.items(),
                                                Optional.ofNullable(mine.get(link.link())),
                                                about))
                                        .toList())));
    }

    private Uni<List<Answer>> answers(Mutiny.Session session, Feed feed, List<LinkView> views) {
        return Multi.createFrom()
                .iterable(views)
                .onItem()
                .transformToUniAndConcatenate(view -> answer(session, feed, view))
                .collect()
                .asList();
    }

    private Uni<Answer> answer(Mutiny.Session session, Feed feed, LinkView view) {
        if (!(view instanceof Hinted hinted) || told(hinted)) {
            return Uni.createFrom().item(new Answer(view, reference(view)));
        }
        EventId link = hinted.link().link();
        return heads.hold(session, link)
                .chain(() -> hits.refer(session, link, feed.id()))
                .call(() -> tellOwners(session, feed, hinted.link()))
                .map(reference -> new Answer(view, Optional.of(reference)));
    }

    private static boolean told(Hinted hinted) {
        return hinted.mine().flatMap(Mine::told).isPresent();
    }

    /** Each owner of another event learns once that this agency asked and was told that there is a hit. */
    private Uni<Void> tellOwners(Mutiny.Session session, Feed asker, LinkView.Stored link) {
        AgencyId agency = asker.partner().id();
        return hits.knowOfAsking(session, link.link(), agency).chain(know -> {
            Map<Short, Step> steps = new TreeMap<>();
            for (LinkView.Source source : link.sources()) {
                source.originator()
                        .flatMap(decisions::find)
                        .filter(owner -> owner.id() != asker.id() && !know.contains(owner.id()))
                        .ifPresent(owner -> steps.putIfAbsent(
                                owner.id(),
                                new Step(owner.id(), HitKind.ASKED, source.revision(), Optional.of(agency))));
            }
            return steps.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : hits.tell(session, link.link(), List.copyOf(steps.values()))
                            .chain(() -> audit.append(
                                    session,
                                    steps.values().stream()
                                            .map(step -> asked(link.link(), step))
                                            .toList()));
        });
    }

    private AuditEntry asked(EventId link, Step step) {
        return AuditEntry.of(clock.instant(), Operation.DISCLOSURE, "hit.asked", LINKS)
                .about(link)
                .to(decisions.find(step.feed()).orElseThrow().partner().id());
    }

    private Stream<AuditEntry> entries(Reader reader, Answer answer, long epoch, boolean sightings) {
        AuditEntry entry = entry(reader, action(answer.view()));
        if (answer.view() instanceof Read read) {
            AuditEntry link = shown(entry.about(read.link().revision()), read.link(), epoch);
            return sightings ? Stream.concat(Stream.of(link), sightings(reader, read, epoch)) : Stream.of(link);
        }
        return Stream.of(
                answer.view() instanceof Hinted hinted
                        ? entry.about(hinted.link().link())
                        : entry);
    }

    /** A row of the caller's feed is shown, though by another way: whoever asks who read the event finds it as any other reading. */
    private Stream<AuditEntry> sightings(Reader reader, Read read, long epoch) {
        return read.sightings().stream()
                .flatMap(sighting -> sighting.row().stream())
                .map(row -> shown(
                        entry(reader, "link.sighting")
                                .about(Concern.of(new FeedRange(
                                        reader.caller().agency(),
                                        row.seq(),
                                        row.seq(),
                                        1,
                                        List.of(),
                                        Optional.empty()))),
                        row,
                        epoch));
    }

    private AuditEntry entry(Reader reader, String action) {
        return AuditEntry.of(clock.instant(), Operation.DISCLOSURE, action, reader.actor())
                .because(reader.why())
                .to(reader.caller().agency());
    }

    private static AuditEntry shown(AuditEntry entry, Page.Item item, long epoch) {
        AuditEntry under = entry.under(new Authority(epoch, item.policies()));
        return item.digest().map(under::withDigest).orElse(under);
    }

    private static String action(LinkView view) {
        return view instanceof Read ? "link.read" : "hit.read";
    }

    private static Optional<UUID> reference(LinkView view) {
        return view instanceof Hinted hinted ? hinted.mine().map(Mine::reference) : Optional.empty();
    }
}
