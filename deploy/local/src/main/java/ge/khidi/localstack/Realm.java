package ge.khidi.localstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What the committed realm file says about who there is. It holds no secret: where one belongs, it names an environment variable,
 * which Keycloak fills in when it imports the file.
 */
public final class Realm {

    /** A machine or an application. */
    public record Client(
            String id, @Nullable String agency, @Nullable String unit, List<String> roles, String secretVariable) {

        public Client {
            roles = List.copyOf(roles);
        }
    }

    /** A person; all people of the demonstration realm share one generated password. */
    public record Person(
            String username, String agency, @Nullable String unit, List<String> roles, String passwordVariable) {

        public Person {
            roles = List.copyOf(roles);
        }
    }

    /** An environment variable without a default is a secret. */
    private static final Pattern SECRET = Pattern.compile("\\$\\{(KHIDI_[A-Z0-9_]+)}");

    private final String text;
    private final JsonNode json;

    private Realm(String text, JsonNode json) {
        this.text = text;
        this.json = json;
    }

    public static Realm read(Path file) {
        try {
            String text = Files.readString(file);
            return new Realm(text, new ObjectMapper().readTree(text));
        } catch (IOException e) {
            throw new StackFault("The realm cannot be read: " + file + ": " + e.getMessage(), e);
        }
    }

    String text() {
        return text;
    }

    public String name() {
        return json.path("realm").asText();
    }

    /** The environment variables that must hold a secret when the realm is imported. */
    public Set<String> secretVariables() {
        Set<String> variables = new TreeSet<>();
        Matcher matcher = SECRET.matcher(text);
        while (matcher.find()) {
            variables.add(matcher.group(1));
        }
        return variables;
    }

    /** Those somebody has a secret for; the client in which Keycloak keeps its own permissions has none. */
    public List<Client> clients() {
        Map<String, List<String>> rolesOfServiceAccounts = new HashMap<>();
        for (JsonNode user : json.path("users")) {
            rolesOfServiceAccounts.put(user.path("serviceAccountClientId").asText(), texts(user.path("realmRoles")));
        }
        List<Client> clients = new ArrayList<>();
        for (JsonNode client : json.path("clients")) {
            if (!client.has("secret")) {
                continue;
            }
            String id = client.path("clientId").asText();
            clients.add(new Client(
                    id,
                    hardcodedClaim(client, "agency"),
                    hardcodedClaim(client, "unit"),
                    rolesOfServiceAccounts.getOrDefault(id, List.of()),
                    variable(client.path("secret").asText())));
        }
        return clients;
    }

    public List<Person> people() {
        List<Person> people = new ArrayList<>();
        for (JsonNode user : json.path("users")) {
            if (!user.has("serviceAccountClientId")) {
                JsonNode attributes = user.path("attributes");
                people.add(new Person(
                        user.path("username").asText(),
                        attributes.at("/agency/0").asText(),
                        attributes.at("/unit/0").asText(null),
                        texts(user.path("realmRoles")),
                        variable(user.at("/credentials/0/value").asText())));
            }
        }
        return people;
    }

    private static @Nullable String hardcodedClaim(JsonNode client, String claim) {
        for (JsonNode mapper : client.path("protocolMappers")) {
            JsonNode config = mapper.path("config");
            if (claim.equals(config.path("claim.name").asText())) {
                return config.path("claim.value").asText(null);
            }
        }
        return null;
    }

    private static String variable(String placeholder) {
        Matcher matcher = SECRET.matcher(placeholder);
        if (!matcher.matches()) {
            throw new StackFault("A secret in the realm file must be the name of an environment variable, in ${ }");
        }
        return matcher.group(1);
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
