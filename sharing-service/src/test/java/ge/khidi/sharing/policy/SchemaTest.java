package ge.khidi.sharing.policy;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.Context;
import ge.khidi.contract.event.CrimeArea;
import ge.khidi.contract.event.Domain;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Regime;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.contract.handling.Tlp;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The words of the Cedar schema are the words of the contract; they cannot drift apart. */
final class SchemaTest {

    @Test
    void everyListOfWordsIsTheContracts() {
        Map<String, List<String>> contract = new TreeMap<>(Map.of(
                "Kind", names(Partner.Kind.values()),
                "Regime", names(Regime.values()),
                "Domain", names(Domain.values()),
                "EventContext", names(Context.values()),
                "EventType", names(EventType.values()),
                "CrimeArea", names(CrimeArea.values()),
                "Classification", names(Classification.values()),
                "Tlp", names(Tlp.values()),
                "Purpose", names(Purpose.values()),
                "Category", names(PersonCategory.values())));
        contract.put("SourceGrade", List.of("A", "B", "C", "X"));

        Map<String, List<String>> schema = new TreeMap<>();
        Matcher lists = Pattern.compile("entity (\\w+) enum \\[([^\\]]*)\\]")
                .matcher(Resources.text("/policies/khidi.cedarschema"));
        while (lists.find()) {
            schema.put(
                    lists.group(1),
                    Pattern.compile("\"(\\w+)\"")
                            .matcher(lists.group(2))
                            .results()
                            .map(word -> word.group(1))
                            .toList());
        }

        assertThat(schema).isEqualTo(contract);
    }

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).toList();
    }
}
