package ge.khidi.sharing.basic;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;

/** The certificates by which clients sign in, each under a name of the operator's choosing. */
@ConfigMapping(prefix = "khidi.sharing.certificates")
public interface CertificateConfig {

    @WithParentName
    Map<String, Bound> bound();

    /** What one certificate is bound to. */
    interface Bound {

        /** SHA-256 of the certificate in base64url without padding ({@code x5t#S256}). */
        String thumbprint();

        /** The client at Keycloak that whoever holds the certificate's key is. */
        String client();

        /** That client's secret, with which the service asks for its token; the partner need not know it. */
        String secret();
    }
}
