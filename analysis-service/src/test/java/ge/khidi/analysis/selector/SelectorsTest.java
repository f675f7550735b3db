package ge.khidi.analysis.selector;

import static ge.khidi.analysis.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.analysis.TestEvents;
import ge.khidi.contract.LocalId;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.detail.LinkDetail.SelectorKind;
import ge.khidi.contract.entity.AgeGroup;
import ge.khidi.contract.entity.Connection;
import ge.khidi.contract.entity.DocumentType;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.entity.Firearm;
import ge.khidi.contract.entity.IdentityDocument;
import ge.khidi.contract.entity.Nature;
import ge.khidi.contract.entity.Person;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.entity.Relation;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.sameness.OneForm;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorsTest {

    private final Selectors selectors = TestEvents.selectors();

    @ParameterizedTest
    @CsvSource({
        "AA-123-BB, aa 123 bb",
        "AA-123-BB, АА123ВВ", // Cyrillic
        "AA-123-BB, ＡＡ１２３ＢＢ", // full width
        "KM 777 OP, км777ор",
        "MX-001-EA, ΜΧ001ΕΑ", // Greek
    })
    void aPlateIsTheSameHoweverItIsWritten(String one, String other) {
        assertThat(of(event(1).plate(one, "GE")))
                .isEqualTo(of(event(2).plate(other, "ge")))
                .hasSize(1);
    }

    @Test
    void thePlateOfAnotherCountryIsAnotherPlate() {
        assertThat(of(event(1).plate("AA-123-BB", "GE")))
                .doesNotContainAnyElementsOf(of(event(2).plate("AA-123-BB", "AM")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+995 555 12 34 56",
                "00995555123456",
                "555 12-34-56",
                "0555123456",
                "(+995) 555.123.456",
                "+９９５５５５１２３４５６"
            })
    void aPhoneNumberIsTheSameHoweverItIsWritten(String written) {
        assertThat(of(event(1).phone(written)))
                .isEqualTo(of(event(2).phone("+995555123456")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"112", "unknown", "", "555555555", "+995", "000000000", "call me"})
    void whatTellsNoPhoneFromAnotherIsNoSelector(String written) {
        assertThat(of(event(1).phone(written))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"00000", "123", "AAAAAA", "unknown", "N/A", "нет данных", "უცნობია", "12345", "0000012", "---"})
    void whatTellsNoDocumentFromAnotherIsNoSelector(String number) {
        assertThat(of(event(1).with(document("d1", number, Optional.of("GE"))))).isEmpty();
    }

    @Test
    void aDocumentNumberMeansNothingWithoutItsCountry() {
        assertThat(of(event(1).with(document("d1", "12AB34567", Optional.empty()))))
                .isEmpty();
        assertThat(of(event(1).with(document("d1", "№ 12-ab 34567", Optional.of("GE")))))
                .isEqualTo(of(event(2).with(document("d2", "12АВ34567", Optional.of("GE")))))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "VEHICLE_VIN, WVWZZZ1JZXW000O1I, wvwzzz1jz-xw000011",
                "EMAIL, Giorgi@Example.GE , giorgi@example.ge",
                "EMAIL, a.b@ПОЧТА.рф, A.B@xn--80a1acny.xn--p1ai",
                "IBAN, GE29 NB00 0000 0101 9049 17, ge29nb0000000101904917",
            })
    void valuesOfOtherKindsHaveOneFormToo(SelectorKind kind, String one, String other) {
        assertThat(normal(kind, one)).isEqualTo(normal(kind, other)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "EMAIL, noreply@example.ge",
        "EMAIL, a@b@c.ge",
        "EMAIL, nobody",
        "EMAIL, x@localhost",
        "IBAN, GE00",
        "IBAN, 1234567890123456",
        "VEHICLE_VIN, 123",
        "VEHICLE_VIN, 00000000000000000"
    })
    void whatCannotBeSuchAValueIsNoSelector(SelectorKind kind, String value) {
        assertThat(normal(kind, value)).isEmpty();
    }

    @Test
    void aSerialNumberIsUniqueToItsMakerAtBest() {
        assertThat(of(event(1).with(firearm("MK-12345x", Optional.of("Makarov")))))
                .isEqualTo(of(event(2).with(firearm("mk12345X", Optional.of("MAKAROV")))))
                .hasSize(1)
                .doesNotContainAnyElementsOf(of(event(3).with(firearm("MK-12345x", Optional.of("Glock")))));
        assertThat(of(event(4).with(firearm("MK-12345x", Optional.empty())))).isEmpty();
    }

    @Test
    void exerciseAndRealNeverMeet() {
        assertThat(of(event(1).phone("+995555123456")))
                .doesNotContainAnyElementsOf(of(event(2).phone("+995555123456").exercise()));
    }

    @Test
    void whatIsConnectedToAnInformantIsPassedOver() {
        TestEvents told = event(1).phone("+995555123456")
                .plate("AA-123-BB", "GE")
                .with(informant())
                .connected(new Connection(new LocalId("i1"), Relation.USES, new LocalId("c0"), Nature.FACT));

        assertThat(of(told)).extracting(Selector::kind).containsExactly(SelectorKind.VEHICLE_PLATE);
    }

    @Test
    void anotherKeyGivesOtherHashes() {
        SelectorKey other = SelectorKey.parse(Base64.getEncoder().encodeToString(new byte[32]))
                .orElseThrow();
        Event event = event(1).phone("+995555123456").build();

        assertThat(new Selectors(other, "GE").of(event)).doesNotContainAnyElementsOf(selectors.of(event));
    }

    @Test
    void aShortKeyIsRefusedAndAKeyIsNeverShown() {
        assertThat(SelectorKey.parse(Base64.getEncoder().encodeToString(new byte[31])))
                .isEmpty();
        assertThat(SelectorKey.parse("0".repeat(62))).isEmpty();
        assertThat(SelectorKey.parse("0".repeat(64))).isPresent();
        assertThat(SelectorKey.parse("not Base64!")).isEmpty();
        assertThat(TestEvents.key()).hasToString("SelectorKey[withheld]");
    }

    @Test
    void aSelectorIsReadAsItWasWritten() {
        Set<Selector> found = of(event(1).phone("+995555123456").plate("AA-123-BB", "GE"));

        assertThat(found)
                .allSatisfy(one -> assertThat(Selector.parse(one.toString())).contains(one));
        assertThat(Stream.of("PHONE", "PHONE/", "FAX/00000000000000000000000000000000", "PHONE/+995555123456")
                        .map(Selector::parse))
                .containsOnly(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void theSameEventAlwaysHasTheSameSelectors(long seed) {
        RandomEvents random = new RandomEvents(seed);
        for (int i = 0; i < 50; i++) {
            Event event = random.event();
            assertThat(selectors.of(event)).isEqualTo(TestEvents.selectors().of(event));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AA-123-BB", "км 777 ор", "ＡＢ１２", "№ 12-ab", "ΜΧ001ΕΑ", "ქუთაისი 12", "ﬁ-12", "ß12ı"})
    void bringingIntoOneFormTwiceChangesNothing(String value) {
        String once = OneForm.compact(value);

        assertThat(OneForm.compact(once)).isEqualTo(once);
    }

    private Set<Selector> of(TestEvents event) {
        return selectors.of(event.build());
    }

    private static Optional<String> normal(SelectorKind kind, String value) {
        return switch (kind) {
            case VEHICLE_VIN -> OneForm.vin(Optional.of(value));
            case EMAIL -> OneForm.email(value);
            case IBAN -> OneForm.iban(value);
            case PHONE -> OneForm.phone(value, "GE");
            case IDENTITY_DOCUMENT -> OneForm.document(Optional.of(value), Optional.of("GE"));
            case VEHICLE_PLATE -> OneForm.plate(Optional.of(value), Optional.of("GE"));
            case FIREARM_SERIAL -> OneForm.firearm(Optional.of(value), Optional.of("Makarov"));
        };
    }

    private static Entity document(String id, String number, Optional<String> country) {
        return new IdentityDocument(
                new LocalId(id),
                Nature.FACT,
                DocumentType.PASSPORT,
                Optional.of(number),
                country,
                Optional.empty(),
                Optional.empty());
    }

    private static Entity firearm(String serial, Optional<String> make) {
        return new Firearm(
                new LocalId("f1"),
                Nature.FACT,
                "pistol",
                make,
                Optional.empty(),
                Optional.empty(),
                Optional.of(serial));
    }

    private static Entity informant() {
        return new Person(
                new LocalId("i1"),
                Nature.FACT,
                PersonCategory.INFORMANT,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                AgeGroup.UNKNOWN,
                List.of(),
                Set.of(),
                false,
                Optional.of("K-17"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
