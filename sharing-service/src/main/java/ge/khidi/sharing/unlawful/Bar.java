package ge.khidi.sharing.unlawful;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * That nothing of an event goes to a partner any more, whatever permits it, because it should never have had it: since when (ISO 8601), and by
 * which declaration; without one where a release for a threat to life was refused afterwards. It never ends.
 */
public record Bar(String since, Optional<Long> declaration) {

    /** By what a disclosure that was unlawful is recalled. */
    public static final String LAW = "Directive (EU) 2016/680 Art. 7(3)";

    /** In a query about the event {@code h} and the feed {@code :partner}: nothing of it goes there any more. */
    public static final String STANDS =
            "EXISTS (SELECT 1 FROM feed_row b WHERE b.event_id = h.event_id AND b.feed = :partner AND b.cause = 4)";

    private static final String BETWEEN = """
            SELECT to_json(r.added) #>> '{}',
                (SELECT min(u.declaration) FROM declared_unlawful u WHERE u.event_id = r.event_id AND u.feed = r.feed)
            FROM feed_row r JOIN feed f ON f.id = r.feed
            WHERE r.event_id = CAST(CAST(:event AS text) AS uuid) AND f.partner = :partner AND r.cause = 4 ORDER BY r.seq LIMIT 1
            """;

    /** What stands between the event and the partner, if anything does. */
    public static Uni<Optional<Bar>> between(Mutiny.Session session, EventId event, AgencyId partner) {
        return session.createNativeQuery(BETWEEN, Object[].class)
                .setParameter("event", event.toString())
                .setParameter("partner", partner.value())
                .getSingleResultOrNull()
                .map(row -> Optional.ofNullable(row).map(Bar::of));
    }

    private static Bar of(Object[] row) {
        return new Bar((String) row[0], Optional.ofNullable((Number) row[1]).map(Number::longValue));
    }
}
