package ge.khidi.contract.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.codec.Parsed;
import ge.khidi.contract.codec.SubmissionCodec;
import ge.khidi.contract.event.Submission;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-21T08:30:00Z");

    /** A submission that breaks no rule. */
    private static final String GOOD = """
        {"type":"DOCUMENT_FRAUD","regime":"LAW_ENFORCEMENT","context":"REAL","urgency":"ROUTINE",
         "reference":"PP-1","caseReferences":["C-1"],
         "occurred":{"at":"2026-11-20T07:00:00Z","precision":"DAY"},"reportedAt":"2026-11-20T12:00:00+04:00",
         "detail":{"fraudType":"FORGED","crossingPointOfTransit":"GESRP"},
         "entities":[
           {"kind":"PERSON","id":"p1","nature":"FACT","category":"SUSPECT","ageGroup":"ADULT","internationalProtection":false,
            "birthDate":"1990-05","nationalities":["TR"],"names":[{"family":"ბერიძე","use":"PRIMARY","script":"Geor"}]},
           {"kind":"PERSON","id":"i1","nature":"FACT","category":"INFORMANT","ageGroup":"UNKNOWN",
            "internationalProtection":false,"codedReference":"SRC-1"},
           {"kind":"IDENTITY_DOCUMENT","id":"d1","nature":"FACT","type":"PASSPORT","issuingCountry":"UA","expires":"2030"},
           {"kind":"LOCATION","id":"l1","nature":"FACT","latitude":41.52,"longitude":41.55,"crossingPoint":"GESRP"},
           {"kind":"FINANCIAL_ACCOUNT","id":"f1","nature":"ASSESSMENT","iban":"GE29NB0000000101904917"}],
         "connections":[{"from":"p1","relation":"HOLDS","to":"d1","nature":"FACT"}],
         "narratives":[{"text":"ok","language":"ka","nature":"FACT"}],
         "grade":{"scheme":"UK_3X5X2","source":"1","information":"E","assignedBy":"ORIGINATOR"},
         "handling":{"classification":"RESTRICTED","tlp":"AMBER","codes":["H1","H3"],"comment":"ask first",
          "purposes":["LAW_ENFORCEMENT"],"legalBasis":"Law on Police","releasableTo":"BY_POLICY","noHitNotice":false,
          "reviewBy":"2028-11-21"},
         "state":{"status":"CLOSED","reason":"SITUATION_ENDED"}}\
        """;

    @Test
    void aSubmissionThatBreaksNoRuleIsRead() {
        assertThat(read(tree()).faults()).isEmpty();
    }

    @ParameterizedTest(name = "{0} = {1} is {3} at {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        /type                         | "LINK"                          | /type                         | product-type
        /type                         | "ALERT"                         | /type                         | product-type
        /type                         | "GOSSIP"                        | /type                         | not-in-list
        /regime                       | "MARTIAL"                       | /regime                       | not-in-list
        /detail                       |                                 | /detail                       | missing
        /occurred/at                  | "2026-11-21T08:35:01Z"          | /occurred/at                  | in-the-future
        /occurred/at                  | "2026-11-20T08:00:01Z"          | /occurred/at                  | after-report
        /occurred/at                  | "2026-02-30T08:00:00Z"          | /occurred/at                  | no-such-value
        /reportedAt                   | "2026-11-21T08:35:01Z"          | /reportedAt                   | in-the-future
        /reportedAt                   | "2026-11-21T08:30:00"           | /reportedAt                   | wrong-form
        /entities/1/id                | "p1"                            | /entities/1/id                | duplicate-id
        /connections/0/to             | "nobody"                        | /connections/0/to             | unknown-entity
        /connections/0/from           | "nobody"                        | /connections/0/from           | unknown-entity
        /connections/0/from           | "i1"                            | /connections/0                | informant-identified
        /entities/0/category          | "RESCUED"                       | /entities/0/category          | category-outside-regime
        /entities/0/category          | "MISSING_PERSON"                | /entities/0/category          | category-outside-regime
        /entities/0/category          | "BORDER_PROCEDURE"              | /entities/0/category          | category-outside-regime
        /entities/0/category          |                                 | /entities/0/category          | missing
        /entities/0/ageGroup          | "MINOR"                         | /entities/0/ageGroup          | age-contradicts-birth-date
        /entities/0/birthDate         | "2008-12"                       | /entities/0/ageGroup          | age-contradicts-birth-date
        /entities/0/birthDate         | "1990-02-30"                    | /entities/0/birthDate         | no-such-value
        /entities/0/birthDate         | "20.5.1990"                     | /entities/0/birthDate         | wrong-form
        /entities/0/nationalities/0   | "ZZ"                            | /entities/0/nationalities/0   | no-such-value
        /entities/0/nationalities/0   | "Turkey"                        | /entities/0/nationalities/0   | wrong-form
        /entities/0/names/0/script    | "Abcd"                          | /entities/0/names/0/script    | no-such-value
        /entities/0/names/0/family    |                                 | /entities/0/names/0           | no-name
        /entities/0/names/0/family    | " "                             | /entities/0/names/0/family    | wrong-form
        /entities/0/names/0/family    | "a\\tb"                         | /entities/0/names/0/family    | wrong-form
        /entities/0/names/0/family    | "a "                            | /entities/0/names/0/family    | wrong-form
        /entities/0/names/0/family    | ""                              | /entities/0/names/0/family    | wrong-form
        /entities/1/codedReference    |                                 | /entities/1/codedReference    | informant-without-reference
        /entities/1/names             | [{"family":"N","use":"ALIAS","script":"Latn"}] | /entities/1/names | informant-identified
        /entities/1/birthDate         | "1980"                          | /entities/1/birthDate         | informant-identified
        /entities/1/birthPlace        | "Gori"                          | /entities/1/birthPlace        | informant-identified
        /entities/1/nationalNumber    | "01001012345"                   | /entities/1/nationalNumber    | informant-identified
        /entities/1/residence         | "Gori"                          | /entities/1/residence         | informant-identified
        /entities/2/expires           | "2030-13"                       | /entities/2/expires           | wrong-form
        /entities/3/longitude         |                                 | /entities/3/longitude         | half-a-position
        /entities/3/latitude          |                                 | /entities/3/latitude          | half-a-position
        /entities/3/latitude          | 90.001                          | /entities/3/latitude          | out-of-range
        /entities/3/longitude         | -180.5                          | /entities/3/longitude         | out-of-range
        /entities/3/crossingPoint     | "ABL-7"                         | /entities/3/crossingPoint     | administrative-boundary-line
        /entities/3/borderSection     | "abl-ergneti"                   | /entities/3/borderSection     | administrative-boundary-line
        /detail/crossingPointOfTransit| "ABL-7"                         | /detail/crossingPointOfTransit| administrative-boundary-line
        /entities/4/iban              |                                 | /entities/4                   | no-account
        /narratives/0/language        | "zz"                            | /narratives/0/language        | no-such-value
        /narratives/0/language        | "english language"              | /narratives/0/language        | wrong-form
        /narratives/0/text            | "\\n \\u200a"                   | /narratives/0/text            | wrong-form
        /narratives/0/text            | "a\\u0000b"                     | /narratives/0/text            | nul-character
        /narratives/0/text            | "a\\ud800b"                     | /narratives/0/text            | unpaired-surrogate
        /grade/source                 | "A"                             | /grade/source                 | not-in-scheme
        /grade/information            | "1"                             | /grade/information            | not-in-scheme
        /grade/scheme                 | "ADMIRALTY_6X6"                 | /grade/source                 | not-in-scheme
        /grade/assignedBy             | "PLATFORM"                      | /grade/assignedBy             | not-by-originator
        /handling/comment             |                                 | /handling/comment             | h3-without-comment
        /handling/purposes            | []                              | /handling/purposes            | no-purpose
        /handling/purposes            |                                 | /handling/purposes            | missing
        /handling/reviewBy            | "2026-11-20"                    | /handling/reviewBy            | in-the-past
        /handling/reviewBy            | "2029-11-22"                    | /handling/reviewBy            | too-late
        /handling/releasableTo        | "EVERYBODY"                     | /handling/releasableTo        | not-in-list
        /handling/releasableTo        | ["nobody"]                      | /handling/releasableTo/0      | wrong-form
        /state/reason                 |                                 | /state/reason                 | closing-reason
        /state/reason                 | "bored"                         | /state/reason                 | closing-reason
        /state/status                 | "OPEN"                          | /state/reason                 | reason-of-open
        /state/status                 | "WITHDRAWN"                     | /state/status                 | not-by-submission
        /later                        | 1                               | /later                        | unknown-field
        /entities/3/later             | 1                               | /entities/3/later             | unknown-field
        """)
    void oneThingWrongIsOneFaultAtItsPlace(String place, @Nullable String value, String pointer, String code)
            throws JsonProcessingException {
        ObjectNode tree = tree();
        put(tree, place, value);

        List<Fault> faults = read(tree).faults();

        assertThat(faults)
                .extracting(fault -> fault.pointer() + " " + fault.code())
                .contains(pointer + " " + code);
        assertThat(faults).hasSize(place.equals("/grade/scheme") ? 2 : 1);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        /occurred/at                | "2026-11-20T07:59:59.123456+00:00"
        /handling/reviewBy          | "2026-11-21"
        /handling/reviewBy          | "2029-11-21"
        /handling/releasableTo      | []
        /handling/releasableTo      |
        /entities/0/nationalities/0 | "XK"
        /entities/0/nationalities/0 | "XA"
        /entities/0/birthDate       | "2008"
        /entities/0/names/0/script  | "Hans"
        /entities/0/names/0/family  | "O'Neil-ძე Ёж 王"
        /narratives/0/language      | "sr-Latn-RS"
        /narratives/0/language      | "xmf"
        /narratives/0/text          | "  \\t\\r\\n text kept as it is \\u0007 "
        /grade                      |
        /state                      |
        /state                      | {"status":"OPEN"}
        /entities/3/latitude        | -90
        """)
    void theseAreNotRefused(String place, @Nullable String value) throws JsonProcessingException {
        ObjectNode tree = tree();
        put(tree, place, value);

        assertThat(read(tree).faults()).isEmpty();
    }

    @Test
    void outsideCriminalMattersTheBorderCategoriesExist() throws JsonProcessingException {
        ObjectNode tree = tree();
        put(tree, "/regime", "\"BORDER_MIGRATION\"");
        put(tree, "/entities/0/category", "\"RESCUED\"");

        assertThat(read(tree).faults()).isEmpty();
    }

    @Test
    void faultsOfFormAndOfRulesComeInOneAnswer() throws JsonProcessingException {
        ObjectNode tree = tree();
        put(tree, "/urgency", "\"SOON\"");
        put(tree, "/context", null);
        put(tree, "/entities/1/id", "\"p1\"");
        put(tree, "/entities/1/birthDate", "\"1980\"");
        put(tree, "/entities/0/names/0/script", "7");
        put(tree, "/handling/tlp", "\"WHITE\"");
        put(tree, "/handling/reviewBy", "\"2020-01-01\"");
        put(tree, "/later", "true");

        assertThat(read(tree).faults())
                .extracting(fault -> fault.pointer() + " " + fault.code())
                .containsExactlyInAnyOrder(
                        "/urgency not-in-list",
                        "/context missing",
                        "/entities/1/id duplicate-id",
                        "/entities/1/birthDate informant-identified",
                        "/entities/0/names/0/script wrong-type",
                        "/handling/tlp not-in-list",
                        "/handling/reviewBy in-the-past",
                        "/later unknown-field");
    }

    private static ObjectNode tree() {
        try {
            return (ObjectNode) JSON.readTree(GOOD);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Puts a value, written in JSON, at a place, or takes away what is there. */
    private static void put(ObjectNode tree, String place, @Nullable String value) throws JsonProcessingException {
        int last = place.lastIndexOf('/');
        JsonNode parent = tree.at(place.substring(0, last));
        String name = place.substring(last + 1);
        if (parent instanceof ObjectNode object && value == null) {
            object.remove(name);
        } else if (parent instanceof ObjectNode object && value != null) {
            object.set(name, JSON.readTree(value));
        } else if (parent instanceof ArrayNode array && value != null) {
            array.set(Integer.parseInt(name), JSON.readTree(value));
        } else {
            throw new IllegalArgumentException(place);
        }
    }

    /** Written with escapes, so that what is not Unicode reaches the reader. */
    private static Parsed<Submission> read(ObjectNode tree) {
        try {
            byte[] bytes = JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsBytes(tree);
            return SubmissionCodec.parse(bytes, NOW);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
