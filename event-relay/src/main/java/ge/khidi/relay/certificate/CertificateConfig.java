package ge.khidi.relay.certificate;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Whether clients are asked for certificates. */
@ConfigMapping(prefix = "khidi.certificates")
public interface CertificateConfig {

    /**
     * On the HTTPS port ({@code quarkus.http.ssl.*}) every client is asked for a certificate, and none has to have one. Browsers may then ask
     * people for theirs.
     */
    @WithDefault("false")
    boolean asked();
}
