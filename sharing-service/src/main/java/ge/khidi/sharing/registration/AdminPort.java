package ge.khidi.sharing.registration;

import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.relay.problem.TheRestIsPassedOver;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The separate port of {@code /v1/agencies}: a second listener in front of the same application, so that tokens, problems and traces are
 * those of every other path. It answers nothing else, and the resource answers on no other port. Connections end here as on the other port:
 * those on which nothing is sent, and those on which a request goes on that was answered.
 */
@Singleton
public class AdminPort {

    private static final String PATH = "/v1/agencies";

    private final Vertx vertx;
    private final HttpServer server;
    private final int wanted;

    AdminPort(
            Vertx vertx,
            RegistrationConfig config,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.idle-timeout") Duration idle) {
        this.vertx = vertx;
        this.wanted = config.port();
        this.server = this.vertx.createHttpServer(new HttpServerOptions()
                .setHost(host)
                .setPort(wanted)
                .setIdleTimeout(Math.toIntExact(idle.toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS));
    }

    void start(@Observes StartupEvent started) {
        try {
            server.requestHandler(this::handle)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException taken) {
            throw new IllegalStateException("khidi.agencies.port cannot be listened on: " + wanted, taken);
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        server.close();
    }

    /** The port that is listened on. */
    public int port() {
        return server.actualPort();
    }

    private void handle(HttpServerRequest request) {
        if (isHere(request.path())) {
            VertxHttpRecorder.getRootHandler().handle(request);
        } else {
            request.response()
                    .setStatusCode(ProblemType.NOT_FOUND.status())
                    .end()
                    .onSuccess(answered -> TheRestIsPassedOver.of(vertx, request));
        }
    }

    /** Nothing in these paths needs dots or escapes, by which another could be meant. */
    private static boolean isHere(@Nullable String path) {
        return path != null
                && (path.equals(PATH) || path.startsWith(PATH + "/"))
                && !path.contains("..")
                && !path.contains("%");
    }

    /** Refuses a request that came by another port, as if there were no such path. */
    void mustBe(HttpServerRequest request) {
        if (request.localAddress() == null || request.localAddress().port() != port()) {
            throw new ProblemException(ProblemType.NOT_FOUND);
        }
    }
}
