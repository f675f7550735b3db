package ge.khidi.sharing.taxii;

import ge.khidi.sharing.stix.StixProfile;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** How feeds are given out by TAXII. */
@ConfigMapping(prefix = "khidi.sharing.taxii")
public interface TaxiiConfig {

    /** The STIX profile of each client that does not get {@code core}, by the client's id at Keycloak. */
    Map<String, StixProfile> profiles();

    /** How long a first request waits for its list before it is told to come again. */
    @WithDefault("PT5S")
    Duration patience();
}
