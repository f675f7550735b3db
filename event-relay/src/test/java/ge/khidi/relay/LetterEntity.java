package ge.khidi.relay;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** A letter that was kept, and how often it was brought. */
@Entity
@Table(name = "letter")
@IdClass(LetterEntity.Key.class)
public class LetterEntity {

    @Id
    public String eventId;

    @Id
    public long revision;

    public int times;

    /** What makes it unique. */
    public static class Key implements Serializable {
        public String eventId = "";
        public long revision;

        @Override
        public boolean equals(@org.jspecify.annotations.Nullable Object other) {
            return other instanceof Key key && key.eventId.equals(eventId) && key.revision == revision;
        }

        @Override
        public int hashCode() {
            return eventId.hashCode() + Long.hashCode(revision);
        }
    }
}
