package ge.khidi.sharing.pages;

import ge.khidi.localstack.FreePorts;
import ge.khidi.localstack.Home;
import ge.khidi.localstack.Keycloak;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages as an installation has them: with the real Keycloak and its realm. The API beside them takes the tokens of the test issuer. */
public final class SignIn implements QuarkusTestProfile {

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(RealKeycloak.class));
    }

    /** Keycloak, told where the service under test will listen, since it sends browsers back there only. */
    public static final class RealKeycloak implements QuarkusTestResourceLifecycleManager {

        /** The password of the demonstration's people. */
        static final String PASSWORD = "khidi.test.demo-password";

        private @Nullable Keycloak keycloak;

        @Override
        public Map<String, String> start() {
            List<Integer> ports = FreePorts.find(2);
            Keycloak started = new Keycloak(Home.find(), directory(), ports.get(0), "http://localhost:" + ports.get(1));
            keycloak = started;
            started.start(progress -> {});
            started.awaitHealthy(Duration.ofMinutes(5));
            System.setProperty(PASSWORD, started.secret("KHIDI_DEMO_PASSWORD"));
            return Map.of(
                    "quarkus.http.test-port", ports.get(1).toString(),
                    "quarkus.oidc.pages.auth-server-url", started.issuer(),
                    "khidi.pages.enabled", "true",
                    "khidi.pages.client-secret", started.secret("KHIDI_CLIENT_KHIDI_PAGES_SECRET"));
        }

        @Override
        public void stop() {
            if (keycloak != null) {
                keycloak.kill();
            }
        }

        private static Path directory() {
            try {
                return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "keycloak");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
