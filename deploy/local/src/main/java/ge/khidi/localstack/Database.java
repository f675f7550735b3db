package ge.khidi.localstack;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** One database and the role that owns it; the role can do nothing elsewhere. {@link #toString()} leaves out the password. */
public record Database(String name, int port, String username, String password) {

    public String jdbcUrl() {
        return "jdbc:postgresql://localhost:" + port + "/" + name;
    }

    /** As Vert.x' PostgreSQL client wants it. */
    public String reactiveUrl() {
        return "postgresql://localhost:" + port + "/" + name;
    }

    /** A connection of its own, as the role. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), username, password);
    }

    @Override
    public String toString() {
        return "Database[" + username + "@" + jdbcUrl() + "]";
    }
}
