package ge.khidi.sharing.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** As much of a browser as a sign-in needs: cookies, redirects and forms. What a real one makes of the pages is tested in system-tests. */
final class Browser {

    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final int REDIRECTS = 10;
    private static final Pattern SIGN_IN_FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(BOUND)
            .build();
    private final URI service;
    private final Map<String, Map<String, String>> cookies = new HashMap<>();
    private String token = "";

    Browser(int port) {
        this.service = URI.create("http://localhost:" + port);
    }

    /** Somebody who has signed in and said for what they read. */
    static Browser of(int port, String username) {
        Browser browser = new Browser(port);
        HttpResponse<String> form = browser.get("/pages");
        Matcher action = SIGN_IN_FORM.matcher(form.body());
        if (!action.find()) {
            throw new AssertionError("Keycloak shows no form, status " + form.statusCode());
        }
        HttpResponse<String> purpose = browser.follow(browser.send(
                URI.create(action.group(1).replace("&amp;", "&")),
                Map.of("username", username, "password", System.getProperty(SignIn.RealKeycloak.PASSWORD, ""))));
        browser.remember(purpose);
        return browser;
    }

    Browser stating(String purpose, String caseReference) {
        get("/pages/purpose");
        post("/pages/purpose", Map.of("token", token, "purpose", purpose, "case", caseReference));
        return this;
    }

    /** Follows redirects to the end. */
    HttpResponse<String> get(String path) {
        return remember(follow(once(path)));
    }

    HttpResponse<String> once(String path, String... headers) {
        return send(builder(service.resolve(path), headers).GET());
    }

    /** The answer itself, wherever it leads. */
    HttpResponse<String> post(String path, Map<String, String> form) {
        return send(service.resolve(path), form);
    }

    /** What the last page's form would prove itself with. */
    String token() {
        return token;
    }

    void forget(String cookiePrefix) {
        cookies.values().forEach(jar -> jar.keySet().removeIf(name -> name.startsWith(cookiePrefix)));
    }

    private HttpResponse<String> follow(HttpResponse<String> first) {
        HttpResponse<String> answer = first;
        for (int i = 0; i < REDIRECTS && answer.statusCode() / 100 == 3; i++) {
            URI next =
                    answer.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
            answer = send(builder(next).GET());
        }
        return answer;
    }

    private HttpResponse<String> remember(HttpResponse<String> page) {
        Matcher found = TOKEN.matcher(page.body());
        if (found.find()) {
            token = found.group(1);
        }
        return page;
    }

    private HttpResponse<String> send(URI uri, Map<String, String> form) {
        String body = new TreeMap<>(form)
                .entrySet().stream()
                        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                        .collect(Collectors.joining("&"));
        return send(builder(uri, "Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder builder(URI uri, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(BOUND);
        if (headers.length > 0) {
            request.headers(headers);
        }
        String sent = cookies.getOrDefault(uri.getAuthority(), Map.of()).entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        return sent.isEmpty() ? request : request.header("Cookie", sent);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            Map<String, String> jar = cookies.computeIfAbsent(answer.uri().getAuthority(), none -> new TreeMap<>());
            for (String cookie : answer.headers().allValues("Set-Cookie")) {
                String pair = cookie.split(";", 2)[0];
                String name = pair.substring(0, pair.indexOf('='));
                String value = pair.substring(pair.indexOf('=') + 1);
                if (value.isEmpty() || cookie.contains("Max-Age=0")) {
                    jar.remove(name);
                } else {
                    jar.put(name, value);
                }
            }
            return answer;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
