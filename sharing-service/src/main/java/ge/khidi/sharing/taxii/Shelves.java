package ge.khidi.sharing.taxii;

import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Authority;
import ge.khidi.relay.audit.Concern;
import ge.khidi.relay.audit.Operation;
import ge.khidi.sharing.feed.EmptyPolls;
import ge.khidi.sharing.feed.FeedPages;
import ge.khidi.sharing.feed.Page;
import ge.khidi.sharing.feed.Reader;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.AsyncResultUni;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Gives out parts of collections. What is shown is in the audit log, committed, before anybody gets it; a look that shows nothing is only
 * counted, and one behind the end of a list costs one statement and no transaction.
 */
@Singleton
class Shelves {

    /** How many statements one answer takes at most, and how many bytes of content are enough for one. */
    private static final int STATEMENTS = 20;

    private static final int FULL = 2_000_000;

    /** The digest of nothing. */
    static final String NOTHING = "";

    private final Pool pool;
    private final ShelfStore store;
    private final AuditLog audit;
    private final EmptyPolls emptyPolls;
    private final Clock clock;

    Shelves(Pool pool, ShelfStore store, AuditLog audit, EmptyPolls emptyPolls, Clock clock) {
        this.pool = pool;
        this.store = store;
        this.audit = audit;
        this.emptyPolls = emptyPolls;
        this.clock = clock;
    }

    /** What is read: of which list and collection, and the words for it in the audit log: {@code objects}, and what was asked for of them. */
    record Request(Reader reader, StixList list, TaxiiCollection collection, String what, Optional<String> filter) {}

    /** A look at a list on a connection in a transaction; nothing where there is nothing to tell of. */
    private interface Look {
        Future<Optional<Shelf>> at(SqlConnection connection);
    }

    /** A part of a collection, with a digest of it that says nothing once the content is erased. */
    record Read(Shelf shelf, String digest) {}

    /** The next objects after a place, at most {@code limit}; {@code further}: when the page before was read there was more. */
    Uni<Read> page(Request request, Filter filter, long after, boolean further, int limit) {
        if (!filter.stix21()) {
            return counted(request, after);
        }
        Uni<Boolean> anything = further
                        || after == 0
                        || !filter.ids().isEmpty()
                        || !filter.versions().lastOnly()
                ? Uni.createFrom().item(true)
                : store.anything(request.list(), request.collection(), after);
        return anything.chain(found -> found
                ? look(
                                request,
                                connection -> fill(connection, request, filter, Shelf.nothing(after), limit, 0)
                                        .map(Optional::of))
                        .map(Optional::orElseThrow)
                : counted(request, after));
    }

    /** Versions of one object after a place; nothing if the caller may see none, or there is none. */
    Uni<Optional<Read>> object(Request request, String id, Filter filter, long after, int limit) {
        return look(
                request,
                connection -> (filter.stix21()
                                ? fill(connection, request, filter, Shelf.nothing(after), limit, 0)
                                : Future.succeededFuture(Shelf.nothing(after)))
                        .compose(shelf -> shelf.objects().isEmpty()
                                ? fill(connection, request, Filter.ofObject(id), Shelf.nothing(0), 1, 0)
                                        .map(any -> any.objects().isEmpty()
                                                ? Optional.empty()
                                                : Optional.of(Shelf.nothing(after)))
                                : Future.succeededFuture(Optional.of(shelf))));
    }

    /** Whatever goes wrong on the way, thrown or told, ends the transaction and gives the connection back. */
    private Uni<Optional<Read>> look(Request request, Look look) {
        return AsyncResultUni.<Optional<Read>>toUni(done -> pool.getConnection()
                        .compose(connection -> Future.succeededFuture()
                                .compose(none -> transaction(connection, request, look))
                                .recover(fault -> rolledBack(connection, fault))
                                .eventually(() -> connection.close()))
                        .onComplete(done))
                .invoke(read -> read.ifPresent(one -> after(request, one)));
    }

    /**
     * What is looked at, and that it was shown. The begin travels with the first statement and the commit with the last, in the order in
     * which they are said, so that a page is two trips to the database. All of it sees one moment: what is listed, and what judges it.
     */
    private Future<Optional<Read>> transaction(SqlConnection connection, Request request, Look look) {
        Future<?> begun =
                connection.query("BEGIN ISOLATION LEVEL REPEATABLE READ").execute();
        Future<Optional<Shelf>> shelf = look.at(connection);
        return Future.all(begun, shelf).compose(looked -> shown(connection, request, shelf.result()));
    }

    private Future<Optional<Read>> shown(SqlConnection connection, Request request, Optional<Shelf> shelf) {
        Optional<Read> read = shelf.map(one -> new Read(one, digest(one)));
        List<AuditEntry> entries =
                read.map(one -> entries(request, one.shelf(), one.digest())).orElse(List.of());
        Future<Void> logged = audit.append(connection, entries);
        Future<?> committed = connection.query("COMMIT").execute();
        return Future.all(logged, committed).map(done -> read);
    }

    private static Future<Optional<Read>> rolledBack(SqlConnection connection, Throwable fault) {
        return connection.query("ROLLBACK").execute().transform(rolledBack -> Future.failedFuture(fault));
    }

    /** Reads on until the answer is full, everything was looked at, or enough was: clients take an answer that is not full for the end. */
    private Future<Shelf> fill(
            SqlConnection connection, Request request, Filter filter, Shelf so, int limit, int statements) {
        int wanted = limit - so.objects().size();
        return store.read(
                        connection,
                        request.list(),
                        request.collection(),
                        filter,
                        so.last(),
                        wanted,
                        statements > 0 || !filter.types().isEmpty())
                .map(so::and)
                .compose(shelf ->
                        shelf.more() && shelf.objects().size() < limit && statements < STATEMENTS && shelf.size() < FULL
                                ? fill(connection, request, filter, shelf, limit, statements + 1)
                                : Future.succeededFuture(shelf));
    }

    private Uni<Read> counted(Request request, long after) {
        emptyPolls.count(request.reader());
        return Uni.createFrom().item(new Read(Shelf.nothing(after), NOTHING));
    }

    private void after(Request request, Read read) {
        if (read.shelf().objects().isEmpty()) {
            emptyPolls.count(request.reader());
        }
        FeedPages.link(read.shelf().rows());
    }

    private List<AuditEntry> entries(Request request, Shelf shelf, String digest) {
        if (shelf.objects().isEmpty()) {
            return List.of();
        }
        TreeSet<String> policies = new TreeSet<>();
        shelf.rows().forEach(item -> policies.addAll(item.policies()));
        TreeSet<Long> rows = shelf.rows().stream().map(Page.Item::seq).collect(Collectors.toCollection(TreeSet::new));
        List<Concern> concerns = rows.isEmpty()
                ? List.of(Concern.count(shelf.objects().size()))
                : Runs.of(request.list().partner(), rows, request.filter()).stream()
                        .map(Concern::of)
                        .toList();
        // One moment, by which it is known as one page.
        Instant now = clock.instant();
        return concerns.stream()
                .map(concern -> AuditEntry.of(
                                now,
                                Operation.DISCLOSURE,
                                "taxii." + request.collection().alias() + "." + request.what(),
                                request.reader().actor())
                        .because(request.reader().why())
                        .about(concern)
                        .to(request.list().partner())
                        .under(new Authority(shelf.epoch(), List.copyOf(policies)))
                        .withDigest(digest))
                .toList();
    }

    /**
     * Over ids, versions and bodies with the salts of their events: it can be checked as long as the content is there. Of nothing it is the
     * same whether nothing is there or nothing may be seen.
     */
    private static String digest(Shelf shelf) {
        if (shelf.objects().isEmpty()) {
            return NOTHING;
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Listed one : shelf.objects()) {
                digest.update(
                        (one.id() + " " + one.version() + " " + one.salt() + " ").getBytes(StandardCharsets.US_ASCII));
                digest.update(one.body().getBytes());
                digest.update((byte) '\n');
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
