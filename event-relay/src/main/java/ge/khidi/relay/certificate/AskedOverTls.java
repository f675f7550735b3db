package ge.khidi.relay.certificate;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.inject.Singleton;

/**
 * Asks for certificates on the HTTPS port, where {@link CertificateConfig#asked} says so. Unless the operator names those who may issue them
 * ({@code quarkus.http.ssl.certificate.trust-store-file}), any is taken, also one that a client signed itself: it says nothing but that the
 * client holds its key, and is worth something only where its thumbprint was bound to a client (RFC 8705 section 2.2).
 */
@Singleton
class AskedOverTls implements HttpServerOptionsCustomizer {

    private final CertificateConfig config;

    AskedOverTls(CertificateConfig config) {
        this.config = config;
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        if (config.asked()) {
            options.setClientAuth(ClientAuth.REQUEST);
            if (options.getTrustOptions() == null) {
                options.setTrustOptions(TrustOptions.wrap(new AnyCertificate()));
            }
        }
    }
}
