package ge.khidi.sharing.stream;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** The way out to one client, over HTTP/1.1 or HTTP/2. */
final class Outlet {

    private final HttpServerRequest request;
    private final HttpServerResponse response;

    Outlet(HttpServerRequest request) {
        this.request = request;
        this.response = request.response();
    }

    /** What stands before the stream; goes with the first bytes. */
    void begin() {
        response.putHeader(HttpHeaders.CONTENT_TYPE, ServerSentEvents.MEDIA_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                // Proxies of the nginx family hold nothing back.
                .putHeader("X-Accel-Buffering", "no")
                .setChunked(true);
    }

    /** For whoever asks for no more. */
    void onlyHead() {
        begin();
        response.end();
    }

    /** Completes when the socket has taken it; fails when nobody is there any more. */
    Future<Void> write(Buffer bytes) {
        return gone() ? Future.failedFuture("gone") : response.write(bytes);
    }

    /** Ends in good order, with these last words. */
    void end(String words) {
        if (!gone()) {
            response.end(words);
        }
    }

    /** Ends at once, whatever was written and not taken. */
    void abandon() {
        if (request.version() == HttpVersion.HTTP_2) {
            response.reset();
        } else {
            request.connection().close();
        }
    }

    private boolean gone() {
        return response.closed() || response.ended();
    }
}
