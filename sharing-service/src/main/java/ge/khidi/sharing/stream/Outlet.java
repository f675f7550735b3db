package ge.khidi.sharing.stream;

import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/** The way out to one client, over HTTP/1.1 or HTTP/2. */
final class Outlet {

    /** In bytes. The system keeps up to twice that for a reader that takes nothing; unbounded, it would let it grow to megabytes. */
    private static final int KEPT_BY_THE_SYSTEM = 64 * 1024;

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
        if (request.connection() instanceof ConnectionBase connection) {
            connection.channel().config().setOption(ChannelOption.SO_SNDBUF, KEPT_BY_THE_SYSTEM);
        }
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
