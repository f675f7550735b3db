package ge.khidi.sharing.installation;

import ge.khidi.sharing.disclosure.Profiles;
import ge.khidi.sharing.disclosure.Redaction;
import ge.khidi.sharing.policy.Gate;
import ge.khidi.sharing.policy.Partner;
import ge.khidi.sharing.policy.Partners;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;

/** The rules in force: who the partners are, who decides, and what a profile leaves. {@code text} names the version of all texts. */
public record Rules(Partners partners, Profiles profiles, Gate gate, Redaction redaction, String text) {

    /**
     * The version of the decisions these rules give on a day. It changes with the texts, and when an agreement comes into force or ends:
     * then nothing that was decided before holds any more.
     */
    public String version(LocalDate today) {
        StringBuilder inForce = new StringBuilder(text);
        for (Partner partner : partners.list()) {
            partner.agreement()
                    .ifPresent(agreement -> inForce.append('\n')
                            .append(partner.id())
                            .append(' ')
                            .append(agreement.validOn(today)));
        }
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(inForce.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
