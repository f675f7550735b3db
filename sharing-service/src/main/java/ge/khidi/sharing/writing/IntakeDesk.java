package ge.khidi.sharing.writing;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.sharing.basic.ClientSecrets;
import ge.khidi.sharing.writing.WritingStore.Due;
import ge.khidi.sharing.writing.WritingStore.Known;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Intake, as any agency's system reaches it, by the account that may speak for the agencies that write here. The id of an object is the writer's reference for its
 * event, so what is handed over twice is there once; a later version replaces the revision that was made here, and none that was made since by another way.
 */
@Singleton
class IntakeDesk {

    private static final String ACCOUNT = "khidi-sharing";
    private static final String ON_BEHALF_OF = "Khidi-On-Behalf-Of";
    private static final String UNIT = "Khidi-On-Behalf-Of-Unit";
    private static final String REVISED_ELSEWHERE =
            "the event was revised at intake since, which this version would undo: revise it there";
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final int MOST_AT_ONCE = 32;
    private static final String REVOKED =
            new JsonObject().put("reason", "revoked by its writer").encode();

    private final WebClient http;
    private final ClientSecrets secrets;
    private final Optional<String> address;
    private final Optional<String> secret;

    IntakeDesk(Vertx vertx, ClientSecrets secrets, WritingConfig config) {
        this.http = WebClient.create(
                io.vertx.mutiny.core.Vertx.newInstance(vertx),
                new WebClientOptions().setConnectTimeout((int) BOUND.toMillis()).setMaxPoolSize(MOST_AT_ONCE));
        this.secrets = secrets;
        this.address = config.intake().map(URI::toString).map(text -> text.replaceAll("/+$", ""));
        this.secret = config.clientSecret();
    }

    /** Intake did not answer, or not for this object. What was to be said is said again later. */
    static final class Away extends RuntimeException {
        Away(int status) {
            super("status " + status, null, false, false);
        }
    }

    /** Whether there is somewhere to hand anything over, and an account to do it. */
    boolean configured() {
        return address.isPresent() && secret.isPresent();
    }

    /** Intake's answer; fails where it gave none. */
    Uni<HandedOver> handOver(Due due) {
        Optional<Known> known = due.known();
        if (due.submission().isPresent()) {
            return known.isPresent()
                    ? send(
                            due,
                            HttpMethod.PUT,
                            "/" + known.get().event(),
                            due.submission().get())
                    : send(due, HttpMethod.POST, "", due.submission().get());
        }
        if (known.isPresent()) {
            return send(due, HttpMethod.POST, "/" + known.get().event() + "/withdrawal", REVOKED);
        }
        return Uni.createFrom()
                .item(
                        due.tried()
                                ? HandedOver.refused(due, "nothing of this id was accepted that could be revoked")
                                : HandedOver.neverSaid(due));
    }

    private Uni<HandedOver> send(Due due, HttpMethod method, String path, String body) {
        return secrets.token(ACCOUNT, secret.orElse(""))
                .chain(token -> request(due, method, path, token).sendBuffer(Buffer.buffer(body)))
                .map(answer -> read(due, answer));
    }

    private HttpRequest<Buffer> request(Due due, HttpMethod method, String path, String token) {
        HttpRequest<Buffer> request = http.requestAbs(method, address.orElse("") + "/v1/events" + path)
                .timeout(BOUND.toMillis())
                .bearerTokenAuthentication(token)
                .putHeader("Content-Type", "application/json")
                .putHeader(ON_BEHALF_OF, due.writer().agency().value());
        due.writer().unit().ifPresent(unit -> request.putHeader(UNIT, URLEncoder.encode(unit, UTF_8)));
        due.known()
                .filter(known -> due.submission().isPresent())
                .ifPresent(known -> request.putHeader("If-Match", known.tag()));
        return request;
    }

    private static HandedOver read(Due due, HttpResponse<Buffer> answer) {
        return switch (answer.statusCode()) {
            case 200, 201 -> HandedOver.accepted(due, revision(answer.bodyAsJsonObject()), tag(answer));
            case 404, 409, 412, 413, 422 -> refused(due, answer);
            default -> throw new Away(answer.statusCode());
        };
    }

    /** Only if it is intake that says so: whatever stands before it answers for no event. Where an event was to be made, none can be missing. */
    private static HandedOver refused(Due due, HttpResponse<Buffer> answer) {
        JsonObject problem = problem(answer);
        return switch (answer.statusCode()) {
            case 404 -> {
                if (due.known().isEmpty()) {
                    throw new Away(404);
                }
                yield HandedOver.refused(due, "intake has no such event any more");
            }
            case 412 -> HandedOver.refused(due, REVISED_ELSEWHERE);
            default -> HandedOver.refused(due, words(problem));
        };
    }

    private static JsonObject problem(HttpResponse<Buffer> answer) {
        try {
            return Optional.ofNullable(answer.bodyAsJsonObject())
                    .filter(body -> body.getValue("type") instanceof String type && type.startsWith(ProblemType.BASE))
                    .orElseThrow(() -> new Away(answer.statusCode()));
        } catch (DecodeException notJson) {
            throw new Away(answer.statusCode());
        }
    }

    private static String tag(HttpResponse<Buffer> answer) {
        return Optional.ofNullable(answer.getHeader("ETag")).orElseThrow(() -> new Away(answer.statusCode()));
    }

    private static RevisionId revision(JsonObject receipt) {
        return new RevisionId(
                EventId.parse(receipt.getString("eventId")).orElseThrow(), receipt.getInteger("revision"));
    }

    /** A problem document in one line; it never has the offending value. */
    private static String words(JsonObject problem) {
        Stream<String> faults = problem.getJsonArray("faults", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .map(fault -> Wording.asAnEvent(fault.getString("pointer"), fault.getString("message")));
        return Stream.concat(Stream.of(problem.getString("title"), problem.getString("detail", "")), faults)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }
}
