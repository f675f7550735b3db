package ge.khidi.intake.republish;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.CloudEventHeaders;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.relay.outbox.DatabaseOfRecord;
import ge.khidi.relay.outbox.OutboxRecord;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The revisions of one topic, in the order in which they were accepted; those whose content was erased are passed over. Their events are held
 * until what was read is in the outbox: content must not be told again behind the erasure that takes it.
 */
final class RevisionsOnRecord implements DatabaseOfRecord {

    private static final String LAST = """
        SELECT coalesce(max(position), CAST(-1 AS bigint)) FROM (
            SELECT position FROM event_revision WHERE topic = :topic AND position > :after AND content <> '' ORDER BY position LIMIT :most
        ) p
        """;
    // In the order of their ids, as whoever changes events locks them.
    private static final String HOLD = """
        SELECT 1 FROM event WHERE id IN (
            SELECT event_id FROM event_revision WHERE topic = :topic AND position > :after AND position <= :last AND content <> ''
        ) ORDER BY id FOR SHARE
        """;
    private static final String BETWEEN = """
        SELECT position, content FROM event_revision
        WHERE topic = :topic AND position > :after AND position <= :last AND content <> '' ORDER BY position
        """;

    private static final String START = """
        SELECT coalesce(min(position) - 1, (SELECT last_value FROM event_position))
        FROM event_revision
        WHERE topic = :topic AND accepted_at >= :since
        """;

    private final String topic;

    RevisionsOnRecord(String topic) {
        this.topic = topic;
    }

    @Override
    public Uni<List<Entry>> listAfter(Mutiny.Session session, long position, int limit) {
        return session.createNativeQuery(LAST, Long.class)
                .setParameter("topic", topic)
                .setParameter("after", position)
                .setParameter("most", limit)
                .getSingleResult()
                .chain(last -> last < 0
                        ? Uni.createFrom().item(List.of())
                        : ask(session, HOLD, Integer.class, position, last)
                                .chain(held -> ask(session, BETWEEN, Object[].class, position, last))
                                .chain(rows -> rows.isEmpty()
                                        ? listAfter(session, last, limit)
                                        : Uni.createFrom()
                                                .item(rows.stream()
                                                        .map(RevisionsOnRecord::entry)
                                                        .toList())));
    }

    private <R> Uni<List<R>> ask(Mutiny.Session session, String question, Class<R> type, long after, long last) {
        return session.createNativeQuery(question, type)
                .setParameter("topic", topic)
                .setParameter("after", after)
                .setParameter("last", last)
                .getResultList();
    }

    /** The position just before the first revision that was accepted at that moment or later. */
    Uni<Long> start(Mutiny.Session session, Instant since) {
        return session.createNativeQuery(START, Long.class)
                .setParameter("topic", topic)
                .setParameter("since", since)
                .getSingleResult();
    }

    private static Entry entry(Object[] row) {
        byte[] content = ((String) row[1]).getBytes(UTF_8);
        Event event = EventCodec.parse(content)
                .toOptional()
                .orElseThrow(() -> new IllegalStateException("An event on record cannot be read"));
        return new Entry(
                (Long) row[0],
                OutboxRecord.of(event.type().topic(), event.id().toString(), CloudEventHeaders.of(event), content));
    }
}
