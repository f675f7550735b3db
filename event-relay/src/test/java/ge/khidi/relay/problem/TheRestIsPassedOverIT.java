package ge.khidi.relay.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A sender that was refused and does not stop. */
class TheRestIsPassedOverIT {

    private static final Duration VERY_LONG = Duration.ofHours(1);
    private static final long MOST = 1_000_000;
    private static final Buffer SOME = Buffer.buffer(new byte[10_000]);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        done(vertx.close());
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void whoeverSendsTooMuchIsCutOff(HttpVersion version) throws Exception {
        HttpClientRequest request = refused(version, MOST, VERY_LONG);
        AtomicLong sent = new AtomicLong();
        Promise<Void> cut = Promise.promise();
        request.exceptionHandler(fault -> cut.tryComplete());

        vertx.setPeriodic(1, again -> {
            if (!request.writeQueueFull() && sent.addAndGet(SOME.length()) < 10 * MOST) {
                request.write(SOME);
            }
        });

        done(cut.future());
        assertThat(sent.get()).isGreaterThanOrEqualTo(MOST);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void andWhoeverTakesTooLong(HttpVersion version) throws Exception {
        HttpClientRequest request = refused(version, MOST, Duration.ofMillis(100));
        Promise<Void> cut = Promise.promise();

        request.exceptionHandler(fault -> cut.tryComplete());

        done(cut.future());
    }

    @Test
    void whoeverEndsKeepsTheConnection() throws Exception {
        HttpClientRequest request = refused(HttpVersion.HTTP_1_1, MOST, Duration.ofMillis(100));
        Promise<Void> cut = Promise.promise();
        request.connection().closeHandler(cut::tryComplete);

        done(request.end(SOME));

        Promise<Void> muchLater = Promise.promise();
        vertx.setTimer(1_000, over -> muchLater.complete());
        done(muchLater.future());
        assertThat(cut.future().isComplete()).isFalse();
    }

    /** A request that was begun, and answered before its end. */
    private HttpClientRequest refused(HttpVersion version, long most, Duration longest) throws Exception {
        HttpServer server = done(vertx.createHttpServer()
                .requestHandler(request -> {
                    request.pause();
                    request.response()
                            .setStatusCode(401)
                            .end()
                            .onSuccess(answered -> TheRestIsPassedOver.passOver(vertx, request, most, longest));
                })
                .listen(0, "localhost"));
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(version).setHttp2ClearTextUpgrade(false));
        HttpClientRequest request = done(client.request(HttpMethod.POST, server.actualPort(), "localhost", "/"));
        request.setChunked(true);
        done(request.sendHead());
        assertThat(done(request.response()).statusCode()).isEqualTo(401);
        return request;
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }
}
