package ge.khidi.sharing.policy;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.handling.Classification;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a registry must say before it counts. */
final class PartnersTest {

    private static final String REGISTRY = """
        equivalence:
          EU:
            "EU RESTRICTED": RESTRICTED
          GE:
            "საიდუმლო": CONFIDENTIAL
        partners:
          - id: HOME
            kind: DOMESTIC
            title: Home
            title-ka: სახლი
            clearance: {scheme: GE, marking: "საიდუმლო"}
            purposes: [LAW_ENFORCEMENT]
          - id: STATE
            kind: EU_MEMBER_STATE
            country: XA
            title: State
            title-ka: სახელმწიფო
            clearance: {scheme: EU, marking: "EU RESTRICTED"}
            purposes: [LAW_ENFORCEMENT]
            gateway: HOME
            agreement:
              reference: A-1
              valid-from: 2020-01-01
              valid-to: 2030-12-31
              transfer-basis: {instrument: Agreement, article: Art. 1}
              onward-transfer: None.
        """;

    @Test
    void theDemonstrationRegistryHoldsItsAgenciesAndPartners() {
        assertThat(Registry.DEMONSTRATION.list())
                .extracting(partner -> partner.id().value())
                .containsExactly(
                        "BORDER-POLICE",
                        "CERT-GOV-GE",
                        "CRIMINAL-POLICE",
                        "CSIRT-A",
                        "EUROPOL",
                        "FRONTEX",
                        "IAD",
                        "ILECC",
                        "IOM",
                        "MEMBER-STATE-A",
                        "MIGRATION-DEPARTMENT",
                        "PATROL-POLICE",
                        "STATE-SECURITY",
                        "THIRD-COUNTRY-B");
        assertThat(Registry.DEMONSTRATION.countries()).containsExactlyInAnyOrder("XA", "XB");
    }

    @Test
    void aMarkingIsWorthWhatTheTableSaysNotWhatItsWordsSound() {
        Partners partners = Partners.parse("r.yaml", REGISTRY).orThrow();

        assertThat(partners.find(new AgencyId("HOME")).orElseThrow().clearance())
                .isEqualTo(Classification.CONFIDENTIAL);
        assertThat(partners.find(new AgencyId("STATE")).orElseThrow().clearance())
                .isEqualTo(Classification.RESTRICTED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "marking: #EU RESTRICTED#}|marking: #EU SECRET#}|18:38|the equivalence table has no such marking",
                "scheme: EU, marking|scheme: NATO, marking|18:40|the equivalence table has no such marking",
                "country: XA|country: Arcadia|15:14|an ISO 3166-1 alpha-2 code is expected here",
                "gateway: HOME|gateway: AWAY|20:14|a gateway is a domestic agency of this registry",
                "gateway: HOME|routing: HOME|20:5|'routing' is not known here",
                "valid-to: 2030-12-31|valid-to: 2019-12-31|24:17|ends before it begins",
                "valid-to: 2030-12-31|valid-to: soon|24:17|a day (yyyy-MM-dd) is expected here",
                "id: STATE|id: HOME|13:9|HOME stands here twice",
                "id: STATE|id: a state|13:9|an agency id is expected here",
                "onward-transfer: None.|onwards: None.|26:7|'onwards' is not known here",
                "purposes: [LAW_ENFORCEMENT]|purposes: LAW_ENFORCEMENT|12:15|a list is expected here",
                "kind: DOMESTIC|kind: [DOMESTIC]|8:11|text is expected here",
            })
    void aFaultIsNamedWithItsPlace(String right, String wrong, String place, String message) {
        String registry = REGISTRY.replace(right.replace('#', '"'), wrong.replace('#', '"'));

        assertThat(faults(registry)).anySatisfy(fault -> {
            assertThat(fault.line() + ":" + fault.column()).isEqualTo(place);
            assertThat(fault.message()).isEqualTo(message);
        });
    }

    @Test
    void allFaultsAreReportedTogether() {
        String wrong =
                REGISTRY.replace("XA", "xa").replace("2020-01-01", "01.01.2020").replace("title: Home", "name: Home");

        assertThat(faults(wrong))
                .extracting(SourceFault::message)
                .containsExactlyInAnyOrder(
                        "'name' is not known here",
                        "'title' is missing",
                        "an ISO 3166-1 alpha-2 code is expected here",
                        "a day (yyyy-MM-dd) is expected here");
    }

    @Test
    void aFaultIsNamedWithItsPointer() {
        String wrong = REGISTRY.replace("2020-01-01", "soon")
                .replace("instrument: Agreement, ", "")
                .replace("title: Home", "name: Home");

        assertThat(faults(wrong))
                .extracting(SourceFault::pointer)
                .containsExactlyInAnyOrder(
                        "/partners/0/name",
                        "/partners/0/title",
                        "/partners/1/agreement/valid-from",
                        "/partners/1/agreement/transfer-basis/instrument");
    }

    @Test
    void aTransferBasisIsValidAsLongAsTheAgreementUnlessItSaysOtherwise() {
        Partners partners = Partners.parse(
                        "r.yaml", REGISTRY.replace("article: Art. 1}", "article: Art. 1, valid-to: 2024-12-31}"))
                .orThrow();
        Partner state = partners.find(new AgencyId("STATE")).orElseThrow();

        assertThat(state.on(LocalDate.of(2024, 12, 31)).mayReceivePersonalData())
                .isTrue();
        assertThat(state.on(LocalDate.of(2025, 1, 1)).mayReceivePersonalData()).isFalse();
        assertThat(partners.inForceOn(LocalDate.of(2024, 12, 31)))
                .isNotEqualTo(partners.inForceOn(LocalDate.of(2025, 1, 1)));
        assertThat(faults(REGISTRY.replace("article: Art. 1}", "article: Art. 1, valid-to: 2019-12-31}")))
                .extracting(SourceFault::message)
                .containsExactly("ends before it begins");
    }

    @Test
    void aForeignPartnerWithoutAnAgreementIsRefused() {
        String wrong = REGISTRY.substring(0, REGISTRY.indexOf("    agreement:"));

        assertThat(faults(wrong))
                .extracting(SourceFault::message)
                .containsExactly("a foreign partner has an agreement");
    }

    @Test
    void whatIsNoYamlIsRefusedWhereItBreaks() {
        assertThat(faults("partners:\n  - id: [A\n")).singleElement().satisfies(fault -> {
            assertThat(fault.line()).isEqualTo(3);
            assertThat(fault.message()).startsWith("not YAML");
        });
        assertThat(faults("")).extracting(SourceFault::message).containsExactly("empty");
        assertThat(faults("a: 1\na: 2\n")).isNotEmpty();
    }

    private static List<SourceFault> faults(String yaml) {
        return Partners.parse("r.yaml", yaml) instanceof Loaded.Faulty<Partners> faulty ? faulty.faults() : List.of();
    }
}
