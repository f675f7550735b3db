package ge.khidi.localstack;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One PostgreSQL server. {@code fsync}, {@code synchronous_commit} and {@code full_page_writes} are on, and it does not count as
 * healthy otherwise: what was committed survives {@link #kill()} and a power cut.
 */
public final class Postgres extends Component {

    private static final String SUPERUSER = "postgres";
    private static final Pattern PLAIN_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    /** More settings of the server, {@code name=value} with spaces between, for who needs a larger one than a laptop does. */
    private static final String SETTINGS = "khidi.local-stack.postgres";

    private static final Duration INITDB_BOUND = Duration.ofMinutes(3);
    private static final List<String> DURABILITY = List.of("fsync", "synchronous_commit", "full_page_writes");

    private final Home home;
    private final Path directory;
    private final int port;

    public Postgres(Home home, Path directory, int port) {
        // SIGINT is PostgreSQL's "fast" shutdown: sessions are ended, everything is written.
        super("PostgreSQL", new ChildProcess("postgres", directory.toAbsolutePath(), "INT"));
        this.home = home;
        this.directory = directory.toAbsolutePath();
        this.port = port;
    }

    @Override
    void launch(Consumer<String> progress) {
        Path binaries = PostgresBinaries.unpacked(home, progress);
        if (!Files.exists(data().resolve("PG_VERSION"))) {
            progress.accept("creating the data directory");
            initialise(binaries);
        }
        progress.accept("starting on port " + port);
        process.start(asServer(command(binaries)), Map.of());
    }

    @Override
    public void awaitHealthy(Duration bound) {
        process.awaitHealthy(bound, () -> {
            try (Connection connection = superuser()) {
                for (String setting : DURABILITY) {
                    if (!"on".equals(setting(connection, setting))) {
                        throw new StackFault(
                                "PostgreSQL runs with " + setting + " off and would lose what it acknowledged");
                    }
                }
                return true;
            }
        });
    }

    /** A server setting as PostgreSQL shows it. */
    public String setting(String name) {
        try (Connection connection = superuser()) {
            return setting(connection, name);
        } catch (SQLException e) {
            throw process.fault("did not show " + name, e);
        }
    }

    /**
     * The database of that name, created with an owner of the same name when it is not there. The password depends only on the data
     * directory and the name, so asking twice is harmless.
     */
    public Database database(String name) {
        if (!PLAIN_NAME.matcher(name).matches()) {
            throw new StackFault("Not a database name: " + name + " (lower-case letters, digits and _ only)");
        }
        Database database = new Database(name, port, name, passwordOf(name));
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            if (!exists(statement, "select 1 from pg_roles where rolname = '" + name + "'")) {
                statement.execute("create role " + name + " login password '" + database.password() + "'");
            }
            if (!exists(statement, "select 1 from pg_database where datname = '" + name + "'")) {
                statement.execute("create database " + name + " owner " + name);
                statement.execute("revoke all on database " + name + " from public");
            }
            return database;
        } catch (SQLException e) {
            throw process.fault("did not create database " + name, e);
        }
    }

    private void initialise(Path binaries) {
        try {
            Secrets.writePrivately(secretFile(), Secrets.generated(24));
            Path log = directory.resolve("initdb.log");
            List<String> command = asServer(List.of(
                    binaries.resolve("bin/initdb").toString(),
                    "--pgdata=" + data(),
                    "--username=" + SUPERUSER,
                    "--pwfile=" + secretFile(),
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--locale=C.UTF-8",
                    "--lc-messages=C"));
            Process initdb = new ProcessBuilder(ChildProcess.leashed("initdb", "TERM", command))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!initdb.waitFor(INITDB_BOUND.toSeconds(), TimeUnit.SECONDS)) {
                initdb.destroyForcibly();
                throw new StackFault("initdb did not end within " + INITDB_BOUND.toSeconds() + " s. Log: " + log);
            }
            if (initdb.exitValue() != 0) {
                throw new StackFault("initdb failed. Log: " + log + ":\n" + Files.readString(log) + rootAdvice());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFault("Interrupted while creating PostgreSQL's data directory", e);
        }
    }

    private List<String> command(Path binaries) {
        List<String> command =
                new ArrayList<>(List.of(binaries.resolve("bin/postgres").toString(), "-D", data().toString()));
        Map.of(
                        "port", Integer.toString(port),
                        "listen_addresses", "localhost",
                        "unix_socket_directories", "",
                        "max_connections", "200",
                        "timezone", "UTC",
                        "log_timezone", "UTC",
                        "log_line_prefix", "%m [%p] %d ")
                .forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
        Pattern.compile("\\s+")
                .splitAsStream(System.getProperty(SETTINGS, ""))
                .filter(setting -> !setting.isEmpty())
                .forEach(setting -> command.addAll(List.of("-c", setting)));
        DURABILITY.forEach(setting -> command.addAll(List.of("-c", setting + "=on")));
        return command;
    }

    /**
     * PostgreSQL refuses to run as root, so root starts it in a user namespace of its own; and it listens to the terminal's Ctrl-C
     * unless it has a session of its own.
     */
    private static List<String> asServer(List<String> command) {
        List<String> wrapped = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            wrapped.add("/usr/bin/setsid");
        }
        if (isRoot()) {
            wrapped.addAll(List.of("unshare", "--user"));
        }
        wrapped.addAll(command);
        return wrapped;
    }

    private static boolean isRoot() {
        return new UnixSystem().getUid() == 0;
    }

    private static String rootAdvice() {
        return isRoot()
                ? "\nPostgreSQL does not run as root, and the user namespace that would hide it may be forbidden here:"
                        + " start the stack as an ordinary user."
                : "";
    }

    private Connection superuser() throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"localhost"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName("postgres");
        source.setUser(SUPERUSER);
        source.setPassword(secret());
        source.setConnectTimeout(5);
        source.setSocketTimeout(30);
        return source.getConnection();
    }

    private String secret() {
        try {
            return Files.readString(secretFile());
        } catch (IOException e) {
            throw new StackFault("PostgreSQL's password file is missing: " + secretFile(), e);
        }
    }

    private String passwordOf(String role) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret().getBytes(StandardCharsets.UTF_8), mac.getAlgorithm()));
            return HexFormat.of()
                    .formatHex(mac.doFinal(role.getBytes(StandardCharsets.UTF_8)))
                    .substring(0, 32);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (var statement = connection.prepareStatement("select current_setting(?)")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private Path data() {
        return directory.resolve("data");
    }

    private Path secretFile() {
        return directory.resolve("superuser.secret");
    }
}
