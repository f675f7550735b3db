package ge.khidi.sharing.stream;

import ge.khidi.relay.caller.Caller;
import ge.khidi.sharing.feed.Cursor;
import ge.khidi.sharing.feed.Cursors;
import ge.khidi.sharing.feed.Reader;
import ge.khidi.sharing.notice.NoticeJson;
import ge.khidi.sharing.notice.NoticePages;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** What an agency is asked or told about its own events, as {@code GET /v1/notices} prints it. */
@Singleton
class AgencyNotices implements Carried {

    private final NoticePages pages;
    private final NoticeJson notices;

    AgencyNotices(NoticePages pages, NoticeJson notices) {
        this.pages = pages;
        this.notices = notices;
    }

    @Override
    public String event() {
        return "notice";
    }

    @Override
    public long end(Ends.End end) {
        return end.notices();
    }

    @Override
    public Uni<Long> end(Caller caller) {
        return pages.end(caller).map(Cursor::seq);
    }

    @Override
    public Uni<Chunk> read(List<Reader> readers, long after) {
        return pages.read(readers.stream().map(Reader::caller).toList(), new Cursor(after), MOST)
                .map(this::chunk);
    }

    private Chunk chunk(NoticePages.Page page) {
        return new Chunk(
                page.notices().stream()
                        .map(notice -> new Chunk.Told(
                                notice.seq(),
                                caller -> notices.json(notice, caller).toString()))
                        .toList(),
                page.last(),
                page.more());
    }

    @Override
    public Cursors cursors() {
        return notices.cursors();
    }
}
