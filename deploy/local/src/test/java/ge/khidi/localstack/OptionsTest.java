package ge.khidi.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The command line means what {@code --help} says, and a mistake is answered with what to do. */
class OptionsTest {

    @Test
    void withoutOptionsTheStoryIsToldOnTheWellKnownPorts() {
        assertThat(Options.parse(List.of())).isEqualTo(new Options(false, true, Optional.empty(), Ports.WELL_KNOWN));
    }

    @Test
    void everyOptionIsUnderstood() {
        Options options = Options.parse(List.of("--no-scenario", "--data", "kept", "--ports", "18000"));

        assertThat(options.scenario()).isFalse();
        assertThat(options.data()).contains(Path.of("kept"));
        assertThat(options.ports().intake()).isEqualTo(18_001);
        assertThat(options.ports().zipkin()).isEqualTo(18_009);
    }

    @Test
    void theHelpNamesEveryPort() {
        Ports ports = Ports.WELL_KNOWN;

        assertThat(List.of(
                        ports.intake(),
                        ports.analysis(),
                        ports.sharing(),
                        ports.sharingAdmin(),
                        ports.keycloak(),
                        ports.kafka(),
                        ports.kafkaController(),
                        ports.postgres(),
                        ports.zipkin()))
                .allSatisfy(port -> assertThat(Options.HELP).contains(port.toString()));
    }

    @Test
    void aMistakeIsAnsweredWithWhatToDo() {
        assertThatThrownBy(() -> Options.parse(List.of("--port", "18000"))).hasMessageContaining("--help");
        assertThatThrownBy(() -> Options.parse(List.of("--data"))).hasMessageContaining("needs a value");
        assertThatThrownBy(() -> Options.parse(List.of("--ports", "many"))).hasMessageContaining("needs a number");
        assertThatThrownBy(() -> Options.parse(List.of("--ports", "80"))).hasMessageContaining("between");
    }

    @Test
    void aPortThatIsTakenIsNamedWithItsUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            Ports ports = Ports.from(taken.getLocalPort() - 6);

            assertThatThrownBy(ports::checkFree)
                    .hasMessageContaining("port " + taken.getLocalPort() + " (wanted for Kafka)")
                    .hasMessageContaining("--ports");
        }
    }
}
