package ge.khidi.sharing.feed;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How fast and how much is appended: metrics without any personal data, and a {@code feed.append} span in the trace of each event. */
@Singleton
class FeedMeters {

    private static final AttributeKey<String> EVENT_ID = AttributeKey.stringKey("khidi.event.id");
    private static final AttributeKey<Long> REVISION = AttributeKey.longKey("khidi.event.revision");

    private final Tracer tracer;
    private final Clock clock;
    private final Timer duration;
    private final Timer delay;
    private final DistributionSummary events;
    private final DistributionSummary rows;
    private final ClassesMet classes = new ClassesMet();

    FeedMeters(OpenTelemetry openTelemetry, MeterRegistry meters, Clock clock) {
        this.tracer = openTelemetry.getTracer("ge.khidi.sharing");
        this.clock = clock;
        this.duration = meters.timer("khidi.feed.append");
        this.delay = Timer.builder("khidi.feed.delay")
                .description("From the acceptance of an event to its rows")
                .register(meters);
        this.events = meters.summary("khidi.feed.append.events");
        this.rows = meters.summary("khidi.feed.append.rows");
        Gauge.builder("khidi.feed.classes.per.thousand", classes, ClassesMet::inLastThousand)
                .description("Disclosure classes in the last full thousand of events")
                .strongReference(true)
                .register(meters);
    }

    /** Begins the span of each arrival, a child of the handling of its record. */
    AppendTrace begin(List<Arrival> arrived) {
        List<Span> spans = new ArrayList<>();
        for (Arrival arrival : arrived) {
            arrival.trace()
                    .ifPresent(trace -> spans.add(tracer.spanBuilder("feed.append")
                            .setParent(trace.asParent())
                            .setAttribute(EVENT_ID, arrival.id().toString())
                            .setAttribute(REVISION, (long) arrival.event().revision())
                            .startSpan()));
        }
        return new AppendTrace(this, arrived, spans, clock.instant());
    }

    void appended(AppendTrace trace, int appended, List<Prepared> written) {
        duration.record(Duration.between(trace.began(), clock.instant()));
        events.record(trace.arrived().size());
        rows.record(appended);
        written.forEach(one -> {
            delay.record(Duration.between(one.event().acceptedAt(), clock.instant()));
            classes.meet(one.facts());
        });
    }
}
