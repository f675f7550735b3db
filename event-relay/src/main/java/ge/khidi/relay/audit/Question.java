package ge.khidi.relay.audit;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.CommonEra;
import ge.khidi.contract.EventId;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.problem.ProblemException;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A question to the log, put together from what is asked for: only these conditions are in the statement, so that each is answered from its
 * index. Everything that is said with it is checked and bound, never written into the statement.
 */
final class Question {

    /** Longest purpose, policy, action, subject or client. */
    private static final int LONGEST = 200;

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    /** What has been asked for so far, and {@code value} where there is one, as the next parameter of the condition. */
    private Question and(String condition, @Nullable Object value) {
        if (value != null) {
            values.add(value);
            conditions.add(condition.replace("?", "$" + values.size()));
        }
        return this;
    }

    Question event(@Nullable String event) {
        Optional<EventId> id = Optional.ofNullable(event).flatMap(EventId::parse);
        refuseUnless(id.isPresent() == (event != null), "event is an event id");
        return and("event_id = ?", id.map(EventId::value).orElse(null));
    }

    Question agency(@Nullable String agency) {
        return and("agency = ?", agency("agency", agency));
    }

    Question partner(@Nullable String partner) {
        return and("recipient = ?", agency("partner", partner));
    }

    Question operation(@Nullable String operation) {
        refuseUnless(
                operation == null
                        || Arrays.stream(Operation.values())
                                .anyMatch(one -> one.name().equals(operation)),
                "operation is one of those of Directive (EU) 2016/680 Art. 25(1)");
        return and("operation = ?", operation);
    }

    Question action(@Nullable String action) {
        return and("action = ?", word("action", action));
    }

    Question purpose(@Nullable String purpose) {
        return and("purpose = ?", word("purpose", purpose));
    }

    Question policy(@Nullable String policy) {
        String id = word("policy", policy);
        return and("policies @> ?", id == null ? null : new String[] {id});
    }

    Question epoch(@Nullable String epoch) {
        return and("epoch = ?", number("epoch", epoch));
    }

    Question actor(@Nullable String subject) {
        return and("subject = ?", word("actor", subject));
    }

    Question client(@Nullable String client) {
        return and("client = ?", word("client", client));
    }

    /**
     * From a time on. Ids follow times closely, but not exactly: no entry is added an hour after it was made, so what is older by more than
     * an hour has lower ids, and need not be looked through.
     */
    Question since(@Nullable String since) {
        OffsetDateTime from = time("since", since);
        return and(
                        "id > coalesce((SELECT o.id FROM audit_entry o WHERE o.at < ? ORDER BY o.at DESC LIMIT 1), 0)",
                        from == null ? null : from.minusHours(1))
                .and("at >= ?", from);
    }

    Question until(@Nullable String until) {
        return and("at < ?", time("until", until));
    }

    Question after(@Nullable String after) {
        return and("id > ?", number("after", after));
    }

    /** The conditions, none of which may be missing from the statement. */
    String where() {
        return conditions.isEmpty() ? "true" : conditions.stream().collect(Collectors.joining(" AND "));
    }

    Tuple values() {
        return Tuple.from(values);
    }

    private static @Nullable String agency(String name, @Nullable String text) {
        refuseUnless(text == null || AgencyId.parse(text).isPresent(), name + " is an agency id");
        return text;
    }

    private static @Nullable String word(String name, @Nullable String text) {
        refuseUnless(text == null || (!text.isBlank() && text.length() <= LONGEST), name + " is a word");
        return text;
    }

    static @Nullable Long number(String name, @Nullable String text) {
        refuseUnless(text == null || text.matches("[0-9]{1,18}"), name + " is a number");
        return text == null ? null : Long.valueOf(text);
    }

    private static @Nullable OffsetDateTime time(String name, @Nullable String text) {
        try {
            return text == null ? null : CommonEra.instant(text).atOffset(ZoneOffset.UTC);
        } catch (DateTimeParseException notATime) {
            throw refused(name + " is a time such as 2026-11-21T08:30:00Z");
        }
    }

    static void refuseUnless(boolean right, String why) {
        if (!right) {
            throw refused(why);
        }
    }

    static ProblemException refused(String why) {
        return new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, why));
    }
}
