package ge.khidi.sharing.pages;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Whether people sign in here, and as which client. {@code quarkus.oidc.pages.*} in {@code application.properties} reads the same keys. */
@ConfigMapping(prefix = "khidi.pages")
public interface PagesConfig {

    /** Without it every page answers 503 and says so; the API is not concerned. */
    @WithDefault("false")
    boolean enabled();

    /** The secret of the Keycloak client {@code khidi-pages}; sessions and states are encrypted with it, so it has 32 characters or more. */
    Optional<String> clientSecret();
}
