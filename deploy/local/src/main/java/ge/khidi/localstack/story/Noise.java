package ge.khidi.localstack.story;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An ordinary day: events as they come in everywhere, so that the story is not alone. Drawn from a seed, so a second telling on the
 * same day says the same. Names are put together at random; places are real, and none of them lies on the administrative boundary
 * line of the occupied territories, which is no border. No two events share a plate, a document or a number.
 */
public final class Noise {

    /** Something an agency's system says. */
    public record Said(String client, ObjectNode submission) {}

    private record Place(String name, String crossingPoint, double latitude, double longitude, String client) {}

    private record Name(String given, String family, String script, String nationality) {}

    private static final String PATROL = "patrol-police-system";

    private static final List<Place> CROSSING_POINTS = List.of(
            new Place("სარფი", "SARPI", 41.5208, 41.5475, "patrol-police-sarpi-system"),
            new Place("ვალე", "VALE", 41.6150, 42.8653, PATROL),
            new Place("სადახლო", "SADAKHLO", 41.2400, 44.7869, PATROL),
            new Place("წითელი ხიდი", "TSITELI-KHIDI", 41.3290, 45.0719, PATROL),
            new Place("ლარსი (ყაზბეგი)", "KAZBEGI", 42.7430, 44.6329, PATROL));

    private static final List<Place> SECTORS = List.of(
            new Place("ბათუმი", "", 41.6168, 41.6367, "border-police-batumi-system"),
            new Place("ახალციხე", "", 41.6390, 42.9826, "border-police-akhaltsikhe-system"),
            new Place("თელავი", "", 41.9198, 45.4732, "border-police-telavi-system"));

    private static final List<Place> TOWNS = List.of(
            new Place("თბილისი", "", 41.6941, 44.8337, "criminal-police-system"),
            new Place("ქუთაისი", "", 42.2679, 42.6946, "criminal-police-system"),
            new Place("რუსთავი", "", 41.5495, 44.9932, "criminal-police-system"));

    private static final List<String> GEORGIAN_GIVEN =
            List.of("გიორგი", "ნინო", "დავით", "თამარ", "ლევან", "მარიამ", "ზურაბ", "ქეთევან");
    private static final List<String> GEORGIAN_FAMILY =
            List.of("ბერძელაშვილი", "ქორდანაძე", "ღვინიანიძე", "მთისაშვილი", "წყალობაძე", "ხიდიაშვილი", "ტყემალაძე");
    private static final List<String> LATIN_GIVEN =
            List.of("Emre", "Ayla", "Arman", "Lilit", "Rashad", "Leyla", "Jonas", "Marta");
    private static final List<String> LATIN_FAMILY =
            List.of("Dagbeyli", "Korusoy", "Vardapyan", "Sevanyan", "Gulbalazade", "Brueckner", "Nowodworska");
    private static final List<String> CYRILLIC_GIVEN = List.of("Иван", "Ольга", "Тарас", "Зарина", "Мурат", "Алина");
    private static final List<String> CYRILLIC_FAMILY =
            List.of("Мостовенко", "Речников", "Горнаева", "Перевальный", "Степняк");
    private static final List<String> LATIN_NATIONALITIES = List.of("TR", "AM", "AZ", "DE", "PL");
    private static final List<String> CYRILLIC_NATIONALITIES = List.of("UA", "KZ", "RU");
    private static final int WEEKS_BEFORE = 4;

    /** Numbers beyond are for the weeks before, so that no reference and no document occurs twice. */
    private static final int MOST_IN_A_DAY = 900;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SplittableRandom random;
    private final LocalDate day;
    private int number;

    private Noise(long seed, LocalDate day) {
        this.random = new SplittableRandom(seed);
        this.day = day;
    }

    /** What {@code count} events of {@code day} say; the same for the same arguments. */
    public static List<Said> of(long seed, LocalDate day, int count) {
        Noise noise = new Noise(seed, day);
        List<Said> said = new ArrayList<>();
        while (said.size() < count) {
            said.add(noise.next());
        }
        return said;
    }

    /** The same weekday of the four weeks before {@code day}, quieter: {@code each} refusals at Sarpi, with which a count can be compared. */
    static List<Said> weeksBefore(long seed, LocalDate day, int each) {
        List<Said> said = new ArrayList<>();
        for (int week = 1; week <= WEEKS_BEFORE; week++) {
            Noise noise = new Noise(seed + week, day.minusWeeks(week));
            noise.number = MOST_IN_A_DAY;
            for (int i = 0; i < each; i++) {
                noise.number++;
                said.add(noise.refusalOfEntry(CROSSING_POINTS.get(0)));
            }
        }
        return said;
    }

    private Said next() {
        number++;
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> refusalOfEntry(one(CROSSING_POINTS));
            case 4 -> illegalStay();
            case 5, 6 -> movement();
            case 7 -> crossing();
            case 8 -> goods();
            default -> crime();
        };
    }

    private Said refusalOfEntry(Place place) {
        ObjectNode event = event("REFUSAL_OF_ENTRY", "BORDER_MIGRATION");
        ObjectNode detail = event.putObject("detail");
        detail.put(
                "ground",
                one(List.of("NO_VALID_DOCUMENT", "NO_VALID_VISA", "STAY_EXHAUSTED", "PURPOSE_NOT_JUSTIFIED")));
        detail.putObject("persons").put("total", 1);
        Name name = name();
        person(event, name, "BORDER_PROCEDURE");
        ObjectNode passport = entity(event, "IDENTITY_DOCUMENT", "passport");
        passport.put("type", "PASSPORT").put("number", "N" + (10_000_000 + serial()));
        passport.put("issuingCountry", name.nationality());
        connection(event, "person", "HOLDS", "passport");
        location(event, place);
        handling(event, "BY_POLICY", "BORDER_MANAGEMENT", "STATISTICS");
        return new Said(place.client(), event);
    }

    private Said illegalStay() {
        ObjectNode event = event("ILLEGAL_STAY", "BORDER_MIGRATION");
        event.putObject("detail").putObject("persons").put("total", 1);
        person(event, name(), "BORDER_PROCEDURE");
        location(event, one(TOWNS));
        handling(event, "", "BORDER_MANAGEMENT", "STATISTICS");
        return new Said("migration-department-system", event);
    }

    private Said movement() {
        Place place = one(SECTORS);
        ObjectNode event = event("MOVEMENT_OF_INTEREST", "BORDER_MIGRATION");
        ObjectNode detail = event.putObject("detail");
        detail.put("offRoad", random.nextInt(4) == 0);
        detail.putObject("persons").put("total", 1 + random.nextInt(5));
        ObjectNode car = entity(event, "TRANSPORT", "car");
        car.put("means", one(List.of("PASSENGER_CAR", "LORRY", "MOTORCYCLE")));
        car.put("plate", plate())
                .put("plateCountry", "GE")
                .put("colour", one(List.of("white", "silver", "blue", "black")));
        location(event, place);
        handling(event, "BY_POLICY", "BORDER_MANAGEMENT", "STATISTICS");
        return new Said(place.client(), event);
    }

    private Said crossing() {
        Place place = one(SECTORS);
        ObjectNode event = event("UNAUTHORISED_BORDER_CROSSING", "BORDER_MIGRATION");
        ObjectNode detail = event.putObject("detail");
        detail.put("stage", one(List.of("ATTEMPT", "ACTUAL"))).put("direction", one(List.of("ENTRY", "EXIT")));
        detail.put("detection", "BORDER_SURVEILLANCE").put("means", "PEDESTRIAN");
        detail.putObject("persons").put("total", 1 + random.nextInt(7));
        location(event, place);
        handling(event, "BY_POLICY", "BORDER_MANAGEMENT", "STATISTICS");
        return new Said(place.client(), event);
    }

    private Said goods() {
        Place place = one(CROSSING_POINTS);
        ObjectNode event = event("TRAFFICKING_OF_GOODS", "LAW_ENFORCEMENT");
        event.putObject("detail").put("detection", "BCP_CHECK").put("direction", "ENTRY");
        person(event, name(), "SUSPECT");
        ObjectNode goods = entity(event, "GOODS", "goods");
        goods.put("category", one(List.of("CIGARETTES", "TOBACCO", "ALCOHOL"))).put("amount", 10 + random.nextInt(400));
        goods.put("unit", "pieces");
        location(event, place);
        handling(event, "BY_POLICY", "LAW_ENFORCEMENT", "STATISTICS");
        return new Said(place.client(), event);
    }

    private Said crime() {
        Place place = one(TOWNS);
        ObjectNode event = event("CRIME_REPORT", "LAW_ENFORCEMENT");
        ObjectNode detail = event.putObject("detail");
        detail.put("offenceCatalogue", "GE-CRIMINAL-CODE").put("offenceCode", one(List.of("177", "180", "178", "187")));
        person(event, name(), "SUSPECT");
        location(event, place);
        handling(event, random.nextBoolean() ? "BY_POLICY" : "", "LAW_ENFORCEMENT", "STATISTICS");
        return new Said(place.client(), event);
    }

    private ObjectNode event(String type, String regime) {
        Instant at = day.atTime(LocalTime.MIN).toInstant(ZoneOffset.UTC).plusSeconds(60L * random.nextInt(23 * 60));
        ObjectNode event = JSON.objectNode();
        event.put("reference", "NOISE/" + day + "/" + number);
        event.put("type", type).put("regime", regime).put("context", "REAL").put("urgency", "ROUTINE");
        event.putObject("occurred").put("at", at.toString()).put("precision", "MINUTE");
        event.put("reportedAt", at.plusSeconds(1_200).toString());
        return event;
    }

    private void person(ObjectNode event, Name name, String category) {
        ObjectNode person = entity(event, "PERSON", "person");
        person.put("category", category).put("sex", "UNKNOWN").put("ageGroup", "ADULT");
        person.put("internationalProtection", false);
        person.withArray("names")
                .addObject()
                .put("given", name.given())
                .put("family", name.family())
                .put("use", "PRIMARY")
                .put("script", name.script());
        person.put("birthDate", Integer.toString(1960 + random.nextInt(45)));
        person.withArray("nationalities").add(name.nationality());
    }

    private static void location(ObjectNode event, Place place) {
        ObjectNode location = entity(event, "LOCATION", "place");
        location.put("name", place.name()).put("country", "GE");
        if (!place.crossingPoint().isEmpty()) {
            location.put("crossingPoint", place.crossingPoint());
        }
        location.put("latitude", BigDecimal.valueOf(place.latitude()));
        location.put("longitude", BigDecimal.valueOf(place.longitude()));
    }

    private static ObjectNode entity(ObjectNode event, String kind, String id) {
        return event.withArray("entities")
                .addObject()
                .put("kind", kind)
                .put("id", id)
                .put("nature", "FACT");
    }

    private static void connection(ObjectNode event, String from, String relation, String to) {
        ObjectNode connection = event.withArray("connections").addObject();
        connection.put("from", from).put("relation", relation).put("to", to).put("nature", "FACT");
    }

    /** @param releasableTo empty to say nothing, so that only the originator and IAD may have it */
    private void handling(ObjectNode event, String releasableTo, String... purposes) {
        ObjectNode handling = event.putObject("handling");
        handling.put("classification", "UNCLASSIFIED").put("tlp", "AMBER");
        for (String purpose : purposes) {
            handling.withArray("purposes").add(purpose);
        }
        handling.put("legalBasis", "Law of Georgia on Police, Art. 16");
        if (!releasableTo.isEmpty()) {
            handling.put("releasableTo", releasableTo);
        }
        handling.put("noHitNotice", false);
        handling.put("reviewBy", day.plusYears(1).toString());
    }

    private Name name() {
        return switch (random.nextInt(4)) {
            case 0, 1 -> new Name(one(GEORGIAN_GIVEN), one(GEORGIAN_FAMILY), "Geor", "GE");
            case 2 -> new Name(one(LATIN_GIVEN), one(LATIN_FAMILY), "Latn", one(LATIN_NATIONALITIES));
            default -> new Name(one(CYRILLIC_GIVEN), one(CYRILLIC_FAMILY), "Cyrl", one(CYRILLIC_NATIONALITIES));
        };
    }

    /** Another one for every event of a year. */
    private int serial() {
        return day.getDayOfYear() * 1_000 + number;
    }

    /** In the Georgian form. */
    private String plate() {
        int serial = serial();
        char first = (char) ('A' + serial / 26_000);
        char second = (char) ('A' + serial / 1_000 % 26);
        return "N" + first + "-" + String.format("%03d", serial % 1_000) + "-" + second + "X";
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
