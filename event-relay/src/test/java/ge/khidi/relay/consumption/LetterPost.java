package ge.khidi.relay.consumption;

import ge.khidi.localstack.Database;
import ge.khidi.localstack.test.KafkaAndPostgres;
import ge.khidi.relay.Letter;
import ge.khidi.relay.Stack;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Brings letters to the topic the service consumes, and looks which of them it kept. */
@ApplicationScoped
public class LetterPost {

    static final String TOPIC = "letters";
    static final String DEAD_LETTERS = "reader.letters.dead-letter";

    private final Database database = KafkaAndPostgres.postgres().database(Stack.DATABASE);

    static Set<Letter> newLetters(int events, int revisions) {
        Set<Letter> letters = new HashSet<>();
        IntStream.range(0, events).forEach(event -> {
            String id = Letter.newEventId();
            IntStream.rangeClosed(1, revisions).forEach(revision -> letters.add(new Letter(id, revision)));
        });
        return letters;
    }

    static void bring(Collection<Letter> letters) {
        bringRecords(letters.stream()
                .sorted(Comparator.comparingLong(Letter::revision))
                .map(letter -> letter.to(TOPIC)));
    }

    static void bringRecords(Stream<ProducerRecord<byte[], byte[]>> records) {
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Stack.bootstrapServers(), "max.request.size", 10_000_000),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            records.forEach(each -> sent.add(producer.send(each)));
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those of the given letters the service has kept. */
    Set<Letter> kept(Collection<Letter> among) {
        Set<Letter> kept = new HashSet<>();
        try (Connection connection = database.connect();
                PreparedStatement query =
                        connection.prepareStatement("SELECT event_id, revision FROM letter WHERE event_id = ANY (?)")) {
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "text",
                            among.stream().map(Letter::eventId).distinct().toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    kept.add(new Letter(rows.getString(1), rows.getLong(2)));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return kept;
    }
}
