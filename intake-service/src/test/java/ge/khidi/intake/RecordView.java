package ge.khidi.intake;

import io.agroal.api.AgroalDataSource;
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

    private final AgroalDataSource database;

    RecordView(AgroalDataSource database) {
        this.database = database;
    }

    /** What the audit log says was done to an event, in order. */
    List<String> actions(String eventId) {
        return texts(
                "SELECT operation || ' ' || action FROM audit_entry WHERE event_id = CAST(? AS uuid) ORDER BY at",
                eventId);
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

    private long count(String query, String parameter) {
        return Long.parseLong(texts(query, parameter).get(0));
    }

    private List<String> texts(String query, String parameter) {
        try (Connection connection = database.getConnection();
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
}
