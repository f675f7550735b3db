package ge.khidi.sharing.policy;

import static ge.khidi.sharing.policy.Facts.ORDINARY;
import static ge.khidi.sharing.policy.Facts.ordinaryBut;
import static ge.khidi.sharing.policy.Registry.DEMONSTRATION;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.detail.Detail;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.sharing.Events;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a decision may look at, and that nothing else gets in. */
final class DisclosureFactsTest {

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void factsAreReadBackAsTheyWereWritten(long seed) {
        DisclosureFacts facts = DisclosureFacts.of(new RandomEvents(seed).event(), DEMONSTRATION);

        DisclosureFacts again = DisclosureFacts.parse(facts.canonicalJson());

        assertThat(again).isEqualTo(facts);
        assertThat(again.digest()).isEqualTo(facts.digest());
    }

    @Test
    void theNameOfAClassNeverChanges() {
        assertThat(ORDINARY.canonicalJson()).isEqualTo("""
            {"categories":["SUSPECT"],"classification":"UNCLASSIFIED","codes":[],"context":"REAL",\
            "countriesConcerned":[],"crimeAreas":["DRUG_TRAFFICKING"],"grade":"B2",\
            "internationalProtection":false,"minors":false,"noHitNotice":false,\
            "originator":"CRIMINAL-POLICE","personalData":true,\
            "purposes":["CROSS_CHECK","LAW_ENFORCEMENT"],"regime":"LAW_ENFORCEMENT",\
            "releasableTo":"BY_POLICY","specialCategories":false,"tlp":"AMBER","type":"CRIME_REPORT",\
            "usable":true}\
            """);
        assertThat(ORDINARY.digest()).isEqualTo("977c047538845849312110583c7240b2356948f58cf34580d993a068bdbbc504");
    }

    @Test
    void whatTellsOneEventFromTheNextIsNoFact() {
        Event one = new RandomEvents(7).event(EventType.CRIME_REPORT);
        Event other = new Event(
                new RandomEvents(8).eventId(),
                one.revision() + 1,
                one.revisionKind(),
                one.state(),
                one.origin(),
                one.type(),
                one.regime(),
                one.context(),
                one.urgency(),
                one.occurred(),
                one.reportedAt().plusSeconds(1),
                one.acceptedAt().plusSeconds(1),
                one.detail(),
                one.entities(),
                List.of(),
                List.of(),
                one.grade(),
                one.derivedGrade(),
                List.of(),
                one.handling(),
                one.unknown());

        assertThat(DisclosureFacts.of(other, DEMONSTRATION)).isEqualTo(DisclosureFacts.of(one, DEMONSTRATION));
    }

    @Test
    void onlyAgenciesOfTheRegistryAreNamed() {
        ReleasableTo named = ReleasableTo.named(AgencyId.IAD, new AgencyId("NOBODY"), new AgencyId("EUROPOL"));
        Event event = Events.releasableTo(new RandomEvents(1).event(EventType.CRIME_REPORT), named);

        assertThat(DisclosureFacts.of(event, DEMONSTRATION).releasableTo())
                .isEqualTo(ReleasableTo.named(AgencyId.IAD, new AgencyId("EUROPOL")));
    }

    @Test
    void namingOnlyStrangersIsNobodyNotEverybody() {
        Event event = Events.releasableTo(
                new RandomEvents(1).event(EventType.CRIME_REPORT), ReleasableTo.named(new AgencyId("NOBODY")));

        assertThat(DisclosureFacts.of(event, DEMONSTRATION).releasableTo()).isEqualTo(new ReleasableTo.Named(Set.of()));
    }

    @Test
    void aLinkIsTakenToCarryWhatItsBytesDoNotSay() {
        DisclosureFacts link = DisclosureFacts.of(new RandomEvents(3).event(EventType.LINK), DEMONSTRATION);

        assertThat(link.internationalProtection()).isTrue();
        assertThat(link.personalData()).isTrue();
    }

    @Test
    void aProductWithKnownSourcesIsMarkedAsTheyAre() {
        DisclosureFacts link = ordinaryBut("{'type':'LINK','internationalProtection':true,'crimeAreas':[]}");
        DisclosureFacts minors = ordinaryBut("{'minors':true,'categories':['VICTIM'],'countriesConcerned':['XA']}");
        DisclosureFacts terrorism = ordinaryBut("{'crimeAreas':['TERRORISM'],'noHitNotice':true}");

        assertThat(link.withSources(List.of(minors, terrorism))).isEqualTo(ordinaryBut("""
            {'type':'LINK','crimeAreas':['DRUG_TRAFFICKING','TERRORISM'],'minors':true,
             'categories':['SUSPECT','VICTIM'],'countriesConcerned':['XA'],'noHitNotice':true}
            """));
    }

    /** A component that names a country and is not read would hide that the country is concerned. */
    @Test
    void everyComponentThatNamesACountryIsRead() {
        Set<String> looking = new TreeSet<>();
        Stream.of(Entity.class, Detail.class)
                .flatMap(type -> Arrays.stream(type.getPermittedSubclasses()))
                .flatMap(record -> Arrays.stream(record.getRecordComponents()))
                .map(RecordComponent::getName)
                .filter(name -> name.matches("(?i).*(countr|national(it|y)|flag).*"))
                .forEach(looking::add);

        assertThat(looking).isEqualTo(new TreeSet<>(Countries.COMPONENTS));
    }
}
