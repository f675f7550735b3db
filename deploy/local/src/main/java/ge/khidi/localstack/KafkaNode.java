package ge.khidi.localstack;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.Uuid;

/**
 * The main class of Kafka's own JVM: formats the storage when it is new, then hands over to the broker. The broker's classes are
 * reached by name since they are on no classpath but that JVM's.
 */
final class KafkaNode {

    public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
        Path properties = Path.of(arguments[0]);
        if (!Files.exists(dataDirectory(properties).resolve("meta.properties"))) {
            format(properties);
        }
        Class.forName("kafka.Kafka").getMethod("main", String[].class).invoke(null, (Object)
                new String[] {properties.toString()});
    }

    private static void format(Path properties) throws ReflectiveOperationException {
        String[] command = {"format", "--cluster-id", clusterId(), "--config", properties.toString()};
        Object status = Class.forName("kafka.tools.StorageTool")
                .getMethod("execute", String[].class, PrintStream.class)
                .invoke(null, command, System.out);
        if (!Integer.valueOf(0).equals(status)) {
            throw new StackFault("Kafka's storage could not be formatted, status " + status);
        }
    }

    private static Path dataDirectory(Path properties) throws IOException {
        Properties read = new Properties();
        try (var reader = Files.newBufferedReader(properties)) {
            read.load(reader);
        }
        return Path.of(read.getProperty("log.dirs"));
    }

    private static String clusterId() {
        return Uuid.randomUuid().toString();
    }

    private KafkaNode() {}
}
