package ge.khidi.sharing.writing;

import ge.khidi.contract.handling.Classification;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Where what agencies write goes. */
@ConfigMapping(prefix = "khidi.sharing.writing")
public interface WritingConfig {

    /** Intake's address, such as {@code http://intake:8081}. Without it, or without the secret, nothing can be written. */
    Optional<URI> intake();

    /** The secret of the realm's client {@code khidi-sharing}, which may hand in what agencies write and nothing else. */
    Optional<String> clientSecret();

    /** The classification of an object that carries none: the highest that intake takes ({@code khidi.intake.accreditation}). */
    @WithDefault("RESTRICTED")
    Classification unmarked();

    /** How long after a failure, or after what another instance accepted, it is looked at again. */
    @WithDefault("PT2S")
    Duration every();
}
