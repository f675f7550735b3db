package ge.khidi.localstack;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What was asked for on the command line of {@code deploy/local/up}.
 *
 * @param data empty means a directory under {@code target} that every start empties
 */
record Options(boolean help, boolean scenario, Optional<Path> data, Ports ports) {

    static final String HELP = """
            Usage: deploy/local/up [options]

            Starts Kafka, PostgreSQL, Keycloak, Zipkin and the services of Khidi as processes of this machine,
            waits until they are healthy, and stops them all at Ctrl-C. Builds first what is not built.
            Needs a JDK 17 or newer and Maven, nothing else.

              --no-scenario   start empty; do not tell the bundled story
              --data DIR      keep everything in DIR and continue from it at the next start
                              (without it each start begins from nothing)
              --ports BASE    listen on BASE+1 to BASE+9 instead of the ports below
              --help          show this

                                     port   with --ports
              intake                 8081   BASE+1
              analysis               8082   BASE+2
              sharing                8083   BASE+3
              sharing administration 8084   BASE+4
              Keycloak               8180   BASE+5
              Kafka                  9092   BASE+6
              Kafka controller       9093   BASE+7
              PostgreSQL             5433   BASE+8
              Zipkin                 9411   BASE+9

            When it is up, deploy/local/target/stack.json holds every URL, client, user and password.
            More: docs/operations.md
            """;

    static Options parse(List<String> arguments) {
        boolean help = false;
        boolean scenario = true;
        Optional<Path> data = Optional.empty();
        Ports ports = Ports.WELL_KNOWN;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String option = rest.next();
            switch (option) {
                case "--help", "-h" -> help = true;
                case "--no-scenario" -> scenario = false;
                case "--data" -> data = Optional.of(Path.of(value(option, rest)));
                case "--ports" -> ports = Ports.from(number(option, value(option, rest)));
                default -> throw new StackFault("Unknown option: " + option + ". See: deploy/local/up --help");
            }
        }
        return new Options(help, scenario, data, ports);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new StackFault(option + " needs a value. See: deploy/local/up --help");
        }
        return rest.next();
    }

    private static int number(String option, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new StackFault(option + " needs a number, not " + text, e);
        }
    }
}
