package ge.khidi.localstack;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One of Khidi's services, as packaged by Maven, told what to do through its environment. Healthy means ready. */
public final class Service extends Component {

    /**
     * So that a service stays below 400 MB after load too: heap and buffers are bounded, and what the C library keeps is given back. The
     * images in {@code deploy/images} say the same. A JVM that runs out of memory ends, and is started again.
     */
    static final List<String> JVM_OPTIONS = List.of(
            "-Xmx192m",
            "-Xms64m",
            "-XX:MaxDirectMemorySize=96m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            // Not known to the first updates of Java 17.
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:TrimNativeHeapInterval=10000");

    private final Path jar;
    private final int port;
    private final Optional<Integer> adminPort;
    private final Supplier<Map<String, String>> environment;

    /** @param environment asked at each start, when what the service needs is running */
    Service(
            ServiceKind kind,
            Path jar,
            Path directory,
            int port,
            Optional<Integer> adminPort,
            Supplier<Map<String, String>> environment) {
        super(kind.label(), new ChildProcess(kind.label(), directory.toAbsolutePath(), "TERM"));
        this.jar = jar;
        this.port = port;
        this.adminPort = adminPort;
        this.environment = environment;
    }

    /** One service of this checkout alone, as the stack starts it, for a benchmark that brings its own surroundings. */
    public static Service alone(String label, Path directory, int port, Map<String, String> environment) {
        ServiceKind kind = ServiceKind.valueOf(label.toUpperCase(Locale.ROOT));
        return new Service(kind, Stack.jar(Home.find(), kind), directory, port, Optional.empty(), () -> environment);
    }

    String url() {
        return "http://localhost:" + port;
    }

    /** Where it is administered, if that is another port. */
    Optional<String> adminUrl() {
        return adminPort.map(admin -> "http://localhost:" + admin);
    }

    @Override
    void launch(Consumer<String> progress) {
        progress.accept("starting on port " + port);
        List<String> command = new ArrayList<>(List.of(Home.javaCommand()));
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of("-jar", jar.toString()));
        process.start(command, environment.get());
    }

    @Override
    public void awaitHealthy(Duration bound) {
        process.awaitHealthy(bound, URI.create(url() + "/q/health/ready"));
    }
}
