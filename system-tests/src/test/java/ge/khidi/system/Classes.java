package ge.khidi.system;

import ge.khidi.contract.RevisionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Locale;

/** How many disclosure classes some revisions are of: decisions are made for each of them, not for each event. */
record Classes(long classes, long revisions) {

    private static final String COUNT = """
            SELECT count(DISTINCT class_id), count(*) FROM event_revision WHERE event_id = ANY (?::uuid[])
            """;

    /** Of events, as sharing has them on record. */
    static Classes of(RunningPlatform platform, Collection<RevisionId> events) {
        Object[] ids = events.stream()
                .map(revision -> revision.eventId().toString())
                .distinct()
                .toArray();
        try (Connection connection = platform.database("sharing").connect();
                PreparedStatement count = connection.prepareStatement(COUNT)) {
            count.setArray(1, connection.createArrayOf("text", ids));
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return new Classes(row.getLong(1), row.getLong(2));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d disclosure classes in %,d revisions, %.1f per 1,000",
                classes,
                revisions,
                1e3 * classes / revisions);
    }
}
