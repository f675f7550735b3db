package ge.khidi.sharing.writing;

import ge.khidi.contract.RevisionId;
import ge.khidi.sharing.writing.Acceptance.State;
import ge.khidi.sharing.writing.WritingStore.Due;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** What came of handing over an object: the revision it became, with intake's tag for it; why it became none; or no answer. */
record HandedOver(Due due, State state, Optional<RevisionId> revision, Optional<String> tag, Optional<String> message) {

    static HandedOver accepted(Due due, RevisionId revision, String tag) {
        return new HandedOver(due, State.DONE, Optional.of(revision), Optional.of(tag), due.note());
    }

    static HandedOver refused(Due due, String message) {
        return new HandedOver(due, State.FAILED, Optional.empty(), Optional.empty(), Optional.of(message));
    }

    /** What is taken back never left here. */
    static HandedOver neverSaid(Due due) {
        return new HandedOver(
                due,
                State.DONE,
                Optional.empty(),
                Optional.empty(),
                Optional.of("nothing of this id had been handed over to intake"));
    }

    static HandedOver unanswered(Due due) {
        return new HandedOver(due, State.PENDING, Optional.empty(), Optional.empty(), due.note());
    }

    boolean answered() {
        return state != State.PENDING;
    }

    /** @param again when it is tried again, where there was no answer */
    JsonObject json(Instant again) {
        return new JsonObject()
                .put("id", due.id())
                .put("attempts", due.attempts())
                .put("state", state.name())
                .put("event_id", revision.map(one -> one.eventId().toString()).orElse(null))
                .put("revision", revision.map(RevisionId::revision).orElse(null))
                .put("tag", tag.orElse(null))
                .put("message", message.orElse(null))
                .put("next_at", again.toString());
    }
}
