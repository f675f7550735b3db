package ge.khidi.localstack.replay;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What was typed after {@code deploy/local/replay}. */
record ReplayOptions(
        boolean help,
        Optional<Path> file,
        Optional<Path> mapping,
        Optional<String> client,
        long limit,
        int chunk,
        Duration patience,
        Optional<Path> stack,
        Optional<Path> report) {

    static final String HELP = """
            Sends the records of a file to a running platform (deploy/local/up) through intake, as an agency's system would.

              deploy/local/replay FILE [options]

            FILE holds batch lines of POST /v1/events/batch (NDJSON), or, with --mapping, a table (CSV); either may be gzipped.

              --mapping FILE     how rows are said as submissions; deploy/local/mappings has two
              --client NAME      the Keycloak client that speaks (default: the mapping's)
              --limit N          only the first N rows
              --chunk N          lines per request (default 250)
              --patience SECONDS how long an unreachable intake is waited for, since its last answer (default 300)
              --stack FILE       which platform (default: deploy/local/target/stack.json)
              --report FILE      row by row what became of it, NDJSON (default: deploy/local/target/replay/FILE.report.ndjson)

            Every row ends as accepted, already known or refused. To resume after an interruption, start it again: what intake already
            has, it answers with the first receipt. Exit status 0 when every row was answered, 1 otherwise.
            """;

    private static final int DEFAULT_CHUNK = 250;
    private static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(5);

    static ReplayOptions parse(List<String> arguments) {
        boolean help = false;
        Optional<Path> file = Optional.empty();
        Optional<Path> mapping = Optional.empty();
        Optional<String> client = Optional.empty();
        long limit = Long.MAX_VALUE;
        int chunk = DEFAULT_CHUNK;
        Duration patience = DEFAULT_PATIENCE;
        Optional<Path> stack = Optional.empty();
        Optional<Path> report = Optional.empty();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            switch (word) {
                case "--help", "-h" -> help = true;
                case "--mapping" -> mapping = Optional.of(Path.of(value(word, rest)));
                case "--client" -> client = Optional.of(value(word, rest));
                case "--limit" -> limit = number(word, rest);
                case "--chunk" -> chunk = (int) Math.min(number(word, rest), 10_000);
                case "--patience" -> patience = Duration.ofSeconds(number(word, rest));
                case "--stack" -> stack = Optional.of(Path.of(value(word, rest)));
                case "--report" -> report = Optional.of(Path.of(value(word, rest)));
                default -> {
                    if (word.startsWith("-") || file.isPresent()) {
                        throw new ReplayFault("Not understood: " + word + ". See: deploy/local/replay --help");
                    }
                    file = Optional.of(Path.of(word));
                }
            }
        }
        return new ReplayOptions(help, file, mapping, client, limit, chunk, patience, stack, report);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new ReplayFault(option + " needs a value. See: deploy/local/replay --help");
        }
        return rest.next();
    }

    private static long number(String option, Iterator<String> rest) {
        String text = value(option, rest);
        if (!text.matches("[1-9][0-9]{0,17}")) {
            throw new ReplayFault(option + " needs a number above 0, not " + text);
        }
        return Long.parseLong(text);
    }
}
