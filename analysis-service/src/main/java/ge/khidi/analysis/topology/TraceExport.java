package ge.khidi.analysis.topology;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.zipkin.ZipkinSpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.smallrye.config.ConfigMapping;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where spans go; the keys are those of every service. All spans of this service are made by {@link Tracing}, as other
 * instrumentation is off, so there is nothing to take out of them here.
 */
final class TraceExport {

    /** With neither set, nothing is exported; both may be set. */
    @ConfigMapping(prefix = "khidi.trace")
    interface Endpoints {

        /** The span endpoint of a Zipkin server, such as {@code http://localhost:9411/api/v2/spans}. */
        Optional<URI> zipkinEndpoint();

        /** The traces endpoint of an OTLP/HTTP collector, such as {@code http://localhost:4318/v1/traces}. */
        Optional<URI> otlpEndpoint();
    }

    @Produces
    @Singleton
    SpanProcessor spanProcessor(Endpoints endpoints) {
        List<SpanExporter> exporters = new ArrayList<>();
        endpoints
                .zipkinEndpoint()
                .ifPresent(endpoint -> exporters.add(ZipkinSpanExporter.builder()
                        .setEndpoint(endpoint.toString())
                        .build()));
        endpoints
                .otlpEndpoint()
                .ifPresent(endpoint -> exporters.add(OtlpHttpSpanExporter.builder()
                        .setEndpoint(endpoint.toString())
                        .build()));
        return exporters.isEmpty()
                ? SpanProcessor.composite()
                : BatchSpanProcessor.builder(SpanExporter.composite(exporters)).build();
    }
}
