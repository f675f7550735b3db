package ge.khidi.sharing.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ge.khidi.contract.entity.FieldGroup;
import org.junit.jupiter.api.Test;

final class PseudonymKeyTest {

    @Test
    void twoPartnersCannotCompareWhatTheyHold() {
        String plate = "AB-123-CD";

        assertThat(Readers.key("EUROPOL").pseudonym(FieldGroup.TRANSPORT_IDENTIFIERS, plate))
                .isNotEqualTo(Readers.key("MEMBER-STATE-A").pseudonym(FieldGroup.TRANSPORT_IDENTIFIERS, plate));
    }

    @Test
    void onePartnerSeesThatTwoItemsAgreeHoweverTheValueIsWritten() {
        PseudonymKey key = Readers.key("EUROPOL");

        assertThat(key.pseudonym(FieldGroup.TRANSPORT_IDENTIFIERS, "AB-123-CD"))
                .isEqualTo(key.pseudonym(FieldGroup.TRANSPORT_IDENTIFIERS, "ab 123 cd"))
                .isNotEqualTo(key.pseudonym(FieldGroup.DOCUMENTS, "AB-123-CD"))
                .matches("pseudonym:[0-9a-f]{32}");
    }

    @Test
    void aShortSecretIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> PseudonymKey.of(new byte[31]));
    }
}
