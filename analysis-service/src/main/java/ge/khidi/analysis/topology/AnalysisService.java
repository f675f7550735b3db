package ge.khidi.analysis.topology;

import ge.khidi.analysis.linking.LinkingRules;
import ge.khidi.analysis.selector.SelectorKey;
import ge.khidi.analysis.selector.Selectors;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** Gives the topology to Quarkus, which runs it. Without a selector key there is none, and the service does not start. */
final class AnalysisService {

    @Produces
    @Singleton
    Topology topology(AnalysisConfig config, RiskConfig risk, OpenTelemetry openTelemetry, MeterRegistry registry) {
        SelectorKey key = SelectorKey.parse(config.selectorKey())
                .orElseThrow(() -> new IllegalStateException(
                        "khidi.analysis.selector-key is not at least 32 bytes in hexadecimal or Base64"));
        return new AnalysisTopology(
                        new Selectors(key, config.phoneRegion()),
                        new LinkingRules(config.pairsPerValue(), config.sourcesPerNotice()),
                        risk.rules(),
                        risk.every(),
                        new Tracing(openTelemetry),
                        new Meters(registry))
                .build(Stores::persistentKeyValueStore);
    }
}
