package ge.khidi.sharing.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.event.Event;
import ge.khidi.sharing.disclosure.Rendition.Rendered;
import ge.khidi.sharing.feed.CsvForms;
import ge.khidi.sharing.feed.RowKind;
import ge.khidi.sharing.misp.MispForms;
import ge.khidi.sharing.pages.EventWords;
import ge.khidi.sharing.pages.Language;
import ge.khidi.sharing.pages.Line;
import ge.khidi.sharing.stix.Shown;
import ge.khidi.sharing.stix.StixExport;
import ge.khidi.sharing.stix.StixIds;
import ge.khidi.sharing.stix.StixObject;
import ge.khidi.sharing.stix.StixProfile;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A rendition in every form in which it leaves but its own JSON, each as one text, by the form's name. */
final class Forms {

    private static final StixExport STIX = new StixExport();
    private static final StixIds IDS = StixIds.of("a secret of the tests, 32 bytes.".getBytes(UTF_8));
    private static final ObjectMapper JSON = new ObjectMapper();

    /** None of an event that may not be used: its row has no content. */
    static Map<String, String> of(Event event, Rendered rendered) {
        if (!event.state().usable()) {
            return Map.of();
        }
        JsonNode body = tree(rendered.body());
        JsonNode conditions = JSON.valueToTree(rendered.conditions());
        Map<String, String> forms = new TreeMap<>();
        for (StixProfile profile : StixProfile.values()) {
            forms.put("STIX " + profile, stix(event, body, conditions, profile));
        }
        forms.put("CSV", CsvForms.of(event.revisionId(), body.toString(), conditions.toString()));
        String misp = MispForms.of(event.id(), body, conditions).collect(Collectors.joining("\n"));
        if (!misp.isEmpty()) {
            forms.put("MISP", misp);
        }
        for (Language language : Language.values()) {
            forms.put("page " + language, page(new EventWords(language), body, conditions));
        }
        return forms;
    }

    private static String stix(Event event, JsonNode body, JsonNode conditions, StixProfile profile) {
        Shown shown = new Shown(event.revisionId(), RowKind.NEW, RandomEvents.NOW, RandomEvents.NOW, body, conditions);
        return STIX.objects(shown, profile, IDS, Optional.empty()).stream()
                .map(StixObject::body)
                .collect(Collectors.joining("\n"));
    }

    private static String page(EventWords words, JsonNode body, JsonNode conditions) {
        Stream<Line> lines = Stream.concat(
                words.content(body).stream().flatMap(section -> section.lines().stream()),
                words.conditions(conditions).stream());
        return Stream.of(
                        Stream.of(
                                words.title(body),
                                words.type(body),
                                words.when(body),
                                words.originator(body),
                                words.handling(body)),
                        lines.flatMap(line -> Stream.of(line.label(), line.value())),
                        words.texts(body).stream().map(EventWords.Text::text))
                .flatMap(part -> part)
                .collect(Collectors.joining("\n"));
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException ownBytes) {
            throw new IllegalStateException(ownBytes);
        }
    }

    private Forms() {}
}
