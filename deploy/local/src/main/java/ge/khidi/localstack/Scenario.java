package ge.khidi.localstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;

/**
 * What happens on a stack that has just become healthy, unless {@code --no-scenario}. Found with {@link java.util.ServiceLoader}. A
 * failure is an exception; it is shown, and the stack stays up.
 */
public interface Scenario {

    /** @param stack the content of {@code stack.json} */
    void play(JsonNode stack, PrintStream out) throws Exception;
}
