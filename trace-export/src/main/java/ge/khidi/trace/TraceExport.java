package ge.khidi.trace;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.zipkin.ZipkinSpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Makes the one span processor of a service from its configuration; Quarkus' own exporter is off in every service. */
final class TraceExport {

    @Produces
    @Singleton
    SpanProcessor spanProcessor(TraceExportConfig config) {
        List<SpanExporter> exporters = new ArrayList<>();
        config.zipkinEndpoint()
                .ifPresent(endpoint -> exporters.add(ZipkinSpanExporter.builder()
                        .setEndpoint(endpoint.toString())
                        .build()));
        config.otlpEndpoint()
                .ifPresent(endpoint -> exporters.add(OtlpHttpSpanExporter.builder()
                        .setEndpoint(endpoint.toString())
                        .build()));
        if (exporters.isEmpty()) {
            return SpanProcessor.composite();
        }
        return BatchSpanProcessor.builder(new ContentFreeExporter(SpanExporter.composite(exporters)))
                .build();
    }
}
