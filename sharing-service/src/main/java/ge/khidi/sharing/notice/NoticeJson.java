package ge.khidi.sharing.notice;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.relay.caller.Caller;
import ge.khidi.sharing.feed.Cursors;
import ge.khidi.sharing.installation.Secret;
import jakarta.inject.Singleton;

/** Notices as they leave as JSON, the same in a page and in a live stream. Their cursors are good for the caller's client only. */
@Singleton
public class NoticeJson {

    private final Cursors cursors;

    NoticeJson(Secret secret) {
        this.cursors = new Cursors(secret.key("notice-cursor/v1"));
    }

    /** Those of notices. */
    public Cursors cursors() {
        return cursors;
    }

    public ObjectNode json(Notices.Notice notice, Caller caller) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("cursor", cursors.print(notice.seq(), caller))
                .put("kind", notice.kind().name())
                .put("subject", notice.subject())
                .put("eventId", notice.own().eventId().toString())
                .put("revision", notice.own().revision())
                .put("partner", notice.partner().value())
                .put("legalBasis", notice.legalBasis())
                .put("at", notice.at());
        if (notice.link()) {
            json.put("link", true);
        }
        notice.deadline().ifPresent(deadline -> json.put("deadline", deadline));
        return json;
    }
}
