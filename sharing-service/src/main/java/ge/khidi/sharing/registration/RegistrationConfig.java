package ge.khidi.sharing.registration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Where agencies are registered, and by which account their clients are made. */
@ConfigMapping(prefix = "khidi.agencies")
public interface RegistrationConfig {

    /** The port of {@code /v1/agencies}, which answers nothing else; keep it off the networks partners come from. 0: any free one. */
    @WithDefault("8084")
    int port();

    /** The secret of the realm's client {@code khidi-registrar}, which may manage clients and nothing else. Without it no client is made. */
    Optional<String> clientSecret();
}
