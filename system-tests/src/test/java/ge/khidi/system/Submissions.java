package ge.khidi.system;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

/** What an agency's system would send; persons and values are made up for the test that uses them. */
final class Submissions {

    private static final Instant OCCURRED = Instant.parse("2024-05-06T07:08:09Z");

    private Submissions() {}

    /** A reference nobody has used. */
    static String freshReference(String purpose) {
        return purpose + "/" + UUID.randomUUID();
    }

    /** A movement that any border agency may know of; nobody is named. */
    static ObjectNode movement(String reference, String plate) {
        ObjectNode event =
                event(reference, "MOVEMENT_OF_INTEREST", "BORDER_MIGRATION", "BORDER_MANAGEMENT", "STATISTICS");
        event.putObject("detail").put("direction", "ENTRY").put("offRoad", false);
        event.withArray("entities")
                .addObject()
                .put("kind", "TRANSPORT")
                .put("id", "car")
                .put("nature", "FACT")
                .put("means", "PASSENGER_CAR")
                .put("plate", plate)
                .put("plateCountry", "GE");
        place(event, "სადახლო");
        return event;
    }

    /** Trafficking with a victim who is named and lives somewhere. */
    static ObjectNode trafficking(String reference, String given, String family, String residence) {
        ObjectNode event =
                event(reference, "FACILITATION_OR_TRAFFICKING_IN_HUMAN_BEINGS", "LAW_ENFORCEMENT", "LAW_ENFORCEMENT");
        ObjectNode detail = event.putObject("detail");
        detail.put("offence", "TRAFFICKING_IN_HUMAN_BEINGS").put("stage", "SUSPICION");
        detail.putObject("victims").put("total", 1);
        detail.putObject("perpetrators").put("total", 1);
        detail.withArray("crimeAreas").add("TRAFFICKING_IN_HUMAN_BEINGS");
        ObjectNode victim = event.withArray("entities").addObject();
        victim.put("kind", "PERSON").put("id", "victim").put("nature", "FACT").put("category", "VICTIM");
        victim.withArray("names")
                .addObject()
                .put("given", given)
                .put("family", family)
                .put("use", "PRIMARY")
                .put("script", "Geor");
        victim.put("sex", "FEMALE").put("ageGroup", "ADULT").put("internationalProtection", false);
        victim.put("residence", residence);
        event.withArray("narratives")
                .addObject()
                .put("text", given + " " + family + " – " + residence)
                .put("language", "ka")
                .put("nature", "FACT");
        place(event, "ქუთაისი");
        return event;
    }

    private static void place(ObjectNode event, String name) {
        event.withArray("entities")
                .addObject()
                .put("kind", "LOCATION")
                .put("id", "place")
                .put("nature", "FACT")
                .put("name", name)
                .put("country", "GE")
                .put("latitude", new BigDecimal("41.24"))
                .put("longitude", new BigDecimal("44.78"));
    }

    private static ObjectNode event(String reference, String type, String regime, String... purposes) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("reference", reference).put("type", type).put("regime", regime);
        event.put("context", "REAL").put("urgency", "ROUTINE");
        event.putObject("occurred").put("at", OCCURRED.toString()).put("precision", "SECOND");
        event.put("reportedAt", OCCURRED.plusSeconds(600).toString());
        ObjectNode handling = event.putObject("handling");
        handling.put("classification", "UNCLASSIFIED").put("tlp", "AMBER");
        for (String purpose : purposes) {
            handling.withArray("purposes").add(purpose);
        }
        handling.put("legalBasis", "Law of Georgia on Police, Art. 16").put("releasableTo", "BY_POLICY");
        handling.put("noHitNotice", false);
        handling.put(
                "reviewBy",
                LocalDate.now(ZoneOffset.UTC).withDayOfYear(1).plusYears(2).toString());
        return event;
    }
}
