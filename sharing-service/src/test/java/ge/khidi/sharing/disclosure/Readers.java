package ge.khidi.sharing.disclosure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.event.Event;
import ge.khidi.sharing.disclosure.Rendition.Rendered;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.Decision.Full;
import ge.khidi.sharing.policy.Decision.Grounds;
import ge.khidi.sharing.policy.Decision.Redacted;
import ge.khidi.sharing.policy.Partner;
import ge.khidi.sharing.policy.Partners;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The demonstration's partners, reading. */
public final class Readers {

    public static final Partners PARTNERS = Partners.demonstration();
    public static final Profiles PROFILES = Profiles.shipped();

    private static final byte[] MASTER = "a secret of the tests, 32 bytes.".getBytes(StandardCharsets.UTF_8);
    private static final Grounds GROUNDS = new Grounds(Optional.empty(), List.of("test"), List.of(), List.of());
    private static final ObjectMapper JSON = new ObjectMapper();

    static Partner partner(String id) {
        return PARTNERS.find(new AgencyId(id)).orElseThrow();
    }

    static PseudonymKey key(String partner) {
        return PseudonymKey.derive(MASTER, new AgencyId(partner));
    }

    public static Rendition render(Event event, String partner, String profile) {
        Decision decision = profile.equals("full") ? new Full(GROUNDS) : new Redacted(profile, GROUNDS);
        return new Redaction(PROFILES).render(event, partner(partner), decision, key(partner));
    }

    static Rendered rendered(Event event, String partner, String profile) {
        return (Rendered) render(event, partner, profile);
    }

    static String body(Event event, String partner, String profile) {
        return new String(rendered(event, partner, profile).body(), StandardCharsets.UTF_8);
    }

    static ObjectNode tree(Event event, String partner, String profile) {
        return tree(rendered(event, partner, profile));
    }

    public static ObjectNode tree(Rendered rendered) {
        return tree(rendered.body());
    }

    static ObjectNode tree(byte[] body) {
        try {
            return (ObjectNode) JSON.readTree(body);
        } catch (IOException ownBytes) {
            throw new UncheckedIOException(ownBytes);
        }
    }

    private Readers() {}
}
