package ge.khidi.intake.reception;

import ge.khidi.contract.problem.ProblemType;
import ge.khidi.intake.submission.Faults;
import ge.khidi.relay.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;

/**
 * Reads the body of a request up to a limit. What is beyond the limit is not kept, and the request is refused as soon as that is known,
 * which with {@code Expect: 100-continue} is before the body is sent.
 */
final class Body {

    private final Buffer read = Buffer.buffer();
    private final HttpServerRequest request;
    private final int most;

    private Body(HttpServerRequest request, int most) {
        this.request = request;
        this.most = most;
    }

    static Uni<byte[]> read(HttpServerRequest request, int most) {
        return Uni.createFrom().emitter(emitter -> new Body(request, most).start(emitter));
    }

    /** Refuses a body of another media type; parameters such as a charset of UTF-8 do not matter. */
    static void require(HttpServerRequest request, String mediaType) {
        String said = request.getHeader(HttpHeaders.CONTENT_TYPE);
        String essence = said == null ? "" : said.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!essence.equals(mediaType)) {
            throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE);
        }
    }

    private void start(UniEmitter<? super byte[]> emitter) {
        if (announced() > most) {
            tooLarge(emitter);
            return;
        }
        request.handler(chunk -> take(chunk, emitter));
        request.exceptionHandler(emitter::fail);
        request.endHandler(end -> emitter.complete(read.getBytes()));
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        request.resume();
    }

    private void take(Buffer chunk, UniEmitter<? super byte[]> emitter) {
        if (read.length() + chunk.length() > most) {
            tooLarge(emitter);
        } else {
            read.appendBuffer(chunk);
        }
    }

    /** The rest is read and thrown away, so that a client that sends first and listens then gets its answer. */
    private void tooLarge(UniEmitter<? super byte[]> emitter) {
        request.handler(rest -> {});
        request.exceptionHandler(gone -> {});
        request.endHandler(end -> {});
        request.resume();
        emitter.fail(new ProblemException(Faults.tooLarge()));
    }

    private long announced() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException beyondLong) {
            return Long.MAX_VALUE;
        }
    }
}
