package ge.khidi.localstack;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Where the services' traces can be looked at. It keeps them in memory: the oldest go first, and all of them at its end. */
final class Zipkin extends Component {

    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx160m", "-Xms32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final int SPANS_AT_MOST = 50_000;

    private final Path jar;
    private final int port;

    Zipkin(Home home, Path directory, int port) {
        super("Zipkin", new ChildProcess("zipkin", directory.toAbsolutePath(), "TERM"));
        this.jar = home.zipkin();
        this.port = port;
    }

    String url() {
        return "http://localhost:" + port;
    }

    /** Where spans are posted. */
    String endpoint() {
        return url() + "/api/v2/spans";
    }

    @Override
    void launch(Consumer<String> progress) {
        if (!Files.exists(jar)) {
            throw new StackFault("Zipkin is missing: " + jar + ". Run: mvn -pl deploy/local -am install -DskipTests");
        }
        progress.accept("starting on port " + port);
        List<String> command = new ArrayList<>(List.of(Home.javaCommand()));
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of(
                "-jar",
                jar.toString(),
                "--armeria.ports[0].ip=127.0.0.1",
                "--armeria.ports[0].port=" + port,
                "--armeria.ports[0].protocols[0]=http",
                "--zipkin.storage.mem.max-spans=" + SPANS_AT_MOST));
        process.start(command, Map.of());
    }

    @Override
    public void awaitHealthy(Duration bound) {
        process.awaitHealthy(bound, URI.create(url() + "/health"));
    }
}
