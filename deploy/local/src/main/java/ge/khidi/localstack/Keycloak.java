package ge.khidi.localstack;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keycloak with the demonstration realm. Its build step, some 25 seconds, is done once per checkout; the realm is imported when the
 * data directory is new and left alone after that, so {@code --data} keeps what an administrator changed.
 */
public final class Keycloak extends Component {

    private static final String ADMIN = "khidi-admin";
    private static final String ADMIN_PASSWORD = "KC_BOOTSTRAP_ADMIN_PASSWORD";
    private static final List<String> BUILD_OPTIONS = List.of("--db=dev-file", "--features-disabled=kerberos");
    private static final Duration BUILD_BOUND = Duration.ofMinutes(5);

    /** Small rather than fast: it signs a token per client every few minutes. */
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xms64m",
            "-Xmx400m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                    + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
            "-Dpicocli.disable.closures=true",
            "-Dquarkus-log-max-startup-records=10000",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED");

    private final Home home;
    private final Path directory;
    private final int port;
    private final String pagesUrl;
    private final Realm realm;

    /** @param pagesUrl where browsers may be sent back to after sign-in: the sharing service, without a path */
    public Keycloak(Home home, Path directory, int port, String pagesUrl) {
        super("Keycloak", new ChildProcess("keycloak", directory.toAbsolutePath(), "TERM"));
        this.home = home;
        this.directory = directory.toAbsolutePath();
        this.port = port;
        this.pagesUrl = pagesUrl;
        this.realm = Realm.read(home.realmFile());
    }

    public Realm realm() {
        return realm;
    }

    /** The issuer of the realm, as services need it. */
    public String issuer() {
        return url() + "/realms/" + realm.name();
    }

    public String tokenEndpoint() {
        return issuer() + "/protocol/openid-connect/token";
    }

    public String url() {
        return "http://localhost:" + port;
    }

    public String adminUsername() {
        return ADMIN;
    }

    public String adminPassword() {
        return secret(ADMIN_PASSWORD);
    }

    /** The value behind one of {@link Realm#secretVariables()}. */
    public String secret(String variable) {
        String value = secrets().get(variable);
        if (value == null) {
            throw new StackFault("The realm knows no secret " + variable);
        }
        return value;
    }

    @Override
    void launch(Consumer<String> progress) {
        Path distribution = built(home, progress);
        Map<String, String> environment = new TreeMap<>(secrets());
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
        environment.put("KHIDI_PAGES_URL", pagesUrl);
        progress.accept("starting on port " + port);
        process.start(command(distribution), environment);
    }

    @Override
    public void awaitHealthy(Duration bound) {
        process.awaitHealthy(bound, URI.create(issuer() + "/.well-known/openid-configuration"));
    }

    /** The distribution with its build step done. Waits for another process that is doing it at the moment. */
    static Path built(Home home, Consumer<String> progress) {
        Path distribution = home.keycloak();
        Path mark = distribution.resolve("khidi-built");
        try (FileChannel channel = FileChannel.open(
                        distribution.resolve("khidi-building.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            if (lock.isValid() && !(Files.exists(mark) && Files.readString(mark).equals(buildOf(distribution)))) {
                progress.accept("building (once, about half a minute)");
                build(distribution);
                Files.writeString(mark, buildOf(distribution));
            }
            offerForImport(home.realmFile(), distribution);
            return distribution;
        } catch (IOException e) {
            throw new StackFault("Keycloak could not be built in " + distribution + ": " + e.getMessage(), e);
        }
    }

    /** Differs when the options do, or when Maven has unpacked the distribution anew. */
    private static String buildOf(Path distribution) throws IOException {
        return String.join(" ", BUILD_OPTIONS) + " "
                + Files.getLastModifiedTime(distribution.resolve("lib/quarkus/generated-bytecode.jar"));
    }

    private static void build(Path distribution) throws IOException {
        Path log = distribution.resolve("khidi-build.log");
        List<String> command =
                new ArrayList<>(List.of(distribution.resolve("bin/kc.sh").toString(), "build"));
        command.addAll(BUILD_OPTIONS);
        // Two builds in one place would spoil it, so this one must not outlive the lock, which ends with this JVM.
        ProcessBuilder builder = new ProcessBuilder(ChildProcess.leashed("keycloak-build", "TERM", command))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA", Home.javaCommand());
        Process build = builder.start();
        try {
            if (!build.waitFor(BUILD_BOUND.toSeconds(), TimeUnit.SECONDS)) {
                throw new StackFault(
                        "Keycloak's build did not end within " + BUILD_BOUND.toMinutes() + " min. Log: " + log);
            }
            if (build.exitValue() != 0) {
                throw new StackFault("Keycloak's build failed. Log: " + log + ":\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFault("Interrupted while building Keycloak", e);
        } finally {
            build.descendants().forEach(ProcessHandle::destroyForcibly);
            build.destroyForcibly();
        }
    }

    private static void offerForImport(Path realmFile, Path distribution) throws IOException {
        Path folder = Files.createDirectories(distribution.resolve("data/import"));
        Path partial = Files.createTempFile(folder, "realm", ".partial");
        Files.copy(realmFile, partial, StandardCopyOption.REPLACE_EXISTING);
        Files.move(partial, folder.resolve(realmFile.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    /** What {@code kc.sh start} would run, without the shell around it that hides the process from whoever kills it. */
    private List<String> command(Path distribution) {
        List<String> command = new ArrayList<>(List.of(Home.javaCommand()));
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of(
                "-Dkc.home.dir=" + distribution,
                "-Djboss.server.config.dir=" + distribution.resolve("conf"),
                "-cp",
                distribution.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                "start",
                "--optimized",
                "--import-realm",
                "--cache=local",
                "--http-enabled=true",
                "--http-host=localhost",
                "--http-port=" + port,
                "--hostname=" + url(),
                "--db-url=jdbc:h2:file:" + directory.resolve("data") + "/keycloak;NON_KEYWORDS=VALUE"));
        return command;
    }

    private Map<String, String> secrets() {
        TreeSet<String> names = new TreeSet<>(realm.secretVariables());
        names.add(ADMIN_PASSWORD);
        return Secrets.keptIn(directory.resolve("keycloak.secrets"), 16, names);
    }
}
