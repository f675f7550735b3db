package ge.khidi.trace;

import io.opentelemetry.api.common.Attributes;
import java.util.Set;

/**
 * The attributes a span may carry out of the process: what was called and how it went, never with what.
 *
 * <p>Left out on purpose: paths and queries (an agency's reference stands in them), statements, addresses, user names, messages and
 * stack traces of exceptions. Adding a key here is a decision about personal data.
 */
final class AllowedAttributes {

    private static final Set<String> KEYS = Set.of(
            "code.function.name",
            "db.operation.name",
            "db.system.name",
            "error.type",
            "exception.type",
            "http.request.method",
            "http.response.status_code",
            "http.route",
            "khidi.batch.size",
            "khidi.event.id",
            "khidi.event.revision",
            "khidi.feed.rows",
            "messaging.batch.message_count",
            "messaging.destination.name",
            "messaging.destination.partition.id",
            "messaging.operation.type",
            "messaging.system");

    /** The same attributes without those that are not allowed. */
    static Attributes of(Attributes attributes) {
        return attributes.toBuilder()
                .removeIf(key -> !KEYS.contains(key.getKey()))
                .build();
    }

    private AllowedAttributes() {}
}
