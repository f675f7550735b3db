package ge.khidi.sharing.feed;

import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Authority;
import ge.khidi.relay.audit.Concern;
import ge.khidi.relay.audit.FeedRange;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.trace.TraceContext;
import ge.khidi.sharing.decision.DecisionTable;
import ge.khidi.sharing.decision.Feed;
import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Gives out pages of a feed. What a page shows is in the audit log, committed, before anybody gets it; a look that shows nothing is only
 * counted. Whoever has no feed sees an empty one.
 */
@ApplicationScoped
public class FeedPages {

    /**
     * An entry {@code a} of the audit log tells that a row {@code r} of the feed {@code f} was shown. A page shows at most 1000 rows, so those that
     * showed a row begin at most 1000 rows before it.
     */
    public static final String SHOWED = """
            a.feed = f.partner AND a.first_row > r.seq - 1001 AND a.first_row <= r.seq AND a.last_row >= r.seq
                AND NOT coalesce(CAST(a.line AS jsonb) -> 'rows' -> 'except' @> to_jsonb(r.seq), false)""";

    /** An entry {@code a} of the audit log is no mere list of ids and versions, as TAXII's manifests are. */
    public static final String WITH_BYTES = """
            a.action NOT LIKE 'taxii.%.manifest' AND a.action NOT LIKE 'taxii.%.versions'""";

    /**
     * A row {@code r} of a feed that brings an event was shown at {@code %1$s} with what it brought: once an event was recalled its rows are shown
     * without it, until it can be used again; a correction also once it was no longer offered. The log's clock is another one: what was shown about then counts as shown.
     */
    public static final String WITH_CONTENT = """
            NOT EXISTS (
                SELECT 1 FROM feed_row x WHERE x.event_id = r.event_id AND x.feed = r.feed AND x.cause = 0 AND x.kind IN (4, 5, 6)
                AND x.seq > r.seq AND x.added < %1$s - interval '1 minute'
                AND NOT EXISTS (SELECT 1 FROM feed_row y WHERE y.event_id = x.event_id AND y.feed = x.feed AND y.cause = 0
                    AND y.kind IN (1, 2, 3) AND y.seq > x.seq AND y.added <= %1$s)
                AND NOT EXISTS (SELECT 1 FROM feed_row y WHERE y.event_id = x.event_id AND y.feed = x.feed AND y.cause <> 0
                    AND y.kind IN (1, 2, 3) AND y.seq > x.seq AND y.added <= %1$s))
            AND NOT (r.kind = 3 AND EXISTS (SELECT 1 FROM feed_row x WHERE x.event_id = r.event_id AND x.feed = r.feed AND x.kind IN (7, 8)
                AND x.seq > r.seq AND x.added < %1$s - interval '1 minute'))
            """;

    private static final String END = "SELECT last_seq FROM feed WHERE id = :feed";

    private final Mutiny.SessionFactory sessions;
    private final DecisionTable decisions;
    private final PageStore store;
    private final AuditLog audit;
    private final EmptyPolls emptyPolls;
    private final Clock clock;

    FeedPages(
            Mutiny.SessionFactory sessions,
            DecisionTable decisions,
            PageStore store,
            AuditLog audit,
            EmptyPolls emptyPolls,
            Clock clock) {
        this.sessions = sessions;
        this.decisions = decisions;
        this.store = store;
        this.audit = audit;
        this.emptyPolls = emptyPolls;
        this.clock = clock;
    }

    /** The newest place of the caller's feed; the beginning where there is none. It is a number of rows and nothing of what they say. */
    public Uni<Cursor> end(Caller caller) {
        return decisions
                .find(caller.agency())
                .map(feed -> sessions.withSession(session -> session.createNativeQuery(END, Long.class)
                        .setParameter("feed", (int) feed.id())
                        .getSingleResult()
                        .map(Cursor::new)))
                .orElseGet(() -> Uni.createFrom().item(Cursor.BEGINNING));
    }

    /** The next page after a place, at most {@code limit} rows of it; what it shows is in the audit log when it is answered. */
    public Uni<Page> read(Reader reader, Cursor after, int limit) {
        return read(reader, after, limit, Filter.NONE);
    }

    /** The same, without what the filter leaves out: it is not shown, and the next page begins behind it all the same. */
    public Uni<Page> read(Reader reader, Cursor after, int limit, Filter filter) {
        return read(List.of(reader), after, new PageSize(limit, PageSize.MOST_BYTES), filter);
    }

    /** The whole page for several readers of one agency, at least one; what it shows is in the audit log for each of them when it is answered. */
    public Uni<Page> read(List<Reader> readers, Cursor after, PageSize size) {
        return read(readers, after, size, Filter.NONE);
    }

    private Uni<Page> read(List<Reader> readers, Cursor after, PageSize size, Filter filter) {
        Optional<Feed> feed = decisions.find(readers.get(0).caller().agency());
        if (feed.isEmpty()) {
            readers.forEach(emptyPolls::count);
            return Uni.createFrom().item(new Page(0, List.of(), after.seq(), List.of(), false));
        }
        return sessions.withTransaction(
                        session -> store.read(session, feed.get().id(), after, size)
                                .map(page -> page.only(filter))
                                .call(page -> log(session, readers, feed.get(), page, filter.said())))
                .invoke(page -> {
                    if (page.items().isEmpty()) {
                        readers.forEach(emptyPolls::count);
                    }
                    link(page.items());
                });
    }

    /** The partner's pull is linked to the traces of what it got, the first hundred. */
    public static void link(List<Page.Item> items) {
        items.stream()
                .flatMap(item -> item.traceparent().stream())
                .distinct()
                .limit(100)
                .forEach(parent -> Span.current()
                        .addLink(Span.fromContext(new TraceContext(parent, null).asParent())
                                .getSpanContext()));
    }

    /** Writes down that each of them is shown a page, and of what they asked for, in the transaction that read it. */
    Uni<Void> log(Mutiny.Session session, List<Reader> readers, Feed feed, Page page, Optional<String> filter) {
        if (page.items().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        TreeSet<String> policies = new TreeSet<>();
        page.items().forEach(item -> policies.addAll(item.policies()));
        FeedRange rows = new FeedRange(
                feed.partner().id(),
                page.items().get(0).seq(),
                page.last(),
                page.items().size(),
                page.hidden(),
                filter);
        Authority authority = new Authority(page.epoch(), List.copyOf(policies));
        String digest = digest(page);
        return audit.append(
                session,
                readers.stream()
                        .map(reader -> AuditEntry.of(clock.instant(), Operation.DISCLOSURE, "feed.read", reader.actor())
                                .because(reader.why())
                                .about(Concern.of(rows))
                                .to(feed.partner().id())
                                .under(authority)
                                .withDigest(digest))
                        .toList());
    }

    /** Over the salted digests of the items in their order: it can be checked as long as the content is there, and tells nothing once it is erased. */
    private static String digest(Page page) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Page.Item item : page.items()) {
                digest.update((item.revision() + " " + item.kind().word() + " "
                                + item.digest().orElse("-") + "\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
