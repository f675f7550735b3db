package ge.khidi.localstack.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ge.khidi.localstack.Home;
import ge.khidi.localstack.Scenario;
import ge.khidi.localstack.client.Platform;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;

/** Tells the story to a stack that has just become healthy, prints the result table and writes it to {@link Home#reports}. */
public final class Story implements Scenario {

    /** The texts of the policy set that the demonstration starts with, from {@code deploy/local}. */
    private static final String POLICIES = "../../sharing-service/src/main/resources/policies/baseline";

    /** Tells it to the stack of a {@code stack.json}; its path is the only argument. */
    public static void main(String[] arguments) throws IOException {
        Path stackFile = arguments.length > 0
                ? Path.of(arguments[0])
                : Home.find().reports().resolve("stack.json");
        new Story().play(new ObjectMapper().readTree(stackFile.toFile()), System.out);
    }

    @Override
    public void play(JsonNode stack, PrintStream out) throws IOException {
        Home local = Home.find();
        Path home = local.directory();
        Scene scene = new Scene(home.resolve("story"), LocalDate.now(Clock.systemUTC()));
        ResultTable table = new Telling(Platform.of(stack), scene, home.resolve(POLICIES), out).tell();
        Path file = local.reports().resolve("story.md");
        Files.writeString(file, table.markdown());
        out.println();
        out.println(table.text());
        out.println("As Markdown: " + file);
    }
}
