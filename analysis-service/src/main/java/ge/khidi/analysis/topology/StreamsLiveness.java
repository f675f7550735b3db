package ge.khidi.analysis.topology;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.streams.KafkaStreams;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Red when the topology has ended and only a restart can help; waiting for topics or for a broker is no reason to restart. */
@Liveness
@ApplicationScoped
class StreamsLiveness implements HealthCheck {

    private final KafkaStreams streams;

    StreamsLiveness(KafkaStreams streams) {
        this.streams = streams;
    }

    @Override
    public HealthCheckResponse call() {
        KafkaStreams.State state = streams.state();
        boolean ended = switch (state) {
            case CREATED, REBALANCING, RUNNING, PENDING_SHUTDOWN -> false;
            case NOT_RUNNING, PENDING_ERROR, ERROR -> true;
        };
        return HealthCheckResponse.named("topology is alive")
                .status(!ended)
                .withData("state", state.name())
                .build();
    }
}
