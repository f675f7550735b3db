package ge.khidi.relay.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How this service's audit log is sealed. */
@ConfigMapping(prefix = "khidi.audit")
public interface AuditConfig {

    /** The log's name in its checkpoints; a log keeps it for life. Lower-case letters, digits and hyphens. */
    @WithDefault("${quarkus.application.name}")
    String log();

    /** Whether this instance seals. Off: it only adds, and another instance must seal. Any number of instances may be on. */
    @WithDefault("true")
    boolean sealer();

    /** How often new entries are looked for; what is found is signed at once. At most a second. */
    @WithDefault("400ms")
    Duration interval();

    /** Most entries sealed in one transaction. */
    @WithDefault("5000")
    int batch();

    /**
     * The Ed25519 private key in PKCS#8 PEM with which checkpoints are signed; generated there when the file is missing. Without it a
     * key is generated into the database, where whoever can rewrite the log can also sign it: for demonstrations only.
     */
    Optional<Path> keyFile();
}
