package ge.khidi.sharing.reading;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The spans this service ended last. */
@Singleton
public class CollectedSpans implements SpanProcessor {

    private static final int MOST = 50_000;

    private final BlockingQueue<SpanData> ended = new LinkedBlockingQueue<>(MOST);

    public List<SpanData> ofTrace(String traceId) {
        return ended.stream().filter(span -> span.getTraceId().equals(traceId)).toList();
    }

    /** Those that link to something in a trace. */
    public List<SpanData> linkedTo(String traceId) {
        return ended.stream()
                .filter(span -> span.getLinks().stream()
                        .anyMatch(link -> link.getSpanContext().getTraceId().equals(traceId)))
                .toList();
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        SpanData data = span.toSpanData();
        while (!ended.offer(data)) {
            ended.poll();
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}
