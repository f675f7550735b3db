package ge.khidi.sharing.installation;

import ge.khidi.sharing.disclosure.Profiles;
import ge.khidi.sharing.disclosure.Redaction;
import ge.khidi.sharing.policy.FloorRule;
import ge.khidi.sharing.policy.Partners;
import ge.khidi.sharing.policy.PolicySet;
import ge.khidi.sharing.policy.PolicyText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the installation brings along: what a profile leaves, and the registry and the policies it ships or is configured with. Which
 * registry and which policies decide is said in the rulebook; those of the installation are only where it begins.
 */
public record Rules(PolicyText registry, Profiles profiles, Redaction redaction, List<PolicyText> policies) {

    public Rules {
        policies = List.copyOf(policies);
    }

    /**
     * The version of the decisions these rules give on a day by a policy set and a registry. It changes with the texts and with the rules of the floor, and when an agreement
     * or a transfer basis comes into force or ends: then nothing that was decided before holds any more.
     */
    public String version(PolicySet deciding, Partners partners, LocalDate today) {
        String inForce = deciding.version() + "/" + profiles.version() + partners.inForceOn(today)
                + Stream.of(FloorRule.values()).map(FloorRule::id).toList();
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(inForce.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
