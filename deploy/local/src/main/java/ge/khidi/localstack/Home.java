package ge.khidi.localstack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder {@code deploy/local} of a checkout with its built {@code target}: where the programs are that the stack starts.
 *
 * @param directory absolute
 */
public record Home(Path directory) {

    /** Set by the parent POM for every test, and by {@code deploy/local/up}. */
    public static final String PROPERTY = "khidi.local-stack.home";

    /** Where a run leaves {@code stack.json} and {@code story.md}; {@code target} unless this system property names another folder. */
    public static final String REPORTS_PROPERTY = "khidi.local-stack.reports";

    public Home {
        directory = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(directory.resolve("target/lib"))) {
            throw new StackFault("The local stack is not built: " + directory
                    + "/target/lib is missing. Run: mvn -pl deploy/local -am install -DskipTests");
        }
    }

    /** From the system property {@value #PROPERTY}. */
    public static Home find() {
        String home = System.getProperty(PROPERTY);
        if (home == null) {
            throw new StackFault("Set -D" + PROPERTY + "=<checkout>/deploy/local");
        }
        return new Home(Path.of(home));
    }

    /** The checkout. */
    Path root() {
        return directory.resolve("../..").normalize();
    }

    Path target() {
        return directory.resolve("target");
    }

    /** The folder of {@code stack.json} and {@code story.md}: a test platform has one of its own, so that those of a running one stay. */
    public Path reports() {
        String reports = System.getProperty(REPORTS_PROPERTY);
        return reports == null ? target() : Path.of(reports).toAbsolutePath();
    }

    Path lib() {
        return target().resolve("lib");
    }

    Path realmFile() {
        return directory.resolveSibling("keycloak").resolve("khidi-realm.json");
    }

    Path zipkin() {
        return target().resolve("zipkin/zipkin-server.jar");
    }

    /** Keycloak's unpacked distribution. */
    Path keycloak() {
        Path unpacked = target().resolve("keycloak");
        if (!Files.isDirectory(unpacked)) {
            throw new StackFault(
                    "Keycloak is not unpacked in " + unpacked + ". Run: mvn -pl deploy/local -am install -DskipTests");
        }
        try (Stream<Path> versions = Files.list(unpacked)) {
            return versions.filter(path -> Files.exists(path.resolve("bin/kc.sh")))
                    .findFirst()
                    .orElseThrow(() -> new StackFault("No Keycloak in " + unpacked));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A child JVM of the same Java as this one, with this module and everything in {@code target/lib} on its classpath. */
    List<String> java(List<String> jvmOptions, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(javaCommand()));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", target().resolve("classes") + File.pathSeparator + lib() + "/*", main.getName()));
        command.addAll(arguments);
        return command;
    }

    static String javaCommand() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
