package ge.khidi.sharing.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever reaches the port and is told that there is nothing, or says nothing, is not listened to for ever. */
class AdminPortIT {

    private static final Buffer SOME = Buffer.buffer(new byte[100_000]);
    private static final long READ_AT_MOST = 16_000_000;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        done(vertx.close());
    }

    @Test
    void whoeverAsksForAnotherPathAndSendsOnIsCutOff() throws Exception {
        AdminPort port = listening(Duration.ofHours(1));
        HttpClientRequest request =
                done(vertx.createHttpClient().request(HttpMethod.POST, port.port(), "localhost", "/x"));
        request.setChunked(true);
        done(request.sendHead());
        assertThat(done(request.response()).statusCode()).isEqualTo(404);
        AtomicLong sent = new AtomicLong();
        Promise<Void> cut = Promise.promise();
        request.exceptionHandler(fault -> cut.tryComplete());

        vertx.setPeriodic(1, again -> {
            if (!request.writeQueueFull() && sent.addAndGet(SOME.length()) < 10 * READ_AT_MOST) {
                request.write(SOME);
            }
        });

        done(cut.future());
        assertThat(sent.get()).isGreaterThanOrEqualTo(READ_AT_MOST);
    }

    @Test
    void andWhoeverSendsNothing() throws Exception {
        AdminPort port = listening(Duration.ofMillis(100));
        Promise<Void> cut = Promise.promise();

        done(vertx.createNetClient()
                .connect(port.port(), "localhost")
                .onSuccess(socket -> socket.closeHandler(cut::tryComplete)));

        done(cut.future());
    }

    private AdminPort listening(Duration idle) {
        AdminPort port = new AdminPort(vertx, ANY, "localhost", idle);
        port.start(new StartupEvent());
        return port;
    }

    private static final RegistrationConfig ANY = new RegistrationConfig() {
        @Override
        public int port() {
            return 0;
        }

        @Override
        public Optional<String> clientSecret() {
            return Optional.empty();
        }
    };

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }
}
