package ge.khidi.localstack.replay;

import ge.khidi.localstack.Home;
import ge.khidi.localstack.StackFault;
import ge.khidi.localstack.client.Platform;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code deploy/local/replay}: sends the records of a file through intake and accounts for every one of them. */
public final class Replay {

    private static final long PROGRESS_NANOS = Duration.ofSeconds(2).toNanos();

    private final ReplayOptions options;
    private final PrintStream out;
    private final long begin = System.nanoTime();
    private long lastSaid = begin;
    private String lastWhy = "";

    private Replay(ReplayOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    public static void main(String[] arguments) {
        System.exit(replay(List.of(arguments), System.out));
    }

    /** What {@code deploy/local/replay} does with these arguments; returns its exit status. */
    public static int replay(List<String> arguments, PrintStream out) {
        try {
            ReplayOptions options = ReplayOptions.parse(arguments);
            if (options.help() || options.file().isEmpty()) {
                out.print(ReplayOptions.HELP);
                return options.help() ? 0 : 1;
            }
            new Replay(options, out).run(options.file().get());
            return 0;
        } catch (ReplayFault | StackFault e) {
            out.println();
            out.println(e.getMessage());
            return 1;
        }
    }

    private void run(Path file) {
        Optional<Mapping> mapping = options.mapping().map(MappingReader::read);
        String client = options.client()
                .or(() -> mapping.flatMap(Mapping::client))
                .orElseThrow(() -> new ReplayFault("Who speaks? Name a client of stack.json with --client"));
        Platform platform = Platform.read(
                options.stack().orElseGet(() -> Home.find().directory().resolve("target/stack.json")));
        Path reportFile = options.report()
                .orElseGet(() -> Home.find()
                        .directory()
                        .resolve("target/replay")
                        .resolve(file.getFileName() + ".report.ndjson"));
        out.println("Replaying " + file + " as " + client + " to " + platform.service("intake"));
        IntakeBatches intake =
                new IntakeBatches(platform.client(client), platform.service("intake"), options.patience(), this::away);
        try (Items items =
                        mapping.<Items>map(said -> TableItems.open(file, said)).orElseGet(() -> LineItems.open(file));
                Report report = Report.write(reportFile)) {
            Tally tally = new ReplayRun(items, intake, report, this::rows, options.chunk()).run(options.limit());
            out.printf("%n%s%nin %.1f s. Row by row: %s%n", tally.summary(), seconds(), reportFile);
        }
    }

    private void rows(Tally tally) {
        lastWhy = "";
        if (System.nanoTime() - lastSaid > PROGRESS_NANOS) {
            lastSaid = System.nanoTime();
            out.printf(
                    "  %,9d rows  %,7.0f rows/s  refused %,d%n",
                    tally.rows(), tally.rows() / seconds(), tally.refusedCount());
        }
    }

    private void away(String why) {
        if (!why.equals(lastWhy)) {
            lastWhy = why;
            out.println("  waiting for intake (" + why + ")");
        }
    }

    private double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }
}
