package ge.khidi.sharing.basic;

import ge.khidi.relay.certificate.Thumbprint;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which certificate is bound to which client. A binding that cannot be read, or a certificate bound twice, stops the service at its start. */
@Startup
@Singleton
class BoundCertificates {

    private final Map<Thumbprint, BasicCredentials> clients = new HashMap<>();

    BoundCertificates(CertificateConfig config) {
        config.bound().forEach(this::bind);
    }

    private void bind(String name, CertificateConfig.Bound bound) {
        Thumbprint thumbprint = Thumbprint.parse(bound.thumbprint())
                .orElseThrow(() -> new IllegalStateException("khidi.sharing.certificates." + name
                        + ".thumbprint is not a SHA-256 in base64url without padding"));
        if (clients.putIfAbsent(thumbprint, new BasicCredentials(bound.client(), bound.secret())) != null) {
            throw new IllegalStateException("khidi.sharing.certificates." + name + " is bound already");
        }
    }

    /** The client of that certificate, with its secret. */
    Optional<BasicCredentials> find(Thumbprint presented) {
        return Optional.ofNullable(clients.get(presented));
    }
}
