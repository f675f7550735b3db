package ge.khidi.system;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A real Chromium without a window, one tab, spoken to over the DevTools protocol. Of the protocol it needs two commands, so it brings no
 * library along. Everything it waits for is bounded; it ends with this JVM however that ends.
 */
final class Chromium implements AutoCloseable {

    private static final String MISSING =
            "Chromium is missing: sudo apt-get install chromium (Debian, Ubuntu), or set CHROMIUM to its path";
    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final WebSocket tab;
    private final AtomicInteger commands = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers;

    private Chromium(Process process, WebSocket tab, Map<Integer, CompletableFuture<JsonNode>> answers) {
        this.process = process;
        this.tab = tab;
        this.answers = answers;
    }

    /** @param directory for its profile, which must be new, and its log */
    static Chromium start(Path directory) {
        Path program = find().orElseThrow(() -> new AssertionError(MISSING));
        try {
            Files.createDirectories(directory);
            Path profile = Files.createTempDirectory(directory, "profile");
            List<String> command = new ArrayList<>(RunningPlatform.leashed("chromium"));
            command.addAll(List.of(
                    program.toString(),
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--disable-background-networking",
                    "--no-first-run",
                    "--accept-lang=en",
                    "--remote-debugging-port=0",
                    "--user-data-dir=" + profile.toAbsolutePath(),
                    "about:blank"));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("chromium.log").toFile())
                    .start();
            try {
                Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
                return new Chromium(process, connect(tab(profile), answers), answers);
            } catch (RuntimeException | IOException failed) {
                process.destroy();
                throw failed;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes there and waits until the page is complete. */
    void open(URI page) {
        send("Page.navigate", JsonNodeFactory.instance.objectNode().put("url", page.toString()));
        await().atMost(BOUND)
                .ignoreExceptions()
                .until(() -> evaluate("document.readyState + ' ' + location.protocol")
                        .asText()
                        .matches("complete http.*"));
    }

    /** The value of an expression in the page. */
    JsonNode evaluate(String expression) {
        JsonNode result = send(
                "Runtime.evaluate",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("expression", expression)
                        .put("returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": "
                    + result.at("/exceptionDetails/exception/description").asText());
        }
        return result.at("/result/value");
    }

    /** What a person reads. */
    String text() {
        return evaluate("document.body.innerText").asText();
    }

    String location() {
        return evaluate("location.href").asText();
    }

    /** Waits until the page that is there then, complete, shows this text. */
    void awaitText(String text) {
        await("the text " + text)
                .atMost(BOUND)
                .ignoreExceptions()
                .until(() -> evaluate("document.readyState").asText().equals("complete") && text().contains(text));
    }

    void fill(String selector, String value) {
        evaluate("%s.value = %s".formatted(found(selector), literal(value)));
    }

    void click(String selector) {
        evaluate(found(selector) + ".click()");
    }

    /** Follows the first link of this text. */
    void follow(String linkText) {
        evaluate(
                "[...document.links].find(link => link.textContent.includes(%s)).click()".formatted(literal(linkText)));
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        children.forEach(ProcessHandle::destroyForcibly);
        await().atMost(BOUND).until(() -> !process.isAlive());
    }

    private static String found(String selector) {
        return "document.querySelector(" + literal(selector) + ")";
    }

    private static String literal(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }

    private JsonNode send(String method, ObjectNode parameters) {
        int id = commands.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode command = JsonNodeFactory.instance.objectNode();
        command.put("id", id).put("method", method).set("params", parameters);
        try {
            tab.sendText(command.toString(), true).get(BOUND.toSeconds(), TimeUnit.SECONDS);
            JsonNode message = answer.get(BOUND.toSeconds(), TimeUnit.SECONDS);
            if (message.has("error")) {
                throw new IllegalStateException(method + ": " + message.path("error"));
            }
            return message.path("result");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(method + " was not answered", e);
        }
    }

    private static WebSocket connect(URI tab, Map<Integer, CompletableFuture<JsonNode>> answers) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .connectTimeout(BOUND)
                .buildAsync(tab, new Answers(answers))
                .orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** The debugging address of the one tab. Chromium writes its port into its profile. */
    private static URI tab(Path profile) throws IOException {
        Path portFile = profile.resolve("DevToolsActivePort");
        await("Chromium")
                .atMost(BOUND)
                .ignoreExceptions()
                .until(() -> Files.readAllLines(portFile).size() > 1);
        URI list = URI.create("http://127.0.0.1:" + Files.readAllLines(portFile).get(0) + "/json/list");
        return await().atMost(BOUND)
                .ignoreExceptions()
                .until(() -> page(list), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<URI> page(URI list) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(list).timeout(BOUND).build();
        JsonNode targets = JSON.readTree(HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body());
        for (JsonNode target : targets) {
            if (target.path("type").asText().equals("page")) {
                return Optional.of(
                        URI.create(target.path("webSocketDebuggerUrl").asText()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> find() {
        String named = System.getenv("CHROMIUM");
        if (named != null) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        return Stream.concat(
                        Stream.of("/usr/bin"),
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Puts the messages of the tab together and gives each answer to whoever waits for it. Events are not asked for and not kept. */
    private static final class Answers implements WebSocket.Listener {
        private final Map<Integer, CompletableFuture<JsonNode>> answers;
        private final StringBuilder message = new StringBuilder();

        Answers(Map<Integer, CompletableFuture<JsonNode>> answers) {
            this.answers = answers;
        }

        @Override
        public CompletionStage<?> onText(WebSocket tab, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                complete(message.toString());
                message.setLength(0);
            }
            tab.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private void complete(String text) {
            try {
                JsonNode json = JSON.readTree(text);
                CompletableFuture<JsonNode> waiting =
                        answers.remove(json.path("id").asInt());
                if (waiting != null) {
                    waiting.complete(json);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
