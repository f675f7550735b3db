package ge.khidi.system;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Makes a database of sharing as large as a benchmark needs it: copies of every event with its revisions, renditions and feed rows, under
 * other ids and behind the rows there are.
 */
final class Copies {

    private static final List<String> COPY = List.of("""
            INSERT INTO event_head (event_id, revision, status, originator)
            SELECT c.new, h.revision, h.status, h.originator FROM copy c JOIN event_head h ON h.event_id = c.old
            """, """
            INSERT INTO event_revision (event_id, revision, class_id, body)
            SELECT c.new, v.revision, v.class_id, replace(v.body, CAST(c.old AS text), CAST(c.new AS text))
            FROM copy c JOIN event_revision v ON v.event_id = c.old
            """, """
            INSERT INTO rendition (event_id, revision, variant, profile, domain, body, withheld)
            SELECT c.new, n.revision, n.variant, n.profile, n.domain,
                replace(n.body, CAST(c.old AS text), CAST(c.new AS text)), n.withheld
            FROM copy c JOIN rendition n ON n.event_id = c.old
            """, """
            INSERT INTO feed_row (feed, seq, added, event_id, revision, terms, variant, kind, cause, cyber)
            SELECT r.feed, f.last_seq + r.seq, f.last_added + r.seq * interval '1 microsecond', c.new, r.revision, r.terms,
                r.variant, r.kind, r.cause, r.cyber
            FROM original_row r JOIN copy c ON c.old = r.event_id JOIN feed f ON f.id = r.feed
            """, """
            UPDATE feed SET last_seq = last_seq + (SELECT max(seq) FROM original_row),
                last_added = last_added + (SELECT max(seq) FROM original_row) * interval '1 microsecond'
            """);

    private Copies() {}

    /** So many copies of all there is. Answers the milliseconds it took. */
    static long make(Connection connection, int copies) throws SQLException {
        Instant begin = Instant.now();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE original AS SELECT event_id FROM event_head");
            statement.execute("CREATE TEMP TABLE original_row AS SELECT * FROM feed_row");
            statement.execute("ANALYZE");
            for (int copy = 0; copy < copies; copy++) {
                statement.execute("CREATE TEMP TABLE copy ON COMMIT DROP AS"
                        + " SELECT event_id AS old, gen_random_uuid() AS new FROM original");
                for (String insert : COPY) {
                    statement.execute(insert);
                }
                connection.commit();
            }
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("ANALYZE");
        }
        return Duration.between(begin, Instant.now()).toMillis();
    }
}
