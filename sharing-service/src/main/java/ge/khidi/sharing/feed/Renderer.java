package ge.khidi.sharing.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.detail.LinkDetail;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.handling.Handling;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.sharing.decision.Feed;
import ge.khidi.sharing.disclosure.Profile;
import ge.khidi.sharing.disclosure.Redaction;
import ge.khidi.sharing.disclosure.Rendition;
import ge.khidi.sharing.disclosure.Treatment;
import ge.khidi.sharing.installation.Rules;
import ge.khidi.sharing.installation.Secret;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.Partner;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes what leaves of a revision, once per profile and pseudonym domain. It computes for hundreds of microseconds: never on an event loop.
 */
@Singleton
public class Renderer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int REMEMBERED = 10_000;

    /** The domain of who gets its own event back. */
    public static final String OWN = "own";

    private final Rules rules;
    private final Secret secret;
    private final Map<Wording, String> wordings = Collections.synchronizedMap(new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Wording, String> eldest) {
            return size() > REMEMBERED;
        }
    });

    /** All that the conditions of an item depend on. */
    private record Wording(
            Partner partner, String profile, Set<HandlingCode> codes, Set<Purpose> purposes, LocalDate reviewBy) {}

    Renderer(Rules rules, Secret secret) {
        this.rules = rules;
        this.secret = secret;
    }

    /** The variants of one revision, of which none was made yet. */
    OneRevision of(Event event) {
        return of(event, List.of());
    }

    /** The variants of one revision; those made earlier keep their numbers. */
    OneRevision of(Event event, Collection<Variant> made) {
        return new OneRevision(event, made);
    }

    /** The variants of one revision. */
    final class OneRevision {
        private final Event event;
        private final Map<String, Variant> variants = new HashMap<>();
        private final Map<String, Integer> numbers = new HashMap<>();
        private int next;
        private @Nullable ObjectNode tree;

        private OneRevision(Event event, Collection<Variant> made) {
            this.event = event;
            for (Variant variant : made) {
                numbers.put(variant.profile() + "/" + variant.domain(), variant.number());
                next = Math.max(next, variant.number() + 1);
            }
        }

        /** The offer that leaves for this feed under this decision, which allows some of it; or the leak that was noticed. */
        Offer render(Feed feed, Decision decision) {
            Partner partner = feed.partner();
            String profile = decision.profile().orElseThrow();
            String domain = domain(profile, partner);
            Variant known = variants.get(profile + "/" + domain);
            if (known != null) {
                return Offer.ready(feed, decision, new Offer.Sent(known, terms(partner, decision)));
            }
            Rendition rendition =
                    rules.redaction().render(event, tree(), partner, decision, secret.pseudonymKey(partner.id()));
            if (rendition instanceof Rendition.Leaked leaked) {
                return Offer.leaking(feed, decision, leaked.pointers());
            }
            Rendition.Rendered rendered = (Rendition.Rendered) rendition;
            int number = numbers.computeIfAbsent(profile + "/" + domain, none -> next++);
            String withheld = json(rendered.withheld().stream()
                    .map(Rendition.Withheld::toString)
                    .toList());
            Variant made = new Variant(number, profile, domain, new String(rendered.body(), UTF_8), withheld);
            variants.put(profile + "/" + domain, made);
            String terms = event.state().usable() ? terms(partner, decision) : json(rendered.conditions());
            return Offer.ready(feed, decision, new Offer.Sent(made, terms));
        }

        private ObjectNode tree() {
            ObjectNode known = tree;
            if (known == null) {
                known = EventCodec.tree(event);
                tree = known;
            }
            return known;
        }

        private String terms(Partner partner, Decision decision) {
            Handling handling = event.handling();
            return wordings.computeIfAbsent(
                    new Wording(
                            partner,
                            decision.profile().orElseThrow(),
                            handling.codes(),
                            handling.purposes(),
                            handling.reviewBy()),
                    wording -> json(rules.redaction().conditions(event, partner, decision)));
        }

        /** Whether it is a link that an analyst has decided, which is named to IAD only. */
        private boolean namesADecision() {
            return event.detail()
                    .filter(detail ->
                            detail instanceof LinkDetail link && link.decision().isPresent())
                    .isPresent();
        }

        /** Partners of one domain get the same bytes under the same profile. */
        private String domain(String profile, Partner partner) {
            if (partner.id().equals(event.origin().agency())) {
                return OWN;
            }
            if (rules.profiles().find(profile).filter(Renderer::hasPseudonyms).isPresent()) {
                return "partner:" + partner.id();
            }
            if (namesADecision() && partner.id().equals(AgencyId.IAD)) {
                return "decided";
            }
            return partner.mayReceivePersonalData() ? "shared" : "impersonal";
        }
    }

    private static boolean hasPseudonyms(Profile profile) {
        return profile.event().containsValue(Treatment.PSEUDONYM)
                || profile.persons().values().stream().anyMatch(groups -> groups.containsValue(Treatment.PSEUDONYM));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps and lists of texts can always be written", e);
        }
    }

    /** Whether conditions that were worded earlier say of this partner's terms what they would say now. */
    static boolean saysTheTermsOf(Partner partner, Set<Purpose> purposes, String conditions) {
        try {
            JsonNode said = JSON.readTree(conditions);
            JsonNode terms = JSON.valueToTree(Redaction.terms(purposes, partner));
            return Stream.of("purposes", "agreement", "onwardTransfer")
                    .allMatch(term -> Objects.equals(said.get(term), terms.get(term)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Conditions are kept as JSON", e);
        }
    }

    /** Whether this partner gets events of this kind of originator in its feed at all: an agency is not sent its own words. */
    static boolean isForeignTo(Event event, Feed feed) {
        return event.type().product()
                || !feed.partner().id().equals(event.origin().agency());
    }
}
