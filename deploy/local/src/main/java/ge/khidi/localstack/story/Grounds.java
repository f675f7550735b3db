package ge.khidi.localstack.story;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.localstack.StackFault;
import ge.khidi.localstack.client.Answer;
import ge.khidi.localstack.client.Session;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Under which policies an item was shown: as the audit log of the sharing service says, read by an auditor after the reader has looked at
 * just that item. The legal basis of a policy stands beside it, in its text.
 */
final class Grounds {

    private static final Pattern ANNOTATION = Pattern.compile("@(id|legal_basis)\\(\"([^\"]*)\"\\)");
    private static final Duration CLOCKS_APART = Duration.ofSeconds(2);

    private final Session auditor;
    private final URI sharing;
    private final Map<String, String> legalBases;

    /** @param policies the folder with the texts of the active policy set */
    Grounds(Session auditor, URI sharing, Path policies) {
        this.auditor = auditor;
        this.sharing = sharing;
        this.legalBases = legalBases(policies);
    }

    /** The policies of what the reader was shown last since {@code begin}. */
    Set<String> policies(Reader reader, Instant begin) throws IOException {
        String after = "0";
        Optional<JsonNode> last = Optional.empty();
        boolean more = true;
        while (more) {
            Answer answer = auditor.get(sharing.resolve("/v1/audit?operation=DISCLOSURE&agency=" + reader.agency()
                    + "&since=" + begin.minus(CLOCKS_APART) + "&after=" + after));
            if (!answer.ok()) {
                throw new StackFault("the audit log cannot be read: status " + answer.status());
            }
            JsonNode page = answer.json();
            for (JsonNode item : page.path("items")) {
                if (item.at("/entry/action").asText().equals("feed.read")) {
                    last = Optional.of(item.path("entry"));
                }
            }
            after = page.path("next").asText();
            more = page.path("more").asBoolean();
        }
        Set<String> policies = new LinkedHashSet<>();
        last.ifPresent(entry -> entry.path("policies").forEach(policy -> policies.add(policy.asText())));
        return policies;
    }

    Optional<String> legalBasis(String policy) {
        return Optional.ofNullable(legalBases.get(policy));
    }

    private static Map<String, String> legalBases(Path policies) {
        Map<String, String> bases = new TreeMap<>();
        try (Stream<Path> files = Files.list(policies)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".cedar")).toList()) {
                String id = "";
                Matcher annotation = ANNOTATION.matcher(Files.readString(file));
                while (annotation.find()) {
                    if (annotation.group(1).equals("id")) {
                        id = annotation.group(2);
                    } else {
                        bases.put(id, annotation.group(2));
                    }
                }
            }
            return bases;
        } catch (IOException e) {
            throw new StackFault("The policies cannot be read: " + policies, e);
        }
    }
}
