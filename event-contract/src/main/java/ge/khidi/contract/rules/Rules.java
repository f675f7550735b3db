package ge.khidi.contract.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.LocalId;
import ge.khidi.contract.codec.Fault;
import ge.khidi.contract.codec.View;
import ge.khidi.contract.entity.AgeGroup;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Occurred;
import ge.khidi.contract.event.Regime;
import ge.khidi.contract.event.State;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.grade.AssignedBy;
import ge.khidi.contract.grade.GradingScheme;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rules of the domain for a submission. What cannot be read is not judged: the codec says why it cannot be read.
 */
public final class Rules {

    /** How far the clock of an agency may run ahead. */
    public static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    /** How long information is kept before its originator must decide again, Regulation (EU) 2016/794 Art. 31(2). */
    public static final int YEARS_UNTIL_REVIEW = 3;

    /**
     * Codes of sections and crossing points on the administrative boundary line of the occupied territories begin so. It is never
     * a border and has no crossing points; what happens there is a place by its name, region and coordinates.
     */
    public static final List<String> BOUNDARY_LINE_PREFIXES = List.of("ABL");

    private static final int AGE_OF_MAJORITY = 18;

    /** What tells who somebody is, beyond the coded reference. */
    private static final List<String> IDENTIFYING_AN_INFORMANT =
            List.of("names", "birthDate", "birthPlace", "nationalNumber", "residence");

    private static final Set<String> SAYS_WHERE =
            Set.of("name", "country", "region", "borderSection", "crossingPoint", "latitude", "longitude", "address");

    private final View submission;
    private final Instant now;
    private final List<Fault> faults = new ArrayList<>();

    private Rules(View submission, Instant now) {
        this.submission = submission;
        this.now = now;
    }

    /** Every rule the submission breaks, in the order of the document as far as possible. */
    public static List<Fault> judge(ObjectNode submission, Instant now) {
        Rules rules = new Rules(View.of(submission), now);
        rules.type();
        rules.times();
        rules.boundaryLine(rules.submission.object("detail"));
        rules.entities();
        rules.connections();
        rules.grade();
        rules.handling();
        rules.state();
        return List.copyOf(rules.faults);
    }

    private void type() {
        submission
                .value("type", EventType.class)
                .filter(EventType::product)
                .ifPresent(product -> add(submission.fault("type", "product-type", "only the platform says this")));
    }

    private void times() {
        View occurred = submission.object("occurred");
        Optional<Instant> at = occurred.value("at", Instant.class);
        Optional<Instant> reported = submission.value("reportedAt", Instant.class);
        at.filter(this::inTheFuture)
                .ifPresent(future -> add(occurred.fault("at", "in-the-future", "must not be in the future")));
        reported.filter(this::inTheFuture)
                .ifPresent(future -> add(submission.fault("reportedAt", "in-the-future", "must not be in the future")));
        if (at.isPresent() && reported.isPresent() && at.get().isAfter(reported.get())) {
            add(occurred.fault("at", "after-report", "must not be after reportedAt"));
        }
    }

    private boolean inTheFuture(Instant moment) {
        return moment.isAfter(now.plus(CLOCK_SKEW));
    }

    private void entities() {
        Set<LocalId> ids = new HashSet<>();
        for (View entity : submission.each("entities")) {
            entity.value("id", LocalId.class)
                    .filter(id -> !ids.add(id))
                    .ifPresent(again -> add(entity.fault("id", "duplicate-id", "another entity has this id")));
            switch (entity.text("kind").orElse("")) {
                case "PERSON" -> person(entity);
                case "LOCATION" -> location(entity);
                case "FINANCIAL_ACCOUNT" -> account(entity);
                default -> {
                    // no rule of its own
                }
            }
        }
    }

    private void person(View person) {
        for (View name : person.each("names")) {
            if (!name.has("given") && !name.has("family")) {
                add(name.fault("no-name", "must have a given name, a family name or both"));
            }
        }
        Optional<PersonCategory> category = person.value("category", PersonCategory.class);
        if (isInformant(person)) {
            informant(person);
        }
        if (category.map(PersonCategory::outsideCriminalMatters).orElse(false)
                && submission.value("regime", Regime.class).equals(Optional.of(Regime.LAW_ENFORCEMENT))) {
            add(person.fault("category", "category-outside-regime", "exists only under BORDER_MIGRATION"));
        }
        person.text("birthDate").flatMap(PartialDate::parse).ifPresent(birth -> age(person, birth));
    }

    private void informant(View person) {
        if (!person.has("codedReference")) {
            add(person.fault("codedReference", "informant-without-reference", "an informant has a coded reference"));
        }
        for (String field : IDENTIFYING_AN_INFORMANT) {
            if (person.size(field) > 0 || person.text(field).isPresent()) {
                add(person.fault(field, "informant-identified", "an informant has a coded reference and nothing else"));
            }
        }
    }

    /** Only a contradiction whatever the exact dates were is one; a day more on each side is for time zones. */
    private void age(View person, PartialDate birth) {
        if (birth.first().isAfter(day(now).plusDays(1))) {
            add(person.fault("birthDate", "in-the-future", "must not be in the future"));
        }
        Optional<Occurred> occurred = submission.value("occurred", Occurred.class);
        Optional<AgeGroup> group = person.value("ageGroup", AgeGroup.class);
        if (occurred.isEmpty() || group.isEmpty()) {
            return;
        }
        LocalDate earliest = day(occurred.get().at()).minusDays(1);
        LocalDate latest = day(end(occurred.get())).plusDays(1);
        boolean surelyAdult = !birth.last().plusYears(AGE_OF_MAJORITY).isAfter(earliest);
        boolean surelyMinor = birth.first().plusYears(AGE_OF_MAJORITY).isAfter(latest);
        boolean contradicts = switch (group.get()) {
            case MINOR, UNACCOMPANIED_MINOR -> surelyAdult;
            case ADULT -> surelyMinor;
            case UNKNOWN -> false;
        };
        if (contradicts) {
            add(person.fault("ageGroup", "age-contradicts-birth-date", "contradicts birthDate when it happened"));
        }
    }

    private static Instant end(Occurred occurred) {
        OffsetDateTime start = occurred.at().atOffset(ZoneOffset.UTC);
        OffsetDateTime end = switch (occurred.precision()) {
            case SECOND, MINUTE, HOUR -> start.plusHours(1);
            case DAY -> start.plusDays(1);
            case MONTH -> start.plusMonths(1);
            case YEAR -> start.plusYears(1);
        };
        return end.toInstant();
    }

    private static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }

    private void location(View location) {
        if (location.has("latitude") != location.has("longitude")) {
            String missing = location.has("latitude") ? "longitude" : "latitude";
            add(location.fault(missing, "half-a-position", "latitude and longitude come together"));
        }
        if (SAYS_WHERE.stream().noneMatch(location::has)) {
            add(location.fault("no-place", "must say where"));
        }
        boundaryLine(location);
    }

    private void boundaryLine(View view) {
        for (String field : List.of(
                "borderSection",
                "crossingPoint",
                "crossingPointOfEmbarkation",
                "crossingPointOfTransit",
                "crossingPointOfDestination")) {
            view.text(field)
                    .map(code -> code.toUpperCase(Locale.ROOT))
                    .filter(code -> BOUNDARY_LINE_PREFIXES.stream().anyMatch(code::startsWith))
                    .ifPresent(line -> add(view.fault(
                            field,
                            "administrative-boundary-line",
                            "the administrative boundary line is no border and has no crossing points")));
        }
    }

    private void account(View account) {
        if (!account.has("iban") && !account.has("number")) {
            add(account.fault("no-account", "must have an iban or a number"));
        }
    }

    private void connections() {
        Map<LocalId, View> entities = new HashMap<>();
        for (View entity : submission.each("entities")) {
            entity.value("id", LocalId.class).ifPresent(id -> entities.putIfAbsent(id, entity));
        }
        for (View connection : submission.each("connections")) {
            Optional<LocalId> from = connection.value("from", LocalId.class);
            Optional<LocalId> to = connection.value("to", LocalId.class);
            from.filter(id -> !entities.containsKey(id)).ifPresent(unknown -> unknownEntity(connection, "from"));
            to.filter(id -> !entities.containsKey(id)).ifPresent(unknown -> unknownEntity(connection, "to"));
            List<View> both = Stream.of(from, to)
                    .flatMap(Optional::stream)
                    .flatMap(id -> Stream.ofNullable(entities.get(id)))
                    .toList();
            if (both.stream().anyMatch(Rules::isInformant) && both.stream().anyMatch(Rules::isDocument)) {
                add(connection.fault("informant-identified", "an informant is not connected to a document"));
            }
        }
    }

    private static boolean isInformant(View entity) {
        return entity.value("category", PersonCategory.class).equals(Optional.of(PersonCategory.INFORMANT));
    }

    private static boolean isDocument(View entity) {
        return entity.text("kind").equals(Optional.of("IDENTITY_DOCUMENT"));
    }

    private void unknownEntity(View connection, String field) {
        add(connection.fault(field, "unknown-entity", "no entity has this id"));
    }

    private record Scale(String sources, String informations) {}

    private static final Map<GradingScheme, Scale> SCALES = Map.of(
            GradingScheme.EUROPOL_4X4, new Scale("ABCX", "1234"),
            GradingScheme.UK_5X5X5, new Scale("ABCDE", "12345"),
            GradingScheme.UK_3X5X2, new Scale("123", "ABCDE"),
            GradingScheme.ADMIRALTY_6X6, new Scale("ABCDEF", "123456"));

    private void grade() {
        View grade = submission.object("grade");
        grade.value("scheme", GradingScheme.class).map(SCALES::get).ifPresent(scale -> {
            fits(grade, "source", scale.sources());
            fits(grade, "information", scale.informations());
        });
        grade.value("assignedBy", AssignedBy.class)
                .filter(by -> by != AssignedBy.ORIGINATOR)
                .ifPresent(by -> add(
                        grade.fault("assignedBy", "not-by-originator", "a submission carries its originator's grade")));
    }

    private void fits(View grade, String field, String scale) {
        grade.text(field)
                .filter(character -> character.length() == 1 && !scale.contains(character))
                .ifPresent(other -> add(grade.fault(field, "not-in-scheme", "the scheme has no such grade")));
    }

    private void handling() {
        View handling = submission.object("handling");
        boolean h3 = handling.texts("codes").contains("H3");
        if (h3 && !handling.has("comment")) {
            add(handling.fault("comment", "h3-without-comment", "H3 says in words what it restricts"));
        }
        if (handling.has("purposes") && handling.size("purposes") == 0) {
            add(handling.fault("purposes", "no-purpose", "must name at least one purpose"));
        }
        handling.value("reviewBy", LocalDate.class).ifPresent(review -> {
            if (review.isBefore(day(now))) {
                add(handling.fault("reviewBy", "in-the-past", "must not be in the past"));
            } else if (review.isAfter(day(now).plusYears(YEARS_UNTIL_REVIEW))) {
                add(handling.fault("reviewBy", "too-late", "must be at most three years away"));
            }
        });
    }

    private void state() {
        View state = submission.object("state");
        Optional<String> reason = state.text("reason");
        state.value("status", Status.class).ifPresent(status -> {
            switch (status) {
                case OPEN -> {
                    if (state.has("reason")) {
                        add(state.fault("reason", "reason-of-open", "an open event has no reason"));
                    }
                }
                case CLOSED -> {
                    if (reason.isEmpty() || !State.CLOSING_REASONS.contains(reason.get())) {
                        add(state.fault("reason", "closing-reason", "must be one of " + State.CLOSING_REASONS));
                    }
                }
                case RESTRICTED, WITHDRAWN, ERASED ->
                    add(state.fault("status", "not-by-submission", "has a request of its own"));
            }
        });
    }

    private void add(Fault fault) {
        faults.add(fault);
    }
}
