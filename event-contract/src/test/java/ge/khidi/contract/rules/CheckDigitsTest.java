package ge.khidi.contract.rules;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.LocalId;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.entity.Communication;
import ge.khidi.contract.entity.CommunicationType;
import ge.khidi.contract.entity.DocumentType;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.entity.FinancialAccount;
import ge.khidi.contract.entity.IdentityDocument;
import ge.khidi.contract.entity.MeansOfTransport;
import ge.khidi.contract.entity.Nature;
import ge.khidi.contract.entity.Transport;
import ge.khidi.contract.event.Check;
import ge.khidi.contract.event.Check.Scheme;
import ge.khidi.contract.event.Check.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckDigitsTest {

    private static final LocalId ID = new LocalId("x");

    @ParameterizedTest
    @CsvSource({
        "1M8GDM9AXKP042788, VALID",
        "1m8gdm9axkp042788, VALID",
        "1M8-GDM9AX-KP042788, VALID",
        "1M8GDM9A1KP042788, INVALID",
        "1M8GDM9AXKP04278O, INVALID",
        "11111111111111111, VALID",
        "WVWZZZ1JZXW000001, NOT_CHECKABLE",
        "1M8GDM9AXKP04278, NOT_CHECKABLE",
        "ქართული, NOT_CHECKABLE"
    })
    void theDigitOfAVinCountsWhereItsRegionDemandsOne(String vin, Verdict verdict) {
        assertThat(CheckDigits.judge(List.of(vehicle(vin)))).containsExactly(new Check(ID, "vin", Scheme.VIN, verdict));
    }

    @ParameterizedTest
    @CsvSource({
        "GE29NB0000000101904917, VALID",
        "GE29 NB00 0000 0101 9049 17, VALID",
        "ge29nb0000000101904917, VALID",
        "GE29NB0000000101904918, INVALID",
        "GE29NB000000010190491, INVALID",
        "DE89370400440532013000, VALID",
        "ZZ89370400440532013000, NOT_CHECKABLE",
        "12345678, NOT_CHECKABLE",
        "GE, NOT_CHECKABLE"
    })
    void anIbanIsCheckedByItsCountry(String iban, Verdict verdict) {
        assertThat(CheckDigits.judge(List.of(account(iban))))
                .containsExactly(new Check(ID, "iban", Scheme.IBAN, verdict));
    }

    @ParameterizedTest
    @CsvSource({
        "490154203237518, VALID",
        "49-015420-323751-8, VALID",
        "490154203237519, INVALID",
        "49015420323751, NOT_CHECKABLE",
        "4901542032375181, NOT_CHECKABLE",
        "unknown, NOT_CHECKABLE"
    })
    void anImeiOfFifteenDigitsHasACheckDigit(String imei, Verdict verdict) {
        assertThat(CheckDigits.judge(List.of(communication(CommunicationType.IMEI, imei))))
                .containsExactly(new Check(ID, "value", Scheme.IMEI, verdict));
    }

    @ParameterizedTest
    @CsvSource({
        // ICAO Doc 9303 specimens: TD3, TD1, TD2, MRV-A, MRV-B
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<_L898902C36UTO7408122F1204159ZE184226B<<<<<10, VALID",
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10, VALID",
        "p<utoeriksson<<anna<maria<<<<<<<<<<<<<<<<<<<_l898902c36uto7408122f1204159ze184226b<<<<<10, VALID",
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<_L898902C37UTO7408122F1204159ZE184226B<<<<<10, INVALID",
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<_L898902C36UTO7408122F1204159ZE184226B<<<<<11, INVALID",
        "I<UTOD231458907<<<<<<<<<<<<<<<_7408122F1204159UTO<<<<<<<<<<<6_ERIKSSON<<ANNA<MARIA<<<<<<<<<<, VALID",
        "I<UTOD231458907<<<<<<<<<<<<<<<_7408122F1204158UTO<<<<<<<<<<<6_ERIKSSON<<ANNA<MARIA<<<<<<<<<<, INVALID",
        "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<_D231458907UTO7408122F1204159<<<<<<<6, VALID",
        "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<_D231458907UTO7408132F1204159<<<<<<<6, INVALID",
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<_L8988901C4XXX4009078F96121096ZE184226B<<<<<<, VALID",
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<_L8988901C4XXX4009078F9612109<<<<<<<<, VALID",
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<_L8988901C5XXX4009078F9612109<<<<<<<<, INVALID",
        // numbers too long for their field, with the filler counted and not
        "I<UTOD23145890<7349<<<<<<<<<<<_3407127M9507122UTO<<<<<<<<<<<2_STEVENSON<<PETER<JOHN<<<<<<<<<, VALID",
        "I<UTOD23145890<7348<<<<<<<<<<<_3407127M9507122UTO<<<<<<<<<<<2_STEVENSON<<PETER<JOHN<<<<<<<<<, INVALID",
        "P<UTOERIKSSON<<ANNA, NOT_CHECKABLE",
        "unreadable, NOT_CHECKABLE"
    })
    void aMachineReadableZoneIsCheckedByItsSize(String zone, Verdict verdict) {
        assertThat(CheckDigits.judge(List.of(document(zone.replace('_', '\n')))))
                .containsExactly(new Check(ID, "machineReadableZone", Scheme.MRZ, verdict));
    }

    @Test
    void whatHasNoCheckDigitGetsNoVerdict() {
        assertThat(CheckDigits.judge(List.of(communication(CommunicationType.PHONE, "+995599123456"))))
                .isEmpty();
    }

    @Test
    void everyVerdictNamesAnEntityOfTheEvent() {
        for (long seed = 0; seed < 500; seed++) {
            List<Entity> entities = new RandomEvents(seed).submission().entities();

            assertThat(entities)
                    .as("seed %d", seed)
                    .extracting(Entity::id)
                    .containsAll(CheckDigits.judge(entities).stream()
                            .map(Check::entity)
                            .toList());
        }
    }

    static IdentityDocument document(String zone) {
        return new IdentityDocument(
                ID,
                Nature.FACT,
                DocumentType.PASSPORT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(zone));
    }

    private static Transport vehicle(String vin) {
        Optional<String> no = Optional.empty();
        return new Transport(
                ID, Nature.FACT, MeansOfTransport.PASSENGER_CAR, no, no, Optional.of(vin), no, no, no, no, no, no, no);
    }

    private static FinancialAccount account(String iban) {
        return new FinancialAccount(
                ID, Nature.FACT, Optional.of(iban), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Communication communication(CommunicationType type, String value) {
        return new Communication(ID, Nature.FACT, type, value, Optional.empty());
    }
}
