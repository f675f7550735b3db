package ge.khidi.sharing.policy;

import java.util.Arrays;
import java.util.Optional;

/**
 * The floor: rules in code, under every policy. They can only refuse, or hold for a person; none can permit. They are asked in this
 * order and the first that applies is the one that is reported.
 *
 * <p>{@code docs/policies.md} prints this table; a test keeps the two equal.
 */
public enum FloorRule {
    PARTNER_KNOWN(
            "partner-known",
            Effect.REFUSES,
            "Whoever is not in the registry gets nothing",
            "Directive (EU) 2016/680 Art. 35(1)(b)"),
    CONTEXT_APART(
            "context-apart",
            Effect.REFUSES,
            "An exercise never reaches a feed of the real world, nor the reverse",
            "Platform rule (design section 4)"),
    EVENT_USABLE(
            "event-usable",
            Effect.REFUSES,
            "An event that is restricted, withdrawn or erased is offered to nobody; who had it gets a notice",
            "Directive (EU) 2016/680 Art. 7(3), Art. 16(3) and (6)"),
    RELEASABLE(
            "releasable",
            Effect.REFUSES,
            "The originator named the partner or left it to the policies; silence means originator and IAD only",
            "Regulation (EU) 2016/794 Art. 19(2)"),
    AGREEMENT_IN_FORCE(
            "agreement-in-force",
            Effect.REFUSES,
            "A foreign partner receives only while its agreement is in force",
            "Directive (EU) 2016/680 Art. 35(1)"),
    STATISTICS_ONLY(
            "statistics-only",
            Effect.REFUSES,
            "A statistics-only partner receives alerts and risk assessments, never a single event or a link",
            "Directive (EU) 2016/680 Art. 4(1)(c); Art. 35(1)(b)"),
    PURPOSE(
            "purpose",
            Effect.REFUSES,
            "The originator's purposes cover one of the partner's; no purpose at all covers nobody",
            "Regulation (EU) 2016/794 Art. 19(1); Directive (EU) 2016/680 Art. 4(2)"),
    CLEARANCE(
            "clearance",
            Effect.REFUSES,
            "The partner is cleared for the classification, through the explicit equivalence table",
            "Agreement between Georgia and the EU on security procedures for classified information (OJ L 300,"
                    + " 8.11.2016, p. 3)"),
    TRANSFER_BASIS(
            "transfer-basis",
            Effect.REFUSES,
            "No personal data to a foreign partner whose agreement names no transfer basis that is valid now",
            "Directive (EU) 2016/680 Art. 35(1)(d), Arts 36 and 37"),
    ASSURANCE(
            "assurance",
            Effect.REFUSES,
            "No personal data to a third country, an international organisation or a foreign CSIRT that has not assured"
                    + " that they serve no death penalty and no cruel or inhuman treatment",
            "Directive (EU) 2016/680 recital 71, Art. 37"),
    EUROPOL_MANDATE(
            "europol-mandate",
            Effect.REFUSES,
            "Europol receives only what lies in one of its 30 crime areas",
            "Regulation (EU) 2016/794 Art. 3 and Annex I"),
    INTERNATIONAL_PROTECTION(
            "international-protection",
            Effect.REFUSES,
            "Nothing on persons in need of international protection, nor a link derived from it, to a third country or"
                    + " an international organisation",
            "Regulation (EU) 2019/1896 Art. 89(5)"),
    H3_WORDS(
            "h3-words",
            Effect.REFUSES,
            "What H3 restricts is said in words, which may name anybody: where no personal data may go, the words and so"
                    + " the event do not go",
            "Europol handling code H3; Directive (EU) 2016/680 Art. 9(3), Art. 35(1)(d)"),
    LINK_DECISION(
            "link-decision",
            Effect.REFUSES,
            "An analyst's decision names a link: it goes to its originator and IAD only, and whoever has the link sees it there",
            "Platform rule (audience closure)"),
    GATEWAY(
            "gateway",
            Effect.REFUSES,
            "A partner behind a gateway gets only what the gateway agency is entitled to as well",
            "Agreement on Operational and Strategic Cooperation between Georgia and Europol (national contact point)"),
    NO_HIT_NOTICE(
            "no-hit-notice",
            Effect.REFUSES,
            "Where the originator forbids even a hit, a hit-only permission gives nothing",
            "Regulation (EU) 2016/794 Art. 19(2), Art. 20(2)"),
    STRICT_NECESSITY(
            "strict-necessity",
            Effect.REFUSES,
            "What shows a victim, witness, informant, minor or special category goes only under policies that all name"
                    + " why it is strictly necessary",
            "Directive (EU) 2016/680 Art. 10; Regulation (EU) 2016/794 Art. 30(1), (2) and (5)"),
    H3_HUMAN(
            "h3-human", Effect.HOLDS, "H3: restrictions in words; always a person decides", "Europol handling code H3"),
    H2_CONSENT(
            "h2-consent",
            Effect.HOLDS,
            "H2: a recipient the originator named has consent; one reached only by policy is held and asked for",
            "Europol handling code H2; Regulation (EU) 2016/794 Art. 19(2)"),
    STRICT_NECESSITY_CASE(
            "strict-necessity-case",
            Effect.HOLDS,
            "What shows such a person waits until an officer has recorded why it is strictly necessary in this case: the"
                    + " gateway's for a foreign partner, the originator's for an agency at home",
            "Directive (EU) 2016/680 Arts 6 and 10; Regulation (EU) 2016/794 Art. 30(5)");

    private final String id;
    private final Effect effect;
    private final String title;
    private final String source;

    FloorRule(String id, Effect effect, String title, String source) {
        this.id = id;
        this.effect = effect;
        this.title = title;
        this.source = source;
    }

    /** Stable; it stands in decisions and in the audit log. */
    public String id() {
        return id;
    }

    /** The rule of that id; empty where it is none of the floor's. */
    public static Optional<FloorRule> find(String id) {
        return Arrays.stream(values()).filter(rule -> rule.id.equals(id)).findFirst();
    }

    public Effect effect() {
        return effect;
    }

    public String title() {
        return title;
    }

    /** The law or the standard the rule stands on. */
    public String source() {
        return source;
    }

    /** What a rule can do. */
    public enum Effect {
        REFUSES,
        HOLDS
    }
}
