package ge.khidi.sharing.stix;

import static ge.khidi.sharing.stix.Draft.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.entity.CommunicationType;
import ge.khidi.contract.entity.ObservableType;
import ge.khidi.contract.sameness.OneForm;
import ge.khidi.sharing.disclosure.PseudonymKey;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What entities are as cyber observables of the standard: type and content, a function of the value alone. Ways of writing one phone number
 * or IBAN give one observable. A value that does not have the form its type must have (a pseudonym, a defanged address) is none; it is said
 * in a note instead, as it was observed.
 */
final class Observables {

    private static final Set<String> VALUES = Set.of("value", "iban", "number");

    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
    private static final Pattern HEXTET = Pattern.compile("[0-9A-Fa-f]{1,4}");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern LOCAL_PART = Pattern.compile("(?!\\.)[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]++(?<!\\.)");
    private static final String URL_TEXT = "(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]++|%[0-9A-Fa-f]{2})";
    private static final Pattern URL =
            Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*+://" + URL_TEXT + "++(?:#" + URL_TEXT + "*+)?");
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]*");

    /** Where a phone number without a country code belongs. */
    private static final String REGION = "GE";

    private static final int LONGEST_DOMAIN = 253;
    private static final int LONGEST_LOCAL_PART = 64;
    private static final int HEXTETS = 8;

    private Observables() {}

    static Optional<ObjectNode> of(JsonNode entity) {
        return switch (entity.path("kind").asText()) {
            case "COMMUNICATION" ->
                type(entity, CommunicationType.class)
                        .flatMap(type -> value(entity, "value").flatMap(value -> communication(type, value)));
            case "FINANCIAL_ACCOUNT" ->
                value(entity, "iban")
                        .map(iban -> account("iban", OneForm.iban(iban).orElse(iban)))
                        .or(() -> value(entity, "number").map(number -> account("bank-account", number)));
            case "CYBER_OBSERVABLE" ->
                type(entity, ObservableType.class)
                        .flatMap(type -> value(entity, "value").flatMap(value -> observable(type, value)));
            default -> Optional.empty();
        };
    }

    /** Nobody can be called or paid under a pseudonym. */
    private static Optional<String> value(JsonNode entity, String field) {
        return text(entity, field).filter(value -> !PseudonymKey.isPseudonym(value));
    }

    /** The fields of an entity that its observable says; anything else about the entity is said beside it. */
    static Set<String> said(JsonNode entity, JsonNode observable) {
        Set<String> said = new HashSet<>(Set.of("kind", "id", "nature", "type"));
        Set<String> values = new HashSet<>();
        observable.forEach(value -> values.add(value.asText()));
        observable.path("hashes").forEach(hash -> values.add(hash.asText()));
        VALUES.stream()
                .filter(field -> values.contains(entity.path(field).asText()))
                .forEach(said::add);
        return said;
    }

    /** The STIX pattern that finds an observable of an incident again. */
    static String pattern(JsonNode observable) {
        String type = observable.path("type").asText();
        return observable.path("hashes").properties().stream()
                .findFirst()
                .map(hash -> "[file:hashes.'" + hash.getKey() + "' = " + literal(hash.getValue()) + "]")
                .orElseGet(() -> "[" + type + ":value = " + literal(observable.path("value")) + "]");
    }

    private static String literal(JsonNode value) {
        return "'" + value.asText().replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static Optional<ObjectNode> communication(CommunicationType type, String value) {
        return switch (type) {
            case EMAIL -> Optional.of(value).filter(Observables::isEmail).map(email -> of("email-addr", email));
            case PHONE ->
                Optional.of(account("phone", OneForm.phone(value, REGION).orElse(value)));
            case IMEI, IMSI -> Optional.of(account(Words.kebab(type.name()), value));
            case ACCOUNT -> Optional.of(body("user-account").put("account_login", value));
            case OTHER -> Optional.empty();
        };
    }

    private static Optional<ObjectNode> observable(ObservableType type, String value) {
        return switch (type) {
            case DOMAIN_NAME ->
                Optional.of(value)
                        .filter(Observables::isDomain)
                        .map(domain -> of("domain-name", domain.toLowerCase(Locale.ROOT)));
            case URL ->
                Optional.of(value).filter(url -> URL.matcher(url).matches()).map(url -> of("url", url));
            case IPV4 ->
                Optional.of(value)
                        .filter(address -> IPV4.matcher(address).matches())
                        .map(address -> of("ipv4-addr", address));
            case IPV6 -> Optional.of(value).filter(Observables::isIpv6).map(address -> of("ipv6-addr", address));
            case EMAIL_ADDRESS ->
                Optional.of(value).filter(Observables::isEmail).map(email -> of("email-addr", email));
            case FILE_SHA256 -> file("SHA-256", value, 64);
            case FILE_SHA1 -> file("SHA-1", value, 40);
            case FILE_MD5 -> file("MD5", value, 32);
        };
    }

    private static Optional<ObjectNode> file(String algorithm, String value, int digits) {
        if (value.length() != digits || !HEX.matcher(value).matches()) {
            return Optional.empty();
        }
        ObjectNode file = body("file");
        file.putObject("hashes").put(algorithm, value);
        return Optional.of(file);
    }

    /** The standard has no observable for a phone or a bank account; an account of a named type is the nearest. */
    private static ObjectNode account(String type, String value) {
        return body("user-account").put("account_type", type).put("user_id", value);
    }

    private static ObjectNode of(String type, String value) {
        return body(type).put("value", value);
    }

    private static ObjectNode body(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static boolean isEmail(String value) {
        int at = value.lastIndexOf('@');
        return at > 0
                && at <= LONGEST_LOCAL_PART
                && LOCAL_PART.matcher(value.substring(0, at)).matches()
                && !value.contains("..")
                && isDomain(value.substring(at + 1));
    }

    /** In the form of RFC 1034, with A-labels: which of the other letters of the world make a host name depends on the reader. */
    private static boolean isDomain(String value) {
        String[] labels = value.split("\\.", -1);
        return value.length() <= LONGEST_DOMAIN
                && !IPV4.matcher(value).matches()
                && labels.length > 1
                && Arrays.stream(labels).allMatch(label -> LABEL.matcher(label).matches());
    }

    private static boolean isIpv6(String value) {
        int gap = value.indexOf("::");
        if (gap < 0) {
            return hextets(value) == HEXTETS;
        }
        int before = gap == 0 ? 0 : hextets(value.substring(0, gap));
        String rest = value.substring(gap + 2);
        int after = rest.isEmpty() ? 0 : hextets(rest);
        return before >= 0 && after >= 0 && before + after < HEXTETS;
    }

    /** How many groups there are, or -1 if one of them is none. */
    private static int hextets(String text) {
        String[] groups = text.split(":", -1);
        return Arrays.stream(groups).allMatch(group -> HEXTET.matcher(group).matches()) ? groups.length : -1;
    }

    private static <E extends Enum<E>> Optional<E> type(JsonNode entity, Class<E> types) {
        return text(entity, "type").map(name -> Enum.valueOf(types, name));
    }
}
