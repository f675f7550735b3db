package ge.khidi.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import ge.khidi.contract.detail.Detail;
import ge.khidi.contract.detail.LinkDetail;
import ge.khidi.contract.detail.LinkNoticeDetail;
import ge.khidi.contract.entity.AgeGroup;
import ge.khidi.contract.entity.Communication;
import ge.khidi.contract.entity.CommunicationType;
import ge.khidi.contract.entity.Connection;
import ge.khidi.contract.entity.CyberObservable;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.entity.FinancialAccount;
import ge.khidi.contract.entity.IdentityDocument;
import ge.khidi.contract.entity.Location;
import ge.khidi.contract.entity.NameUse;
import ge.khidi.contract.entity.Nature;
import ge.khidi.contract.entity.ObservableType;
import ge.khidi.contract.entity.Person;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.entity.PersonName;
import ge.khidi.contract.entity.Relation;
import ge.khidi.contract.entity.Sex;
import ge.khidi.contract.entity.SpecialCategory;
import ge.khidi.contract.event.Context;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Narrative;
import ge.khidi.contract.event.Occurred;
import ge.khidi.contract.event.Regime;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.State;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.event.Submission;
import ge.khidi.contract.event.TimePrecision;
import ge.khidi.contract.event.Urgency;
import ge.khidi.contract.grade.AssignedBy;
import ge.khidi.contract.grade.Grade;
import ge.khidi.contract.grade.GradingScheme;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.Handling;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.contract.handling.Pap;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.contract.handling.Tlp;
import ge.khidi.contract.rules.CheckDigits;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Events and submissions of every type from a seed: valid against schema and rules, with names in Georgian, Latin and Cyrillic
 * script, invented people and real places. The same seed gives the same events. Records are filled by reflection, so that a new
 * component takes part in every law at once.
 */
public final class RandomEvents {

    /** The present of every event made without a present of its own. */
    public static final Instant NOW = Instant.parse("2026-11-21T08:30:00Z");

    /** The types an agency may submit. */
    public static final List<EventType> SUBMITTABLE =
            Arrays.stream(EventType.values()).filter(type -> !type.product()).toList();

    /** The agencies of the demonstration that speak. */
    public static final List<AgencyId> AGENCIES = List.of(
            new AgencyId("BORDER-POLICE"),
            new AgencyId("PATROL-POLICE"),
            new AgencyId("MIGRATION-DEPARTMENT"),
            new AgencyId("CRIMINAL-POLICE"),
            new AgencyId("CERT-GOV-GE"),
            AgencyId.IAD);

    private static final List<String> COUNTRIES =
            List.of("GE", "TR", "AM", "AZ", "UA", "DE", "FR", "IR", "IN", "MD", "PL", "SY");
    private static final List<List<String>> NAMES = List.of(
            List.of("Geor", "ნინო", "გიორგი", "ბერიძე", "კაპანაძე", "თამარ", "მაისურაძე"),
            List.of("Latn", "Nino", "Giorgi", "Beridze", "O'Connor", "Zoë", "Łukasiewicz"),
            List.of("Cyrl", "Нино", "Георгий", "Беридзе", "Коваленко", "Ёлкина", "Їжакевич"));
    private static final List<String> PLACES =
            List.of("სარფი", "Batumi", "ახალციხე", "Telavi", "Лагодехи", "Kazbegi", "წითელი ხიდი");
    private static final List<String> MRZ = List.of(
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C37UTO7408122F1204159ZE184226B<<<<<10",
            "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<");
    private static final List<String> WORDS = List.of(
            "white van",
            "ღამით",
            "без документов",
            "two men",
            "under the seat",
            "თეთრი ფურგონი",
            "x & <y>",
            "e\u0301t\u00e9");

    private final SplittableRandom random;
    private final Instant now;
    private final boolean full;
    private final Map<String, Supplier<String>> texts = new TreeMap<>();

    public RandomEvents(long seed) {
        this(seed, NOW);
    }

    /** With a present of its own, where the reader's clock is real. */
    public RandomEvents(long seed, Instant now) {
        this(seed, now, false);
    }

    /** Events in which nothing that could be said is left unsaid, with an entity of every kind. */
    public static RandomEvents full(long seed) {
        return new RandomEvents(seed, NOW, true);
    }

    private RandomEvents(long seed, Instant now, boolean full) {
        this.random = new SplittableRandom(seed);
        this.full = full;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
        Supplier<String> country = () -> one(COUNTRIES);
        List.of(
                        "country",
                        "issuingCountry",
                        "plateCountry",
                        "flag",
                        "lastCountryOfEmbarkation",
                        "countryOfDestination",
                        "countryOfEmbarkation",
                        "nationalities",
                        "transitCountries")
                .forEach(name -> texts.put(name, country));
        texts.put("expires", () -> Integer.toString(2027 + random.nextInt(9)));
        texts.put(
                "iban",
                () -> one(List.of("GE29NB0000000101904917", "GE29NB0000000101904918", "DE89370400440532013000")));
        texts.put("vin", () -> one(List.of("1M8GDM9AXKP042788", "1M8GDM9A1KP042788", "WVWZZZ1JZXW000001")));
        texts.put("imo", () -> one(List.of("9074729", "8814275")));
        texts.put("mmsi", () -> "213" + digits(6));
        texts.put("plate", () -> one(List.of("AB-123-CD", "QQ-777-QQ", "08 TT 123")));
        texts.put("number", () -> "09" + letters(2) + digits(7));
        texts.put("serial", () -> letters(2) + digits(6));
        texts.put("reference", () -> "BP-2026-" + digits(9));
        texts.put("caseReferences", () -> "CASE-" + digits(6));
        texts.put("offenceCatalogue", () -> "GE-CC-1999");
        texts.put("offenceCode", () -> "344-" + random.nextInt(1, 9));
        texts.put("machineReadableZone", () -> one(MRZ));
        texts.put("language", () -> one(List.of("ka", "en", "ru", "zh-Hant", "de-CH-1996")));
        List.of(
                        "name",
                        "names",
                        "region",
                        "residence",
                        "birthPlace",
                        "address",
                        "from",
                        "to",
                        "departure",
                        "destination")
                .forEach(name -> texts.put(name, () -> one(PLACES)));
    }

    /** An event of any type. */
    public Event event() {
        return event(one(List.of(EventType.values())));
    }

    /** An event as published: any revision, any state, checks and all. */
    public Event event(EventType type) {
        int revision = random.nextInt(1, 5);
        Status status = full ? Status.CLOSED : one(List.of(Status.OPEN, Status.OPEN, Status.OPEN, one(Status.class)));
        Submission said = submission(type);
        Event event = said.toEvent(
                eventId(),
                revision,
                revision == 1 ? RevisionKind.INITIAL : one(List.of(RevisionKind.SUPPLEMENT, RevisionKind.CORRECTION)),
                new State(status, reason(status)),
                one(AGENCIES),
                maybe(() -> one(List.of("Batumi", "ახალციხე", "Telavi"))),
                now.minus(random.nextLong(1_000_000_000), ChronoUnit.MICROS),
                CheckDigits.judge(said.entities()));
        return status == Status.ERASED ? emptied(event) : event;
    }

    /** A submission of any submittable type. */
    public Submission submission() {
        return submission(one(SUBMITTABLE));
    }

    /** What a submission of this type could say; for a product type, what analysis could. */
    public Submission submission(EventType type) {
        Regime regime = one(Regime.class);
        Instant occurred = now.minus(random.nextLong(600, 30L * 24 * 3600), ChronoUnit.SECONDS);
        List<Class<?>> kinds = List.of(Entity.class.getPermittedSubclasses());
        List<Entity> entities = IntStream.range(0, full ? kinds.size() : random.nextInt(6))
                .mapToObj(i -> entity(full ? kinds.get(i) : one(kinds), i, regime, occurred))
                .toList();
        return new Submission(
                maybe(() -> text("reference")),
                list(() -> text("caseReferences"), 2),
                type,
                regime,
                random.nextInt(10) == 0 ? Context.EXERCISE : Context.REAL,
                one(Urgency.class),
                new Occurred(occurred, one(TimePrecision.class)),
                occurred.plus(random.nextLong(500), ChronoUnit.SECONDS),
                Optional.of(detail(type)),
                entities,
                connections(entities),
                list(this::narrative, 2),
                maybe(this::grade),
                handling(),
                full || random.nextInt(5) == 0
                        ? Optional.of(new State(Status.CLOSED, Optional.of(one(State.CLOSING_REASONS))))
                        : Optional.empty());
    }

    /** The same with fields of a later version in it, at the top, inside a record and inside an entity. */
    public Event withUnknown(Event event) {
        Map<String, JsonNode> unknown = new TreeMap<>();
        unknown.put("/later", TextNode.valueOf(one(WORDS)));
        unknown.put("/handling/a~1b ~0", JsonNodeFactory.instance.objectNode().put("deep", random.nextInt()));
        unknown.put("/grade/later", TextNode.valueOf(one(WORDS)));
        if (!event.entities().isEmpty()) {
            unknown.put(
                    "/entities/0/later",
                    JsonNodeFactory.instance.arrayNode().add(true).add(1));
        }
        return with(event, Map.of("unknown", unknown));
    }

    /** The same record with other values for some of its components, by their names. */
    @SuppressWarnings("unchecked") // a record's class makes records of that class
    public static <R extends Record> R with(R record, Map<String, ?> others) {
        return rebuild(
                (Class<R>) record.getClass(),
                component -> others.containsKey(component.getName())
                        ? others.get(component.getName())
                        : get(component, record));
    }

    public EventId eventId() {
        long version7 = (random.nextLong() & ~0xF000L) | 0x7000L;
        long variant = (random.nextLong() >>> 2) | (1L << 63);
        return new EventId(new UUID(version7, variant));
    }

    public Person person(LocalId id, Regime regime) {
        return person(id, regime, now);
    }

    public Handling handling() {
        Set<HandlingCode> codes = some(HandlingCode.class, 2);
        Set<Purpose> purposes = some(Purpose.class, 3);
        purposes.add(one(Purpose.class));
        return new Handling(
                one(Classification.class),
                one(Tlp.class),
                maybe(() -> one(Pap.class)),
                codes,
                codes.contains(HandlingCode.H3) ? Optional.of("ask the duty officer") : maybe(() -> one(WORDS)),
                purposes,
                "Law on Police, Art. 18",
                maybe(() -> random.nextBoolean()
                        ? ReleasableTo.BY_POLICY
                        : new ReleasableTo.Named(new HashSet<>(list(() -> one(AGENCIES), 3)))),
                random.nextInt(10) == 0,
                LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(random.nextInt(1, 1000)));
    }

    public Grade grade() {
        return switch (full ? GradingScheme.ADMIRALTY_6X6 : one(GradingScheme.class)) {
            case EUROPOL_4X4 -> graded(GradingScheme.EUROPOL_4X4, "ABCX", "1234");
            case UK_5X5X5 -> graded(GradingScheme.UK_5X5X5, "ABCDE", "12345");
            case UK_3X5X2 -> graded(GradingScheme.UK_3X5X2, "123", "ABCDE");
            case ADMIRALTY_6X6 -> graded(GradingScheme.ADMIRALTY_6X6, "ABCDEF", "123456");
        };
    }

    public Detail detail(EventType type) {
        Detail detail = fill(type.detailClass());
        if (detail instanceof LinkDetail link) {
            Set<LinkDetail.SelectorKind> basis = new TreeSet<>(link.basis());
            basis.add(one(LinkDetail.SelectorKind.class));
            return new LinkDetail(link.first(), link.second(), basis, link.standing(), link.decision());
        }
        if (detail instanceof LinkNoticeDetail notice) {
            return new LinkNoticeDetail(notice.selector(), random.nextInt(21, 5000), notice.sources());
        }
        return detail;
    }

    private Grade graded(GradingScheme scheme, String sources, String informations) {
        return new Grade(scheme, letter(sources), letter(informations), AssignedBy.ORIGINATOR);
    }

    private Optional<String> reason(Status status) {
        return switch (status) {
            case OPEN -> Optional.empty();
            case CLOSED -> Optional.of(one(State.CLOSING_REASONS));
            case RESTRICTED, WITHDRAWN, ERASED -> Optional.of(one(WORDS));
        };
    }

    private static Event emptied(Event event) {
        return new Event(
                event.id(),
                event.revision(),
                event.revisionKind(),
                event.state(),
                event.origin(),
                event.type(),
                event.regime(),
                event.context(),
                event.urgency(),
                event.occurred(),
                event.reportedAt(),
                event.acceptedAt(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                event.grade(),
                event.derivedGrade(),
                List.of(),
                event.handling(),
                Map.of());
    }

    private List<Connection> connections(List<Entity> entities) {
        return entities.size() < 2
                ? List.of()
                : list(() -> connection(entities), 4).stream()
                        .filter(connection -> !leadsToAnInformant(connection, entities))
                        .toList();
    }

    private Connection connection(List<Entity> entities) {
        int from = random.nextInt(entities.size());
        int to = (from + random.nextInt(1, entities.size())) % entities.size();
        return new Connection(
                entities.get(from).id(), one(Relation.class), entities.get(to).id(), one(Nature.class));
    }

    /** A document of an informant would tell who it is. */
    private static boolean leadsToAnInformant(Connection connection, List<Entity> entities) {
        List<Entity> both = entities.stream()
                .filter(entity ->
                        entity.id().equals(connection.from()) || entity.id().equals(connection.to()))
                .toList();
        return both.stream().anyMatch(IdentityDocument.class::isInstance)
                && both.stream()
                        .anyMatch(entity ->
                                entity instanceof Person person && person.category() == PersonCategory.INFORMANT);
    }

    private Narrative narrative() {
        return new Narrative(one(WORDS) + " " + one(WORDS), text("language"), one(Nature.class));
    }

    private Entity entity(Class<?> kind, int index, Regime regime, Instant occurred) {
        LocalId id = new LocalId(kind.getSimpleName().toLowerCase(Locale.ROOT).charAt(0) + "-" + (index + 1));
        if (kind == Person.class) {
            return person(id, regime, occurred);
        } else if (kind == Location.class) {
            return location(id);
        } else if (kind == Communication.class) {
            return communication(id);
        } else if (kind == CyberObservable.class) {
            return observable(id);
        } else if (kind == FinancialAccount.class) {
            return account(id);
        }
        return (Entity) withId(fill(kind), id);
    }

    private Person person(LocalId id, Regime regime, Instant occurred) {
        PersonCategory category = one(Arrays.stream(PersonCategory.values())
                .filter(each -> regime == Regime.BORDER_MIGRATION || !each.outsideCriminalMatters())
                .filter(each -> !full || each != PersonCategory.INFORMANT)
                .toList());
        if (category == PersonCategory.INFORMANT) {
            return new Person(
                    id,
                    one(Nature.class),
                    category,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    AgeGroup.ADULT,
                    List.of(),
                    Set.of(),
                    false,
                    Optional.of("SRC-" + digits(5)),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    maybe(() -> one(WORDS)));
        }
        AgeGroup age = one(AgeGroup.class);
        int year = occurred.atZone(ZoneOffset.UTC).getYear()
                - (age == AgeGroup.ADULT ? random.nextInt(20, 80) : random.nextInt(2, 16));
        return new Person(
                id,
                one(Nature.class),
                category,
                list(this::name, 3),
                maybe(() -> year + one(List.of("", "-03", "-12-31"))),
                maybe(() -> one(PLACES)),
                maybe(() -> one(Sex.class)),
                age,
                list(() -> one(COUNTRIES), 2),
                full || random.nextInt(4) == 0 ? some(SpecialCategory.class, 2) : Set.of(),
                random.nextInt(6) == 0,
                Optional.empty(),
                maybe(() -> digits(11)),
                maybe(() -> one(WORDS)),
                maybe(() -> one(PLACES)),
                maybe(() -> one(WORDS)));
    }

    private PersonName name() {
        List<String> script = one(NAMES);
        return new PersonName(
                maybe(() -> script.get(random.nextInt(1, 3))),
                Optional.of(script.get(random.nextInt(3, script.size()))),
                one(NameUse.class),
                script.get(0));
    }

    private Location location(LocalId id) {
        boolean located = full || random.nextBoolean();
        return new Location(
                id,
                one(Nature.class),
                located ? maybe(() -> one(PLACES)) : Optional.of(one(PLACES)),
                maybe(() -> one(COUNTRIES)),
                maybe(() -> one(PLACES)),
                maybe(() -> "GE-TR-" + random.nextInt(1, 5)),
                maybe(() -> one(List.of("GESRP", "GEVAL", "GERED"))),
                located ? Optional.of(BigDecimal.valueOf(random.nextLong(4_100_000, 4_360_000), 5)) : Optional.empty(),
                located ? Optional.of(BigDecimal.valueOf(random.nextLong(4_000_000, 4_670_000), 5)) : Optional.empty(),
                located ? maybe(() -> random.nextInt(1, 5000)) : Optional.empty(),
                maybe(() -> one(PLACES) + " " + random.nextInt(1, 99)));
    }

    private Communication communication(LocalId id) {
        CommunicationType type = one(CommunicationType.class);
        String value = switch (type) {
            case PHONE -> "+9955" + digits(8);
            case EMAIL -> "visa" + digits(3) + "@example.ge";
            case IMEI -> one(List.of("490154203237518", "490154203237519"));
            case IMSI -> "28201" + digits(10);
            case ACCOUNT, OTHER -> "@" + letters(6);
        };
        return new Communication(id, one(Nature.class), type, value, maybe(() -> one(WORDS)));
    }

    private FinancialAccount account(LocalId id) {
        boolean iban = full || random.nextBoolean();
        return new FinancialAccount(
                id,
                one(Nature.class),
                iban ? Optional.of(text("iban")) : Optional.empty(),
                iban ? maybe(() -> text("number")) : Optional.of(text("number")),
                maybe(() -> one(WORDS)),
                maybe(() -> one(COUNTRIES)));
    }

    private CyberObservable observable(LocalId id) {
        ObservableType type = one(ObservableType.class);
        String value = switch (type) {
            case DOMAIN_NAME -> "visa-" + digits(4) + ".example";
            case URL -> "https://visa.example/" + digits(4);
            case IPV4 -> "192.0.2." + random.nextInt(255);
            case IPV6 -> "2001:db8::" + Integer.toHexString(random.nextInt(1, 65535));
            case EMAIL_ADDRESS -> "sale" + digits(3) + "@example.org";
            case FILE_SHA256 -> hex(64);
            case FILE_SHA1 -> hex(40);
            case FILE_MD5 -> hex(32);
        };
        return new CyberObservable(id, one(Nature.class), type, value);
    }

    private Object withId(Object entity, LocalId id) {
        return rebuild(
                entity.getClass(), component -> component.getType() == LocalId.class ? id : get(component, entity));
    }

    private <T> T fill(Class<T> type) {
        return rebuild(type, component -> value(component.getName(), component.getGenericType()));
    }

    private interface Part {
        Object of(RecordComponent component);
    }

    private static Object get(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static <T> T rebuild(Class<T> type, Part part) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            return type.getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new))
                    .newInstance(Arrays.stream(components).map(part::of).toArray());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(type.getName(), impossible);
        }
    }

    private Object value(String name, Type type) {
        if (type instanceof ParameterizedType generic) {
            Type inner = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == Optional.class) {
                return maybe(() -> value(name, inner));
            }
            List<Object> values = list(() -> value(name, inner), 3);
            return generic.getRawType() == Set.class ? new TreeSet<>(values) : values;
        }
        if (type instanceof Class<?> plain) {
            return value(name, plain);
        }
        throw new IllegalArgumentException(type.getTypeName());
    }

    private Object value(String name, Class<?> type) {
        if (type.isEnum()) {
            return one(List.of(type.getEnumConstants()));
        } else if (type == String.class) {
            return text(name);
        } else if (type == int.class || type == Integer.class) {
            return random.nextInt(300);
        } else if (type == boolean.class || type == Boolean.class) {
            return random.nextBoolean();
        } else if (type == BigDecimal.class) {
            return BigDecimal.valueOf(random.nextInt(36_000), random.nextInt(2, 5));
        } else if (type == Instant.class) {
            return now.minus(Duration.ofMinutes(random.nextInt(1, 100_000)));
        } else if (type == LocalDate.class) {
            return LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(random.nextInt(400));
        } else if (type == RevisionId.class) {
            return new RevisionId(eventId(), random.nextInt(1, 9));
        } else if (type == EventId.class) {
            return eventId();
        } else if (type == LocalId.class) {
            return new LocalId("x");
        } else if (type.isRecord()) {
            return fill(type);
        }
        throw new IllegalArgumentException(type.getName());
    }

    private String text(String name) {
        @Nullable Supplier<String> known = texts.get(name);
        return known == null ? one(WORDS) : known.get();
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return full || random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> list(Supplier<T> value, int most) {
        List<T> values = new ArrayList<>();
        for (int i = full ? most : random.nextInt(most + 1); i > 0; i--) {
            T next = value.get();
            if (!values.contains(next)) {
                values.add(next);
            }
        }
        return values;
    }

    private <E extends Enum<E>> Set<E> some(Class<E> type, int most) {
        return new TreeSet<>(list(() -> one(type), most));
    }

    private <E extends Enum<E>> E one(Class<E> type) {
        return one(List.of(type.getEnumConstants()));
    }

    private <T> T one(List<? extends T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private String letter(String from) {
        return String.valueOf(from.charAt(random.nextInt(from.length())));
    }

    private String digits(int count) {
        return repeat("0123456789", count);
    }

    private String letters(int count) {
        return repeat("ABCDEFGHKLMNPRSTVWXZ", count);
    }

    private String hex(int count) {
        return repeat("0123456789abcdef", count);
    }

    private String repeat(String from, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(letter(from));
        }
        return text.toString();
    }
}
