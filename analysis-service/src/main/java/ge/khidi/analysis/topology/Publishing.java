package ge.khidi.analysis.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.CloudEventHeaders;
import ge.khidi.contract.Topics;
import ge.khidi.contract.event.Event;
import io.opentelemetry.api.trace.Span;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;

/** A product as a record: a CloudEvent whose trace continues that of the record that brought it about. */
final class Publishing {

    private final Tracing tracing;
    private final Meters meters;

    Publishing(Tracing tracing, Meters meters) {
        this.tracing = tracing;
        this.meters = meters;
    }

    Record<String, Event> record(Event product, Headers trigger, long timestamp) {
        Span span = tracing.publishing(Topics.ANALYSIS_PRODUCTS, trigger, product.revisionId());
        try {
            Headers headers = Tracing.headers(span);
            CloudEventHeaders.of(product).forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
            meters.product(product);
            return new Record<>(product.id().toString(), product, timestamp, headers);
        } finally {
            span.end();
        }
    }
}
