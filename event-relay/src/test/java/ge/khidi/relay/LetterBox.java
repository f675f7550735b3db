package ge.khidi.relay;

import ge.khidi.relay.consumption.BatchConsumption;
import ge.khidi.relay.consumption.BatchConsumptions;
import ge.khidi.relay.consumption.Received;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Keeps letters. The table refuses a revision below one, which makes a letter that can be read and never be handled; a letter of
 * revision {@value #BUG} meets a bug.
 */
@ApplicationScoped
public class LetterBox {

    public static final long BUG = 13;
    public static final long ILL_FORMED = -1;

    private static final String KEEP = """
            INSERT INTO letter (event_id, revision)
            SELECT event_id, revision
            FROM jsonb_to_recordset(CAST(CAST(:letters AS text) AS jsonb)) AS r (event_id text, revision bigint)
            ORDER BY event_id, revision
            ON CONFLICT (event_id, revision) DO UPDATE SET times = letter.times + 1
            """;

    private final Mutiny.SessionFactory sessions;
    private final BatchConsumption<Letter> consumption;

    public LetterBox(Mutiny.SessionFactory sessions, BatchConsumptions consumptions) {
        this.sessions = sessions;
        this.consumption = consumptions.create("reader", Letter::read, this::keep);
    }

    @Incoming("letters")
    Uni<Void> consume(Message<ConsumerRecords<byte[], byte[]>> batch) {
        return consumption.consume(batch);
    }

    private Uni<Void> keep(List<Received<Letter>> batch) {
        JsonArray letters = new JsonArray();
        for (Received<Letter> received : batch) {
            Letter letter = received.value();
            if (letter.revision() == BUG) {
                throw new IllegalStateException("A bug that quotes " + letter.eventId());
            }
            letters.add(new JsonObject().put("event_id", letter.eventId()).put("revision", letter.revision()));
        }
        return sessions.withTransaction(session -> session.createNativeQuery(KEEP)
                        .setParameter("letters", letters.encode())
                        .executeUpdate())
                .replaceWithVoid();
    }
}
