package ge.khidi.localstack.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ge.khidi.localstack.StackFault;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Someone with a token, which is renewed before it expires and once more when it is refused. Waiting is bounded. */
public final class Session {

    private static final Duration REQUEST_BOUND = Duration.ofSeconds(60);
    private static final Duration RENEW_BEFORE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final HttpClient http;
    private final URI tokenEndpoint;
    private final String grant;
    private String token = "";
    private Instant renewAt = Instant.MIN;

    Session(String name, HttpClient http, URI tokenEndpoint, Map<String, String> grant) {
        this.name = name;
        this.http = http;
        this.tokenEndpoint = tokenEndpoint;
        this.grant = new TreeMap<>(grant)
                .entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }

    public String name() {
        return name;
    }

    public Answer get(URI uri) throws IOException {
        return send(HttpRequest.newBuilder(uri).GET());
    }

    public Answer post(URI uri, String contentType, byte[] body) throws IOException {
        return send(
                HttpRequest.newBuilder(uri).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body)));
    }

    public Answer post(URI uri, JsonNode body) throws IOException {
        return post(uri, "application/json", JSON.writeValueAsBytes(body));
    }

    public Answer put(URI uri, JsonNode body) throws IOException {
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    /** Sends with the bearer token; an answer of any status is an answer. */
    public Answer send(HttpRequest.Builder request) throws IOException {
        Answer first = exchange(request);
        if (first.status() != 401) {
            return first;
        }
        forgetToken();
        return exchange(request);
    }

    /** The token itself, for requests that this class cannot make. */
    public synchronized String token() throws IOException {
        if (Instant.now().isAfter(renewAt)) {
            renew();
        }
        return token;
    }

    private Answer exchange(HttpRequest.Builder request) throws IOException {
        return plain(request.copy()
                .header("Authorization", "Bearer " + token())
                .timeout(REQUEST_BOUND)
                .build());
    }

    private Answer plain(HttpRequest request) throws IOException {
        // The timeout of the request ends with the headers of its answer; the body is bounded here.
        CompletableFuture<HttpResponse<byte[]>> exchange = http.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            HttpResponse<byte[]> response = exchange.get(REQUEST_BOUND.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), response.headers().map(), response.body());
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no answer within " + REQUEST_BOUND.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException away ? away : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            exchange.cancel(true);
        }
    }

    private synchronized void forgetToken() {
        renewAt = Instant.MIN;
    }

    private void renew() throws IOException {
        Answer answer = plain(HttpRequest.newBuilder(tokenEndpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .timeout(REQUEST_BOUND)
                .POST(BodyPublishers.ofString(grant))
                .build());
        if (answer.status() == 400 || answer.status() == 401) {
            throw new StackFault("Keycloak does not accept " + name + " ("
                    + answer.json().path("error").asText() + ")");
        }
        if (answer.status() != 200) {
            throw new IOException("no token for " + name + ": status " + answer.status());
        }
        JsonNode json = answer.json();
        token = json.path("access_token").asText();
        Duration life = Duration.ofSeconds(json.path("expires_in").asLong());
        renewAt = Instant.now()
                .plus(life.compareTo(RENEW_BEFORE.multipliedBy(2)) > 0 ? life.minus(RENEW_BEFORE) : life.dividedBy(2));
    }

    /** Names who, never the token. */
    @Override
    public String toString() {
        return "Session[" + name + "]";
    }
}
