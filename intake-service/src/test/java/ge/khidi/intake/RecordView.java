package ge.khidi.intake;

import ge.khidi.localstack.test.KafkaAndPostgres;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks into intake's database from the side. */
@Singleton
class RecordView {

    /** What the audit log says was done to an event, in order. */
    List<String> actions(String eventId) {
        return texts(
                "SELECT operation || ' ' || action FROM audit_entry WHERE event_id = CAST(? AS uuid) ORDER BY at",
                eventId);
    }

    /** What the audit log says was done to an agency, in order. */
    List<String> actionsFor(String agency) {
        return texts("SELECT action FROM audit_entry WHERE recipient = ? ORDER BY at", agency);
    }

    /** As if sharing had said so before this instance started. */
    void suspend(String agency) {
        update("INSERT INTO suspension (agency) VALUES (?)", agency);
    }

    void letIn(String agency) {
        update("DELETE FROM suspension WHERE agency = ?", agency);
    }

    long events(String reference) {
        return count("SELECT count(*) FROM event WHERE reference = ?", reference);
    }

    /** How often a text occurs anywhere in what is kept: record, outbox, audit log. */
    long occurrences(String text) {
        return count("SELECT count(*) FROM event e WHERE CAST(e AS text) LIKE ?", "%" + text + "%")
                + count("SELECT count(*) FROM event_revision r WHERE CAST(r AS text) LIKE ?", "%" + text + "%")
                + count("SELECT count(*) FROM outbox o WHERE CAST(o AS text) LIKE ?", "%" + text + "%")
                + count("SELECT count(*) FROM audit_entry a WHERE CAST(a AS text) LIKE ?", "%" + text + "%");
    }

    /** As if an event had been handed in so long ago that its day of review has passed. */
    void letTheReviewDatePass(String eventId) {
        update(
                "UPDATE event_revision SET content ="
                        + " CAST(jsonb_set(CAST(content AS jsonb), '{handling,reviewBy}', '\"2020-01-01\"') AS text)"
                        + " WHERE event_id = CAST(? AS uuid)",
                eventId);
        listAsOverdue(eventId);
    }

    /** In the list of those whose day has passed, though what the event itself says is another day. */
    void listAsOverdue(String eventId) {
        update("UPDATE event SET review_by = DATE '2020-01-01' WHERE id = CAST(? AS uuid)", eventId);
    }

    /** As if the disk had turned what is kept of an event into something else, until {@link #mend}. */
    void spoil(String eventId) {
        update("UPDATE event_revision SET content = 'x' || content WHERE event_id = CAST(? AS uuid)", eventId);
    }

    void mend(String eventId) {
        update("UPDATE event_revision SET content = substr(content, 2) WHERE event_id = CAST(? AS uuid)", eventId);
    }

    /** As if what was erased so far had been erased so long ago that nothing repeats it any more. */
    void letRepeatsBeOver() {
        update("UPDATE erased_content SET until = CAST(? AS date)", "2020-01-01");
    }

    private static void update(String statement, String parameter) {
        try (Connection connection = connect();
                PreparedStatement update = connection.prepareStatement(statement)) {
            update.setString(1, parameter);
            update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long count(String query, String parameter) {
        return Long.parseLong(texts(query, parameter).get(0));
    }

    private List<String> texts(String query, String parameter) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            List<String> texts = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection of its own: those of a pool may not know yet that the database was killed meanwhile. */
    private static Connection connect() throws SQLException {
        return KafkaAndPostgres.postgres().database("intake").connect();
    }
}
