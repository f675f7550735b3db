package ge.khidi.sharing.feed;

import ge.khidi.relay.trace.EventSpans;
import io.opentelemetry.api.trace.Span;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One append under way, with the spans that end with it. */
record AppendTrace(FeedMeters meters, List<Arrival> arrived, List<Span> spans, Instant began) {

    void wrote(int rows, List<Prepared> written) {
        meters.appended(this, rows, written);
    }

    void end(@Nullable Throwable failure) {
        for (Span span : spans) {
            if (failure != null) {
                EventSpans.failed(span, failure.getClass().getName());
            }
            span.end();
        }
    }
}
