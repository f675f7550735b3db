package ge.khidi.sharing.disclosure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.sharing.disclosure.Rendition.Leaked;
import ge.khidi.sharing.disclosure.Rendition.Rendered;
import ge.khidi.sharing.disclosure.Rendition.Withheld;
import ge.khidi.sharing.policy.Agreement;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.Partner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes the bytes one partner gets of one event. It starts from nothing and copies what the decision's profile allows; a field that
 * nobody thought of, or that a later version added, stays here.
 *
 * <p>The body is the event's JSON with fields absent, in the contract's order. An absent field says neither that there was a value
 * nor that there was none. The same event, partner, decision and key always give the same bytes.
 */
public final class Redaction {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Profiles profiles;
    private final Map<String, Ceiling> personal = new ConcurrentHashMap<>();
    private final Map<String, Ceiling> impersonal = new ConcurrentHashMap<>();

    /** A profile as it holds for a partner, with the part of the conditions that only it decides. */
    private record Ceiling(Profile profile, List<String> mayLack) {
        static Ceiling of(Profile profile) {
            return new Ceiling(
                    profile, profile.mayLack().stream().map(Enum::name).toList());
        }
    }

    public Redaction(Profiles profiles) {
        this.profiles = profiles;
    }

    /**
     * What leaves for this partner under this decision, at once or, where it is held, once it is released. A revision that may not be
     * used becomes a {@link #notice} whatever the decision.
     *
     * @throws IllegalArgumentException if the decision gives no event at all, or names a profile that is not there
     */
    public Rendition render(Event event, Partner partner, Decision decision, PseudonymKey key) {
        return render(event, EventCodec.tree(event), partner, decision, key);
    }

    /** The same for who has the event's JSON already: it is read, and parts of it are shared, but never changed. */
    public Rendition render(Event event, ObjectNode tree, Partner partner, Decision decision, PseudonymKey key) {
        if (!event.state().usable()) {
            return notice(event);
        }
        if (HandlingWords.keepTheItem(event, partner)) {
            return new Leaked(List.of("/handling/comment"));
        }
        Ceiling ceiling = ceiling(partner, decision);
        Copying copying = new Copying(event, tree, ceiling.profile, partner, key);
        byte[] body = print(copying.copy());
        List<String> leaks =
                new LeakCheck(copying.withheldValues(), copying.releasedValues()).leaks(body, copying.typed());
        return leaks.isEmpty()
                ? new Rendered(body, copying.withheld(), conditions(event, partner, ceiling))
                : new Leaked(leaks);
    }

    /** The conditions that {@link #render} would give, without rendering: for a partner that gets the same bytes as another one. */
    public Map<String, Object> conditions(Event event, Partner partner, Decision decision) {
        return conditions(event, partner, ceiling(partner, decision));
    }

    /**
     * What an earlier release rendered of this event under this profile, without what leaves under it no more. It never shows more than it did.
     */
    public Rendered cut(Event event, String profile, byte[] rendered) {
        ObjectNode body = read(rendered);
        List<Withheld> cut = new ArrayList<>();
        for (String pointer : staying(event, profile)) {
            int field = pointer.lastIndexOf('/');
            if (body.at(pointer.substring(0, field)) instanceof ObjectNode part
                    && part.remove(pointer.substring(field + 1)) != null) {
                cut.add(new Withheld(
                        pointer, pointer.startsWith("/handling") ? FieldGroup.NARRATIVE : FieldGroup.STRUCTURE));
            }
        }
        return new Rendered(cut.isEmpty() ? rendered : print(body), cut, Map.of());
    }

    /** The places of this event that an earlier release let leave under this profile and this one does not, whoever reads. Under a profile that is no more, nothing is shown. */
    public Set<String> staying(Event event, String profile) {
        Set<String> staying = new TreeSet<>();
        profiles.find(profile)
                .map(known -> HandlingWords.staying(event, known))
                .orElse(HandlingWords.ALL)
                .forEach(field -> staying.add("/handling/" + field));
        if (event.type() == EventType.LINK) {
            staying.add("/detail/decision");
        }
        return staying;
    }

    private static ObjectNode read(byte[] rendered) {
        try {
            return (ObjectNode) JSON.readTree(rendered);
        } catch (IOException ownBytes) {
            throw new UncheckedIOException(ownBytes);
        }
    }

    private Ceiling ceiling(Partner partner, Decision decision) {
        String name = decision.profile()
                .orElseThrow(() -> new IllegalArgumentException("nothing of this event leaves for this partner"));
        return partner.mayReceivePersonalData()
                ? personal.computeIfAbsent(name, known -> Ceiling.of(profile(known)))
                : impersonal.computeIfAbsent(
                        name, known -> Ceiling.of(profile(known).withoutPersonalData()));
    }

    private Profile profile(String name) {
        return profiles.find(name).orElseThrow(() -> new IllegalArgumentException("there is no profile " + name));
    }

    /** The thin notice of a revision that may not be used any more: which event, which revision, which status; no content, no reason. */
    public Rendered notice(Event event) {
        ObjectNode notice = JSON.createObjectNode();
        notice.put("id", event.id().toString());
        notice.put("revision", event.revision());
        notice.put("revisionKind", event.revisionKind().name());
        notice.putObject("state").put("status", event.state().status().name());
        notice.put("type", event.type().name());
        return new Rendered(print(notice), List.of(), Map.of());
    }

    private static Map<String, Object> conditions(Event event, Partner partner, Ceiling ceiling) {
        Map<String, Object> conditions = new LinkedHashMap<>();
        conditions.put("profile", ceiling.profile.name());
        conditions.put("mayLack", ceiling.mayLack);
        if (event.handling().codes().contains(HandlingCode.H1)) {
            conditions.put("judicialUse", "REQUIRES_PROVIDER_PERMISSION");
        }
        conditions.put(
                "handlingCodes",
                event.handling().codes().stream().map(Enum::name).toList());
        conditions.put("retainUntil", event.handling().reviewBy().toString());
        conditions.putAll(terms(event.handling().purposes(), partner));
        return conditions;
    }

    /** The part of the conditions that the partner's registration decides, for an event with these purposes. */
    public static Map<String, Object> terms(Set<Purpose> purposes, Partner partner) {
        Map<String, Object> terms = new LinkedHashMap<>();
        TreeSet<Purpose> both = new TreeSet<>(purposes);
        both.retainAll(partner.purposes());
        terms.put("purposes", both.stream().map(Enum::name).toList());
        partner.agreement().map(Agreement::reference).ifPresent(reference -> terms.put("agreement", reference));
        terms.put(
                "onwardTransfer",
                partner.agreement()
                        .map(Agreement::onwardTransferTerms)
                        .orElse("Only with the originator's authorisation."));
        return terms;
    }

    private static byte[] print(JsonNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException ownTree) {
            throw new IllegalStateException(ownTree);
        }
    }
}
