package ge.khidi.intake.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * One batch from its first byte to its last answer, in bounded memory: lines that wait to be kept and answers that wait to be read are
 * both limited, and what exceeds the limit stays on the sender's side of the connection.
 *
 * <p>Everything here happens on the one event loop of the request. While some lines are being kept, those that arrive meanwhile wait
 * and then share the next transaction.
 */
final class BatchRun {

    private static final Logger LOG = Logger.getLogger(BatchRun.class);

    private final HttpServerRequest request;
    private final BatchConfig config;
    private final Function<List<Line>, Uni<List<String>>> keeper;
    private final LineSplitter splitter;
    private final Deque<Line> waiting = new ArrayDeque<>();
    private final MultiEmitter<? super byte[]> answers;

    private long waitingBytes;
    private long unreadBytes;
    private long answered;
    private boolean atWork;
    private boolean ended;
    private boolean over;

    BatchRun(
            HttpServerRequest request,
            BatchConfig config,
            int mostLineBytes,
            Function<List<Line>, Uni<List<String>>> keeper,
            MultiEmitter<? super byte[]> answers) {
        this.request = request;
        this.config = config;
        this.keeper = keeper;
        this.splitter = new LineSplitter(mostLineBytes);
        this.answers = answers;
    }

    void start() {
        answers.onTermination(this::stop);
        request.handler(this::receive);
        request.endHandler(end -> finish());
        request.exceptionHandler(this::interrupted);
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        request.resume();
    }

    /** The reader has taken these bytes. */
    void taken(int bytes) {
        unreadBytes -= bytes;
        work();
    }

    private void receive(Buffer chunk) {
        add(splitter.take(chunk.getBytes()));
        if (waitingBytes > config.waitingBytes()) {
            request.pause();
        }
        work();
    }

    private void finish() {
        ended = true;
        add(splitter.end());
        work();
    }

    /** The sender is gone. Lines that were kept are kept; those that waited are not, and it will send them again. */
    private void interrupted(Throwable failure) {
        over = true;
        LOG.infof("A batch ended before its last line. answered=%d", answered);
        answers.complete();
    }

    private void stop() {
        over = true;
    }

    private void add(List<Line> lines) {
        waiting.addAll(lines);
        lines.forEach(line -> waitingBytes += line.size());
    }

    private void work() {
        if (atWork || over || unreadBytes > config.unreadBytes()) {
            return;
        }
        if (waiting.isEmpty()) {
            if (ended) {
                over = true;
                LOG.infof("A batch was answered. lines=%d", answered);
                answers.complete();
            }
            return;
        }
        atWork = true;
        keeper.apply(next()).subscribe().with(this::answer, this::fail);
    }

    private List<Line> next() {
        List<Line> lines = new ArrayList<>();
        while (!waiting.isEmpty() && lines.size() < config.lines()) {
            Line line = waiting.removeFirst();
            waitingBytes -= line.size();
            lines.add(line);
        }
        if (waitingBytes <= config.waitingBytes() && !ended) {
            request.resume();
        }
        return lines;
    }

    private void answer(List<String> results) {
        atWork = false;
        byte[] lines = String.join("\n", results).getBytes(UTF_8);
        answered += results.size();
        unreadBytes += lines.length;
        if (!over) {
            answers.emit(lines);
        }
        work();
    }

    private void fail(Throwable failure) {
        over = true;
        answers.fail(failure);
    }
}
