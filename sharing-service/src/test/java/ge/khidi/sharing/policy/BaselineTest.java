package ge.khidi.sharing.policy;

import static ge.khidi.sharing.policy.Facts.ordinaryBut;
import static ge.khidi.sharing.policy.Registry.DEMONSTRATION;
import static ge.khidi.sharing.policy.Registry.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.sharing.policy.Decision.Held;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the baseline gives to whom: read {@code baseline-decisions.txt}, it is written for people. */
final class BaselineTest {

    private static final Gate GATE = new Gate(Registry.baseline(), DEMONSTRATION, Registry.SHOWING);

    @Test
    void everyPartnerGetsWhatTheTableSays() {
        assertThat(table()).isEqualTo(Resources.text("/baseline-decisions.txt"));
    }

    static String table() {
        StringBuilder table = new StringBuilder();
        events().forEach((title, facts) -> {
            table.append(title).append('\n');
            DEMONSTRATION
                    .list()
                    .forEach(partner -> table.append("  ")
                            .append(String.format("%-21s", partner.id()))
                            .append(said(GATE.decide(partner.id(), facts, TODAY)))
                            .append('\n'));
            table.append('\n');
        });

        return table.toString();
    }

    @Test
    void everyPolicyDecidesSomethingInTheTable() {
        Set<String> deciding = events().values().stream()
                .flatMap(facts -> DEMONSTRATION.list().stream().map(partner -> GATE.decide(partner.id(), facts, TODAY)))
                .flatMap(decision -> decision.grounds().policies().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        deciding.remove(Gate.OWN);

        assertThat(deciding).isEqualTo(Registry.baseline().policies().keySet());
    }

    private static String said(Decision decision) {
        StringBuilder said = new StringBuilder(decision.outcome());
        decision.profile()
                .filter(profile -> !profile.equals(decision.outcome()))
                .ifPresent(profile -> said.append(' ').append(profile));
        if (decision instanceof Held held) {
            said.append(" (").append(held.reason()).append(')');
        }
        decision.grounds()
                .floorRule()
                .ifPresent(rule -> said.append("; floor: ").append(rule));
        List<String> policies = decision.grounds().policies();
        return policies.isEmpty()
                ? said.toString()
                : said.append("; ").append(String.join(", ", policies)).toString();
    }

    /** The story of design section 10, and one event for each thing the baseline tells apart. */
    private static Map<String, DisclosureFacts> events() {
        Map<String, DisclosureFacts> events = new LinkedHashMap<>();
        events.put("Patrol Police: a forged passport at Sarpi", ordinaryBut("""
            {'originator':'PATROL-POLICE','type':'DOCUMENT_FRAUD','grade':'A1',
             'crimeAreas':['FORGERY_OF_ADMINISTRATIVE_DOCUMENTS_AND_TRAFFICKING_THEREIN','IMMIGRANT_SMUGGLING'],
             'purposes':['LAW_ENFORCEMENT','BORDER_MANAGEMENT','CROSS_CHECK','OPERATIONAL_ANALYSIS','STATISTICS']}
            """));
        events.put("Border Police, Batumi: the same plate off-road", ordinaryBut("""
            {'originator':'BORDER-POLICE','type':'MOVEMENT_OF_INTEREST','regime':'BORDER_MIGRATION','grade':'A2',
             'crimeAreas':[],'categories':[],
             'purposes':['LAW_ENFORCEMENT','BORDER_MANAGEMENT','CROSS_CHECK','STATISTICS']}
            """));
        events.put("Criminal Police: a trafficking victim of 16", ordinaryBut("""
            {'type':'FACILITATION_OR_TRAFFICKING_IN_HUMAN_BEINGS','crimeAreas':['TRAFFICKING_IN_HUMAN_BEINGS'],
             'codes':['H1'],'categories':['SUSPECT','VICTIM'],'minors':true,
             'purposes':['LAW_ENFORCEMENT','CROSS_CHECK','OPERATIONAL_ANALYSIS','STATISTICS']}
            """));
        events.put("CERT-GOV-GE: a domain of false visas, with a phone number", ordinaryBut("""
            {'originator':'CERT-GOV-GE','type':'CYBER_INCIDENT','tlp':'GREEN','categories':[],
             'crimeAreas':['COMPUTER_CRIME','FORGERY_OF_ADMINISTRATIVE_DOCUMENTS_AND_TRAFFICKING_THEREIN']}
            """));
        events.put("IAD: the link between the two cars, its sources unknown", ordinaryBut("""
            {'originator':'ANALYSIS','type':'LINK','categories':[],'crimeAreas':[],'internationalProtection':true}
            """));
        events.put("IAD: the same link, marked as its sources are", ordinaryBut("""
            {'originator':'ANALYSIS','type':'LINK',
             'crimeAreas':['FORGERY_OF_ADMINISTRATIVE_DOCUMENTS_AND_TRAFFICKING_THEREIN']}
            """));
        events.put(
                "IAD: an analyst's decision on it",
                ordinaryBut("{'originator':'IAD','type':'LINK_DECISION','categories':[],'personalData':false}"));
        events.put("Analysis: a risk assessment of a border section", ordinaryBut("""
            {'originator':'ANALYSIS','type':'RISK_ASSESSMENT','categories':[],'personalData':false,
             'crimeAreas':[],'purposes':['LAW_ENFORCEMENT','BORDER_MANAGEMENT','STATISTICS']}
            """));
        events.put("CERT-GOV-GE: an incident with observables only", ordinaryBut("""
            {'originator':'CERT-GOV-GE','type':'CYBER_INCIDENT','tlp':'GREEN','categories':[],
             'personalData':false,'crimeAreas':['COMPUTER_CRIME']}
            """));
        events.put(
                "Criminal Police: a cyber incident with a suspect",
                ordinaryBut("{'type':'CYBER_INCIDENT','crimeAreas':['COMPUTER_CRIME']}"));
        events.put(
                "Criminal Police: a suspect from Arcadia",
                ordinaryBut("{'countriesConcerned':['XA'],'crimeAreas':['ORGANISED_CRIME']}"));
        events.put(
                "Criminal Police: a murder suspect",
                ordinaryBut("{'crimeAreas':['MURDER_AND_GRIEVOUS_BODILY_INJURY']}"));
        events.put(
                "Criminal Police: the same, not even a hit may be shown",
                ordinaryBut("{'crimeAreas':['MURDER_AND_GRIEVOUS_BODILY_INJURY'],'noHitNotice':true}"));
        events.put("Patrol Police: cigarettes from Arcadia to Borduria, nobody caught", ordinaryBut("""
            {'originator':'PATROL-POLICE','type':'TRAFFICKING_OF_GOODS','categories':[],'personalData':false,
             'crimeAreas':[],'countriesConcerned':['XA','XB'],'grade':'X4'}
            """));
        events.put("Border Police: rescued at sea, counts only", ordinaryBut("""
            {'originator':'BORDER-POLICE','type':'SEARCH_AND_RESCUE','regime':'BORDER_MIGRATION',
             'categories':[],'personalData':false,'crimeAreas':[],
             'purposes':['BORDER_MANAGEMENT','STATISTICS']}
            """));
        events.put("Border Police: someone in need of protection, from Borduria through Arcadia", ordinaryBut("""
            {'originator':'BORDER-POLICE','type':'UNAUTHORISED_BORDER_CROSSING','regime':'BORDER_MIGRATION',
             'categories':['BORDER_PROCEDURE'],'internationalProtection':true,'crimeAreas':[],
             'countriesConcerned':['XA','XB'],'purposes':['BORDER_MANAGEMENT','LAW_ENFORCEMENT']}
            """));
        events.put(
                "Criminal Police: an informant on arms",
                ordinaryBut(
                        "{'categories':['INFORMANT','SUSPECT'],'crimeAreas':['ILLICIT_TRAFFICKING_IN_ARMS'],'countriesConcerned':['XA']}"));
        events.put(
                "Criminal Police: the health of a suspect from Arcadia",
                ordinaryBut("{'specialCategories':true,'countriesConcerned':['XA']}"));
        events.put(
                "Criminal Police: an ungraded tip that concerns Arcadia",
                ordinaryBut("{'grade':'X4','countriesConcerned':['XA']}"));
        events.put("Criminal Police: TLP:RED, by policy", ordinaryBut("{'tlp':'RED'}"));
        events.put(
                "Criminal Police: TLP:RED, Border Police named",
                ordinaryBut("{'tlp':'RED','releasableTo':['BORDER-POLICE']}"));
        events.put(
                "Criminal Police: TLP:AMBER+STRICT on a suspect from Arcadia",
                ordinaryBut("{'tlp':'AMBER_STRICT','countriesConcerned':['XA']}"));
        events.put(
                "Criminal Police: says nothing of release", ordinaryBut("{'releasableTo':['CRIMINAL-POLICE','IAD']}"));
        events.put("Criminal Police: H2, by policy", ordinaryBut("{'codes':['H2']}"));
        events.put(
                "Criminal Police: H2 and H3, Europol and ILECC named",
                ordinaryBut("{'codes':['H2','H3'],'releasableTo':['EUROPOL','ILECC']}"));
        events.put("Criminal Police: EU CONFIDENTIAL", ordinaryBut("{'classification':'CONFIDENTIAL'}"));
        events.put("Criminal Police: an exercise", ordinaryBut("{'context':'EXERCISE'}"));
        events.put("Criminal Police: withdrawn", ordinaryBut("{'usable':false}"));
        return events;
    }
}
