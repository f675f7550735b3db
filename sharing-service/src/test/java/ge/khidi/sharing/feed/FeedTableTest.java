package ge.khidi.sharing.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FeedTableTest {

    private static final EventId ID = new EventId(new UUID(1, 2));

    @Test
    void theColumnsStandWhereTheyAlwaysStood() {
        assertThat(FeedTable.head())
                .isEqualTo(
                        "cursor,kind,eventId,revision,type,domain,status,agency,unit,reference,caseReferences,occurredAt,"
                                + "occurredPrecision,reportedAt,acceptedAt,urgency,regime,context,crimeAreas,offence,places,countries,"
                                + "sections,crossingPoints,latitudes,longitudes,persons,organisations,documents,transport,"
                                + "communications,accounts,firearms,goods,observables,narratives,gradeScheme,grade,classification,"
                                + "tlp,pap,handlingCodes,detail,purposes,retainUntil,judicialUse,agreement,onwardTransfer\r\n");
    }

    @Test
    void whatIsShownStandsInItsColumns() throws IOException {
        Map<String, String> row = read("""
                {"type":"DOCUMENT_FRAUD","state":{"status":"OPEN"},"origin":{"agency":"PATROL-POLICE","caseReferences":["a","b"]},
                 "occurred":{"at":"2026-11-20T05:42:00Z","precision":"MINUTE"},"detail":{"fraudType":"FORGED"},
                 "entities":[
                   {"kind":"PERSON","id":"p-1","category":"SUSPECT","names":[
                     {"given":"ნინო","family":"ბერიძე","script":"Geor"},{"given":"Nino","family":"Beridze","script":"Latn"}]},
                   {"kind":"LOCATION","id":"l-1","name":"სარფი","country":"GE","borderSection":"GE-TR-1","latitude":41.52},
                   {"kind":"TRANSPORT","id":"t-1","means":"BUS","plate":"AA-123-BB"},
                   {"kind":"COMMUNICATION","id":"c-1","type":"PHONE","value":"+995555000111"}],
                 "grade":{"scheme":"EUROPOL_4X4","source":"B","information":"2"},"handling":{"tlp":"GREEN","codes":["H1","H2"]}}
                """, "{\"purposes\":[\"LAW_ENFORCEMENT\"],\"retainUntil\":\"2028-01-01\"}");

        assertThat(row)
                .containsEntry("eventId", ID.toString())
                .containsEntry("domain", "BORDER")
                .containsEntry("caseReferences", "a; b")
                .containsEntry("persons", "SUSPECT: ნინო ბერიძე / Nino Beridze")
                .containsEntry("places", "სარფი")
                .containsEntry("sections", "GE-TR-1")
                .containsEntry("latitudes", "41.52")
                .containsEntry("transport", "BUS AA-123-BB")
                .containsEntry("communications", "PHONE +995555000111")
                .containsEntry("grade", "B2")
                .containsEntry("handlingCodes", "H1; H2")
                .containsEntry("detail", "{\"fraudType\":\"FORGED\"}")
                .containsEntry("retainUntil", "2028-01-01")
                .containsEntry("organisations", "");
    }

    @Test
    void whatComesFirstInACellIsNoFormula() throws IOException {
        Map<String, String> row = read("""
                {"entities":[{"kind":"LOCATION","name":"=HYPERLINK(\\"http://x\\")","latitude":-1.5}],
                 "narratives":[{"text":"@SUM(A1)"},{"text":"+1"}]}
                """, "{}");

        assertThat(row)
                .containsEntry("places", "'=HYPERLINK(\"http://x\")")
                .containsEntry("latitudes", "'-1.5")
                .containsEntry("narratives", "'@SUM(A1); +1");
    }

    @Test
    void aRecallHasItsItemAndNothingElse() {
        String line = FeedTable.line("c", item(RowKind.WITHDRAWAL, Optional.empty(), Optional.empty()));

        assertThat(line).isEqualTo("c,WITHDRAWAL," + ID + ",1" + ",".repeat(44) + "\r\n");
    }

    @Test
    void theNextPageIsAskedForWithTheSameWords() {
        assertThat(FeedTable.withoutAfter("after=x&limit=5&domain=CRIME")).isEqualTo("&limit=5&domain=CRIME");
        assertThat(FeedTable.withoutAfter(null)).isEmpty();
    }

    private static Map<String, String> read(String event, String conditions) throws IOException {
        String table =
                FeedTable.head() + FeedTable.line("c", item(RowKind.NEW, Optional.of(event), Optional.of(conditions)));
        try (MappingIterator<Map<String, String>> rows = new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(table)) {
            List<Map<String, String>> all = rows.readAll();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private static Page.Item item(RowKind kind, Optional<String> body, Optional<String> conditions) {
        return new Page.Item(
                1, kind, new RevisionId(ID, 1), body, conditions, Optional.empty(), List.of(), Optional.empty());
    }
}
