package ge.khidi.sharing.installation;

import ge.khidi.sharing.disclosure.Profiles;
import ge.khidi.sharing.disclosure.Redaction;
import ge.khidi.sharing.policy.Partners;
import ge.khidi.sharing.policy.PolicySet;
import ge.khidi.sharing.policy.PolicyText;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads the installation's texts and makes its rules. A faulty profile is named with its line, and the service does not start. Registry
 * and policies are only read here; whether they hold is found out in the rulebook.
 */
final class Installation {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Rules rules(InstallationConfig config) {
        PolicyText registry = config.partnersFile()
                .map(file -> new PolicyText(Partners.FILE, read(file)))
                .orElseGet(Partners::shipped);
        Profiles profiles = config.profilesFile()
                .map(file -> Profiles.parse(file.toString(), read(file)).orThrow())
                .orElseGet(Profiles::shipped);
        List<PolicyText> texts =
                config.policiesFolder().map(Installation::policies).orElseGet(PolicySet::baseline);
        return new Rules(registry, profiles, new Redaction(profiles), texts);
    }

    private static List<PolicyText> policies(Path folder) {
        List<PolicyText> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".cedar"))
                    .sorted()
                    .forEach(file -> texts.add(new PolicyText(file.getFileName().toString(), read(file))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
