package ge.khidi.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The components of one running platform, which belong to one data directory and one set of ports. */
final class Stack {

    private static final Pattern SERVICE_MODULE = Pattern.compile("<module>([a-z]+-service)</module>");

    private final Path data;
    private final Kafka kafka;
    private final Postgres postgres;
    private final Keycloak keycloak;
    private final Zipkin zipkin;
    private final List<Service> services;

    Stack(Home home, Path data, Ports ports) {
        this.data = data;
        this.kafka = new Kafka(home, data.resolve("kafka"), ports.kafka(), ports.kafkaController());
        this.postgres = new Postgres(home, data.resolve("postgres"), ports.postgres());
        this.keycloak =
                new Keycloak(home, data.resolve("keycloak"), ports.keycloak(), "http://localhost:" + ports.sharing());
        this.zipkin = new Zipkin(home, data.resolve("zipkin"), ports.zipkin());
        this.services = kindsIn(home.root().resolve("pom.xml")).stream()
                .map(kind -> service(home, kind, ports))
                .toList();
    }

    Path data() {
        return data;
    }

    Kafka kafka() {
        return kafka;
    }

    Postgres postgres() {
        return postgres;
    }

    Keycloak keycloak() {
        return keycloak;
    }

    Zipkin zipkin() {
        return zipkin;
    }

    List<Service> services() {
        return services;
    }

    /** What the services stand on; these can start side by side. */
    List<Component> foundations() {
        return List.of(postgres, kafka, keycloak, zipkin);
    }

    /** In the order in which they start; they stop in the reverse. */
    List<Component> all() {
        List<Component> all = new ArrayList<>(foundations());
        all.addAll(services);
        return all;
    }

    private Service service(Home home, ServiceKind kind, Ports ports) {
        Path directory = data.resolve(kind.label());
        return new Service(
                kind,
                jar(home, kind),
                directory,
                kind.port(ports),
                kind.adminPort(ports),
                () -> kind.environment(ports, directory, surroundings()));
    }

    /** What Maven packaged. */
    static Path jar(Home home, ServiceKind kind) {
        Path jar = home.root().resolve(kind.module()).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new StackFault("The " + kind.label() + " service is not built: " + jar
                    + " is missing. Run deploy/local/up, or: mvn -pl " + kind.module() + " -am package -DskipTests");
        }
        return jar;
    }

    private ServiceKind.Surroundings surroundings() {
        return new ServiceKind.Surroundings(
                kafka.bootstrapServers(), zipkin.endpoint(), keycloak.issuer(), postgres::database, keycloak::secret);
    }

    /** The services that are modules of the root POM. */
    private static List<ServiceKind> kindsIn(Path rootPom) {
        try {
            String pom = Files.readString(rootPom);
            List<String> modules = SERVICE_MODULE
                    .matcher(pom)
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            return List.of(ServiceKind.values()).stream()
                    .filter(kind -> modules.contains(kind.module()))
                    .toList();
        } catch (IOException e) {
            throw new StackFault("The list of modules cannot be read: " + e.getMessage(), e);
        }
    }
}
