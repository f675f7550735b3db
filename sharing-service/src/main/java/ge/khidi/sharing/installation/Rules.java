package ge.khidi.sharing.installation;

import ge.khidi.sharing.disclosure.Profiles;
import ge.khidi.sharing.disclosure.Redaction;
import ge.khidi.sharing.policy.Partner;
import ge.khidi.sharing.policy.Partners;
import ge.khidi.sharing.policy.PolicySet;
import ge.khidi.sharing.policy.PolicyText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;

/**
 * What the installation brings along: who the partners are, what a profile leaves, and the policies it ships or is configured with. Which
 * policies decide is said in the rulebook; those of the installation are only where it begins.
 */
public record Rules(Partners partners, Profiles profiles, Redaction redaction, List<PolicyText> policies) {

    public Rules {
        policies = List.copyOf(policies);
    }

    /**
     * The version of the decisions these rules give on a day by a policy set. It changes with the texts, and when an agreement comes into force or ends:
     * then nothing that was decided before holds any more.
     */
    public String version(PolicySet deciding, LocalDate today) {
        StringBuilder inForce = new StringBuilder(deciding.version() + "/" + profiles.version());
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
