package ge.khidi.localstack;

/** One database and the role that owns it; the role can do nothing elsewhere. {@link #toString()} leaves out the password. */
public record Database(String name, int port, String username, String password) {

    public String jdbcUrl() {
        return "jdbc:postgresql://localhost:" + port + "/" + name;
    }

    /** As Vert.x' PostgreSQL client wants it. */
    public String reactiveUrl() {
        return "postgresql://localhost:" + port + "/" + name;
    }

    @Override
    public String toString() {
        return "Database[" + username + "@" + jdbcUrl() + "]";
    }
}
