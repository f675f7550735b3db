package ge.khidi.localstack.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.codec.Parsed;
import ge.khidi.contract.codec.SubmissionCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every row of the real files through their mappings and the contract's own reader: nothing is lost, nothing counted twice. */
@Tag("shared-data")
class SharedDataTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyRowOfMissingMigrantsIsASubmissionOrRefusedWithItsReason() {
        Tally tally = tally("border_missing_migrants/iom_europe_full_columns.csv.gz", "missing-migrants-europe.yaml");

        assertThat(tally.rows).isEqualTo(6_802);
        assertThat(tally.references).hasSize(6_802);
        assertThat(tally.accepted + tally.refused).isEqualTo(tally.rows);
        assertThat(tally.reasons.keySet()).allMatch(reason -> reason.startsWith("out-of-range /detail/persons/"));
        assertThat(tally.refused).isEqualTo(6);
    }

    @Test
    void noFindOfASplitIncidentIsCountedTwice() {
        Set<String> finds = new HashSet<>();
        Set<String> incidents = new HashSet<>();
        each("border_missing_migrants/iom_europe_full_columns.csv.gz", "missing-migrants-europe.yaml", said -> {
            JsonNode references = said.path("caseReferences");
            incidents.add(references.get(0).textValue());
            for (int i = references.size() > 1 ? 1 : 0; i < references.size(); i++) {
                assertThat(finds.add(references.get(i).textValue())).isTrue();
            }
            assertThat(said.path("narratives").get(0).path("text").textValue()).contains("Incident type: ");
        });

        assertThat(incidents).hasSize(6_793);
    }

    @Test
    void everyRowOfLancashireIsASubmission() {
        Tally tally = tally("crime_uk_asb/lancashire_asb.csv.gz", "lancashire-asb.yaml");

        assertThat(tally.rows).isEqualTo(56_434);
        assertThat(tally.references).hasSize(56_434);
        assertThat(tally.accepted).isEqualTo(tally.rows);
        assertThat(tally.reasons).isEmpty();
    }

    private static final class Tally {
        int rows;
        int accepted;
        int refused;
        final Set<String> references = new HashSet<>();
        final Map<String, Integer> reasons = new TreeMap<>();
    }

    private static Tally tally(String file, String mapping) {
        Tally tally = new Tally();
        each(file, mapping, said -> {
            tally.rows++;
            tally.references.add(said.path("reference").textValue());
            Parsed<?> parsed = SubmissionCodec.parse(bytes(said), Instant.now());
            if (parsed instanceof Parsed.Faulty<?> faulty) {
                tally.refused++;
                for (Fault fault : faulty.faults()) {
                    tally.reasons.merge(fault.code() + " " + fault.pointer(), 1, Integer::sum);
                }
            } else {
                tally.accepted++;
            }
        });
        return tally;
    }

    private interface Use {
        void of(ObjectNode said);
    }

    private static void each(String file, String mappingFile, Use use) {
        Path data = Path.of(Objects.requireNonNull(System.getProperty("shared.data"), "run with -Pshared-data"));
        Path home = Path.of(Objects.requireNonNull(System.getProperty("khidi.local-stack.home")));
        Mapping mapping = MappingReader.read(home.resolve("mappings").resolve(mappingFile));
        try (Table table = Table.open(data.resolve(file))) {
            assertThat(mapping.missingFrom(table.header())).isEmpty();
            for (Optional<Table.Line> line = table.next(); line.isPresent(); line = table.next()) {
                Mapping.Outcome outcome = mapping.say(line.get().row().orElseThrow());
                assertThat(outcome).isInstanceOf(Mapping.Outcome.Said.class);
                use.of(((Mapping.Outcome.Said) outcome).submission());
            }
        }
    }

    private static byte[] bytes(ObjectNode said) {
        try {
            return JSON.writeValueAsBytes(said);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
