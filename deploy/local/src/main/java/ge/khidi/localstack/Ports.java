package ge.khidi.localstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Where everything listens, on localhost only. Either the well-known ports, or one block of ten above a base. */
public record Ports(
        int intake,
        int analysis,
        int sharing,
        int sharingAdmin,
        int keycloak,
        int kafka,
        int kafkaController,
        int postgres,
        int zipkin) {

    public static final Ports WELL_KNOWN = new Ports(8081, 8082, 8083, 8084, 8180, 9092, 9093, 5433, 9411);

    private static final int LOWEST_BASE = 1024;
    private static final int HIGHEST_BASE = 65_500;

    /** Intake at {@code base} + 1, and so on in the order of the components, Zipkin at {@code base} + 9. */
    public static Ports from(int base) {
        if (base < LOWEST_BASE || base > HIGHEST_BASE) {
            throw new StackFault("--ports must be between " + LOWEST_BASE + " and " + HIGHEST_BASE + ", not " + base);
        }
        return new Ports(base + 1, base + 2, base + 3, base + 4, base + 5, base + 6, base + 7, base + 8, base + 9);
    }

    /** A {@link StackFault} that names every port somebody else listens on. */
    void checkFree() {
        Map<String, Integer> taken = taken();
        if (!taken.isEmpty()) {
            throw new StackFault("Another program already listens on "
                    + taken.entrySet().stream()
                            .map(entry -> "port " + entry.getValue() + " (wanted for " + entry.getKey() + ")")
                            .collect(Collectors.joining(", "))
                    + ". End it, or move the whole stack, for example: --ports 18000");
        }
    }

    Map<String, Integer> taken() {
        Map<String, Integer> taken = byUse();
        taken.values().removeIf(port -> !isTaken(port));
        return taken;
    }

    private Map<String, Integer> byUse() {
        Map<String, Integer> uses = new LinkedHashMap<>();
        uses.put("intake", intake);
        uses.put("analysis", analysis);
        uses.put("sharing", sharing);
        uses.put("sharing's administration", sharingAdmin);
        uses.put("Keycloak", keycloak);
        uses.put("Kafka", kafka);
        uses.put("Kafka's controller", kafkaController);
        uses.put("PostgreSQL", postgres);
        uses.put("Zipkin", zipkin);
        return uses;
    }

    private static boolean isTaken(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("localhost"))) {
            return !socket.isBound();
        } catch (IOException e) {
            return true;
        }
    }
}
