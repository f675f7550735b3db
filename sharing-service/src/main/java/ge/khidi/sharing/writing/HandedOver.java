package ge.khidi.sharing.writing;

import ge.khidi.contract.RevisionId;
import ge.khidi.sharing.writing.Acceptance.State;
import ge.khidi.sharing.writing.WritingStore.Due;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** What intake answered for an object: the revision it became, or why it became none. */
record HandedOver(Due due, Optional<RevisionId> revision, Optional<String> message) {

    static HandedOver accepted(Due due, RevisionId revision) {
        return new HandedOver(due, Optional.of(revision), due.note());
    }

    static HandedOver refused(Due due, String message) {
        return new HandedOver(due, Optional.empty(), Optional.of(message));
    }

    JsonObject json() {
        return new JsonObject()
                .put("id", due.id())
                .put("state", (revision.isPresent() ? State.DONE : State.FAILED).name())
                .put("event_id", revision.map(one -> one.eventId().toString()).orElse(null))
                .put("revision", revision.map(RevisionId::revision).orElse(null))
                .put("message", message.orElse(null));
    }
}
