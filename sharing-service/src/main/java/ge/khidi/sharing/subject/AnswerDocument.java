package ge.khidi.sharing.subject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.EventId;
import ge.khidi.contract.entity.FieldGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the person gets to read, as JSON and as plain text. Made of what originators let out and of nothing else: where nothing is held and
 * where it is neither confirmed nor denied, it is the same document, character for character.
 */
final class AnswerDocument {

    /** What one originator said of its event, and what it let out; no excerpt where that is nothing, or the event was erased meanwhile. */
    record Part(EventId event, Said said, Optional<ObjectNode> excerpt) {}

    static ObjectNode json(ObjectNode request, Outcome outcome, List<Part> parts) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("reference", request.path("reference"));
        json.set("answeredBy", request.path("agency"));
        json.set("kind", request.path("kind"));
        json.set("received", request.path("received"));
        json.set("answered", request.path("answered_on"));
        Set<String> grounds = new TreeSet<>();
        parts.forEach(part -> part.said().ground().ifPresent(ground -> grounds.add(ground.name())));
        if (outcome == Outcome.REFUSED) {
            grounds.add(request.path("ground").asText());
        }
        ArrayNode data = json.putArray("data");
        int followed = 0;
        for (Part part : parts) {
            part.excerpt().ifPresent(data::add);
            followed += part.said().word() == Said.Word.FOLLOWED ? 1 : 0;
        }
        json.put("putRight", followed > 0);
        ArrayNode refused = json.putArray("refusedOn");
        grounds.forEach(refused::add);
        return json;
    }

    static Set<FieldGroup> groups(String kept) {
        return Stream.of(kept.split(",", -1))
                .filter(name -> !name.isEmpty())
                .map(FieldGroup::valueOf)
                .collect(Collectors.toSet());
    }

    private static final Map<String, List<String>> WORDS = Map.of(
            "en",
            List.of(
                    "Answer to your request %s, received on %s. Agency: %s. Date: %s.",
                    "The following is processed about you:",
                    "We hold nothing of which we may tell you.",
                    "Your data were rectified, restricted or erased as you asked, in whole or in part.",
                    "Information is restricted on these grounds (Directive (EU) 2016/680 Art. 15(1), 16(4)): ",
                    "You may ask for rectification, erasure or restriction, complain to the Personal Data Protection"
                            + " Service, have your rights exercised through it, and go to court.",
                    "as of %s disclosed to: %s",
                    "as of %s disclosed to nobody outside the agency"),
            "ka",
            List.of(
                    "პასუხი თქვენს მოთხოვნაზე %s, მიღებულია %s. უწყება: %s. თარიღი: %s.",
                    "თქვენ შესახებ მუშავდება შემდეგი მონაცემები:",
                    "არ გვაქვს ისეთი მონაცემები, რომელთა შესახებაც შეგვიძლია გაცნობოთ.",
                    "თქვენი მონაცემები გასწორდა, შეიზღუდა ან წაიშალა, სრულად ან ნაწილობრივ.",
                    "ინფორმაცია შეზღუდულია შემდეგი საფუძვლით (დირექტივა (EU) 2016/680, მუხლი 15(1), 16(4)): ",
                    "უფლება გაქვთ მოითხოვოთ გასწორება, წაშლა ან შეზღუდვა, მიმართოთ პერსონალურ მონაცემთა დაცვის"
                            + " სამსახურს, მისი მეშვეობით განახორციელოთ თქვენი უფლებები და მიმართოთ სასამართლოს.",
                    "%s-ის მდგომარეობით გადაეცა: %s",
                    "%s-ის მდგომარეობით უწყების გარეთ არავის გადასცემია"));

    static boolean speaks(String language) {
        return WORDS.containsKey(language);
    }

    /** The same in plain text, {@code en} or {@code ka}. Field names are those of the contract. */
    static String text(ObjectNode document, String language) {
        List<String> words = WORDS.getOrDefault(language, List.of());
        StringBuilder text = new StringBuilder(String.format(
                        words.get(0),
                        document.path("reference").asText(),
                        document.path("received").asText(),
                        document.path("answeredBy").asText(),
                        document.path("answered").asText()))
                .append("\n\n");
        boolean told = !document.path("data").isEmpty()
                || document.path("putRight").asBoolean()
                || !document.path("refusedOn").isEmpty();
        if (!told) {
            text.append(words.get(2)).append('\n');
        }
        if (!document.path("data").isEmpty()) {
            text.append(words.get(1)).append('\n');
            document.path("data").forEach(excerpt -> excerpt(excerpt, language, text.append('\n')));
        }
        if (document.path("putRight").asBoolean()) {
            text.append(words.get(3)).append('\n');
        }
        if (!document.path("refusedOn").isEmpty()) {
            List<String> grounds = new ArrayList<>();
            document.path("refusedOn").forEach(ground -> grounds.add(ground.asText()));
            text.append(words.get(4)).append(String.join(", ", grounds)).append(".\n");
        }
        return text.append('\n').append(words.get(5)).append('\n').toString();
    }

    private static void excerpt(JsonNode excerpt, String language, StringBuilder text) {
        ObjectNode rest = excerpt.deepCopy();
        JsonNode recipients = rest.path("recipients");
        rest.remove("recipients");
        lines(rest, "  ", text);
        if (!recipients.isMissingNode()) {
            text.append("  ").append(recipients(recipients, language)).append('\n');
        }
    }

    private static String recipients(JsonNode recipients, String language) {
        List<String> words = WORDS.getOrDefault(language, List.of());
        String day = recipients.path("asOf").asText();
        List<String> to = new ArrayList<>();
        recipients
                .path("to")
                .forEach(code -> to.add(RecipientCategory.valueOf(code.asText()).in(language)));
        return to.isEmpty()
                ? String.format(words.get(7), day)
                : String.format(words.get(6), day, String.join("; ", to));
    }

    private static void lines(JsonNode node, String indent, StringBuilder text) {
        node.properties().forEach(field -> {
            text.append(indent).append(field.getKey()).append(": ");
            if (field.getValue().isContainerNode() && hasObjects(field.getValue())) {
                text.append('\n');
                field.getValue().forEach(child -> lines(child, indent + "  ", text));
            } else {
                text.append(plain(field.getValue())).append('\n');
            }
        });
    }

    private static boolean hasObjects(JsonNode node) {
        return node.isArray() && node.path(0).isObject();
    }

    private static String plain(JsonNode value) {
        if (!value.isArray()) {
            return value.asText();
        }
        List<String> texts = new ArrayList<>();
        value.forEach(one -> texts.add(one.asText()));
        return String.join(", ", texts);
    }

    private AnswerDocument() {}
}
