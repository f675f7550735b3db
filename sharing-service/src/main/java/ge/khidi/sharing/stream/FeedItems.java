package ge.khidi.sharing.stream;

import ge.khidi.relay.caller.Caller;
import ge.khidi.sharing.feed.Cursor;
import ge.khidi.sharing.feed.Cursors;
import ge.khidi.sharing.feed.FeedPages;
import ge.khidi.sharing.feed.ItemJson;
import ge.khidi.sharing.feed.Page;
import ge.khidi.sharing.feed.PageSize;
import ge.khidi.sharing.feed.Reader;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** The items of a feed, as {@code GET /v1/feed} prints them. A flush is a page. */
@Singleton
class FeedItems implements Carried {

    private static final PageSize FLUSH = new PageSize(MOST, 64_000);

    private final FeedPages pages;
    private final ItemJson items;

    FeedItems(FeedPages pages, ItemJson items) {
        this.pages = pages;
        this.items = items;
    }

    @Override
    public String event() {
        return "item";
    }

    @Override
    public long end(Ends.End end) {
        return end.items();
    }

    @Override
    public Uni<Long> end(Caller caller) {
        return pages.end(caller).map(Cursor::seq);
    }

    @Override
    public Uni<Chunk> read(List<Reader> readers, long after) {
        return pages.read(readers, new Cursor(after), FLUSH).map(this::chunk);
    }

    private Chunk chunk(Page page) {
        return new Chunk(
                page.items().stream()
                        .map(item -> new Chunk.Told(item.seq(), caller -> items.print(item, caller)))
                        .toList(),
                page.last(),
                page.more());
    }

    @Override
    public Cursors cursors() {
        return items.cursors();
    }
}
