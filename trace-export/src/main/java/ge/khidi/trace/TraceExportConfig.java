package ge.khidi.trace;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** Where spans go. With neither set, nothing is exported; both may be set. */
@ConfigMapping(prefix = "khidi.trace")
public interface TraceExportConfig {

    /** The span endpoint of a Zipkin server, such as {@code http://localhost:9411/api/v2/spans}. */
    Optional<URI> zipkinEndpoint();

    /** The traces endpoint of an OTLP/HTTP collector, such as {@code http://localhost:4318/v1/traces}. */
    Optional<URI> otlpEndpoint();
}
