package ge.khidi.sharing.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a policy looks at is known however Cedar lets it be written. */
final class LookedAtTest {

    private static final Set<String> RESOURCE = Objects.requireNonNull(LookedAt.WHOLE.get("resource"));
    private static final Set<String> CONTEXT = Objects.requireNonNull(LookedAt.WHOLE.get("context"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resource.minors",
                "resource[\"minors\"]",
                "resource[\"\\u{6d}inors\"]",
                "resource\n  .minors",
                "resource . minors",
                "resource // of the event:\n.minors",
                "(resource).minors",
                "resource has minors",
                "resource has \"minors\"",
                "!resource.minors",
                "[true].contains(resource.minors)",
                "{\"it\": resource.minors}.it",
                "if resource.minors then true else false",
                "resource is Event && resource.minors"
            })
    void oneFact(String condition) {
        assertThat(lookedAt(condition)).containsExactly("resource.minors");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(if true then resource else resource).minors",
                "{\"it\": resource}.it.minors",
                "{\".\": resource}[\".\"].minors",
                "[resource].contains(resource)",
                "resource == Event::\"class\""
            })
    void whoeverPassesTheEventOnLooksAtAllOfIt(String condition) {
        assertThat(lookedAt(condition)).containsExactlyInAnyOrderElementsOf(RESOURCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "context == {\"named\": true, \"countryConcerned\": true}",
                "{\"all\": context}.all.named",
                "context.named || context[\"countryConcerned\"]"
            })
    void theWholeContextIsAllOfIt(String condition) {
        assertThat(lookedAt(condition)).containsExactlyInAnyOrderElementsOf(CONTEXT);
    }

    @Test
    void aScopeThatNamesTheEventLooksAtAllOfIt() {
        PolicySet set = Policies.load("""
                @id("one") @title("t") @legal_basis("l") @outcome("full")
                permit (principal, action, resource == Event::"class");
                @id("type") @title("t") @legal_basis("l") @outcome("full")
                permit (principal == Partner::"IAD", action, resource is Event);
                """);

        assertThat(set.looksAt("one")).containsExactlyInAnyOrderElementsOf(RESOURCE);
        assertThat(set.looksAt("type")).isEmpty();
    }

    @Test
    void wordsInTextAreNoFacts() {
        PolicySet set = Policies.load("""
                // resource.minors
                @id("text") @title("resource.minors") @legal_basis("context.named") @outcome("full")
                permit (principal, action, resource)
                when { resource.countriesConcerned.contains("resource.categories") } // resource.tlp
                unless { context["named"] };
                """);

        assertThat(set.looksAt("text")).containsExactlyInAnyOrder("resource.countriesConcerned", "context.named");
    }

    @Test
    void allFactsAreThoseThatCedarIsAskedWith() {
        Set<String> asked = new TreeSet<>();
        CedarRequest.principal(Registry.partner("EUROPOL"))
                .attrs
                .keySet()
                .forEach(name -> asked.add("principal." + name));
        CedarRequest.resource(Facts.ORDINARY).attrs.keySet().forEach(name -> asked.add("resource." + name));
        CedarRequest.context(Registry.partner("EUROPOL"), Facts.ORDINARY)
                .keySet()
                .forEach(name -> asked.add("context." + name));

        Set<String> whole = new TreeSet<>();
        LookedAt.WHOLE.values().forEach(whole::addAll);
        assertThat(whole).isEqualTo(asked);
    }

    private static Set<String> lookedAt(String condition) {
        return Policies.load("""
                @id("p") @title("t") @legal_basis("l") @outcome("full")
                permit (principal, action, resource) when { %s };
                """.formatted(condition)).looksAt("p");
    }
}
