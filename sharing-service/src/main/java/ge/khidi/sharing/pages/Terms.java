package ge.khidi.sharing.pages;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.sharing.disclosure.Profile;
import ge.khidi.sharing.installation.Rules;
import ge.khidi.sharing.policy.Policy;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What an item comes with: the conditions in words, the profile and policies behind it with their legal bases, and the groups of fields that
 * may be missing. It says what the profile withholds, never what this event had; so {@code policies} are only those that may be told, and {@code unseen}
 * that there may be others. {@code shown} is false where there is no content.
 */
public record Terms(
        boolean shown,
        List<Line> lines,
        String profile,
        String legalBasis,
        String mayLack,
        List<Line> policies,
        boolean unseen) {

    public static final Terms NONE = new Terms(false, List.of(), "", "", "", List.of(), false);

    public Terms {
        lines = List.copyOf(lines);
        policies = List.copyOf(policies);
    }

    /** Without the policies. */
    public static Terms of(String conditions, Rules rules, Language language) {
        return of(conditions, List.of(), false, rules, language);
    }

    /** @param policies those that decided, are in force and look at nothing that may be withheld from the reader */
    public static Terms of(String conditions, List<Policy> policies, Rules rules, Language language) {
        return of(conditions, policies, true, rules, language);
    }

    private static Terms of(String conditions, List<Policy> policies, boolean unseen, Rules rules, Language language) {
        JsonNode json = EventWords.read(conditions);
        EventWords words = new EventWords(language);
        Optional<Profile> profile = rules.profiles().find(json.path("profile").asText());
        return new Terms(
                true,
                words.conditions(json),
                profile.map(one -> language == Language.KA ? one.titleKa() : one.title())
                        .orElse(json.path("profile").asText()),
                profile.map(Profile::legalBasis).orElse(""),
                words.codes(StreamSupport.stream(json.path("mayLack").spliterator(), false)
                        .map(JsonNode::asText)),
                policies.stream()
                        .map(policy -> Line.of(title(policy, language), policy.legalBasis()))
                        .toList(),
                unseen);
    }

    private static String title(Policy policy, Language language) {
        return language == Language.KA ? policy.titleKa().orElse(policy.title()) : policy.title();
    }
}
