package ge.khidi.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** An agency as a client of intake: its token, and the requests it makes. */
final class Agency {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final URI base;
    private final String token;

    Agency(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    String token() {
        return token;
    }

    Answer post(String path, Object json, String... headers) {
        return send("POST", path, json.toString(), headers);
    }

    Answer put(String path, Object json, String... headers) {
        return send("PUT", path, json.toString(), headers);
    }

    Answer delete(String path, Object json) {
        return send("DELETE", path, json.toString());
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer batch(List<?> lines) {
        StringBuilder body = new StringBuilder();
        lines.forEach(line -> body.append(line).append('\n'));
        return send(request("/v1/events/batch")
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    Answer send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = request(path).method(method, BodyPublishers.ofString(body));
        if (Arrays.stream(headers).noneMatch("Content-Type"::equalsIgnoreCase)) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(CLIENT.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(BOUND);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    /** What came back. */
    static final class Answer {
        private final HttpResponse<byte[]> response;

        private Answer(HttpResponse<byte[]> response) {
            this.response = response;
        }

        int status() {
            return response.statusCode();
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The lines of a batch's answer. */
        List<JsonNode> lines() {
            return text().lines().map(Answer::line).toList();
        }

        String eventId() {
            return json().path("eventId").asText();
        }

        /** The last part of the problem's type. */
        String problem() {
            String type = json().path("type").asText();
            return type.substring(type.lastIndexOf('/') + 1);
        }

        private static JsonNode line(String line) {
            try {
                return JSON.readTree(line);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return status() + " " + text();
        }
    }
}
