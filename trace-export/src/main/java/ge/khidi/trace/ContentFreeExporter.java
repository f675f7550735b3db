package ge.khidi.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The only way out for spans: each passes through {@link SpanWithoutContent} before any exporter sees it. */
final class ContentFreeExporter implements SpanExporter {

    private final SpanExporter next;

    ContentFreeExporter(SpanExporter next) {
        this.next = next;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        List<SpanData> reduced = new ArrayList<>(spans.size());
        spans.forEach(span -> reduced.add(new SpanWithoutContent(span)));
        return next.export(reduced);
    }

    @Override
    public CompletableResultCode flush() {
        return next.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return next.shutdown();
    }
}
