package ge.khidi.sharing.installation;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** What this installation shares with whom. Without any of it: the demonstration agencies, partners, policies and profiles. */
@ConfigMapping(prefix = "khidi.sharing")
public interface InstallationConfig {

    /**
     * The registry of agencies and partners (YAML). It becomes version 1 and active at the very first start. Later starts keep the version
     * that is active; a file that changed meanwhile becomes a new draft.
     */
    Optional<Path> partnersFile();

    /**
     * A folder of Cedar policies: every {@code *.cedar} in it, in the order of their names. They become version 1 and active at the very
     * first start. Later starts keep the version that is active; a folder that changed meanwhile becomes a new draft.
     */
    Optional<Path> policiesFolder();

    /** The disclosure profiles (YAML). */
    Optional<Path> profilesFile();

    /**
     * At least 32 random bytes, from which cursors and pseudonyms are keyed; generated there when the file is missing. Losing it changes
     * every pseudonym and makes every cursor void. Without it the secret is generated into the database.
     */
    Optional<Path> secretFile();
}
