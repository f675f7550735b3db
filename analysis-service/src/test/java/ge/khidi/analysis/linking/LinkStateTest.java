package ge.khidi.analysis.linking;

import static ge.khidi.analysis.TestEvents.CRIMINAL;
import static ge.khidi.analysis.TestEvents.decision;
import static ge.khidi.analysis.TestEvents.event;
import static ge.khidi.analysis.TestEvents.id;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.analysis.product.Revisions;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.contract.detail.LinkDecisionDetail.Verdict;
import ge.khidi.contract.detail.LinkDetail;
import ge.khidi.contract.detail.LinkDetail.SelectorKind;
import ge.khidi.contract.detail.LinkDetail.Standing;
import ge.khidi.contract.detail.LinkNoticeDetail;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.State;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.contract.handling.ReleasableTo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Links and notices as a reader of products sees them. */
class LinkStateTest {

    private static final LinkingRules RULES = new LinkingRules(20, 100);
    private static final String PHONE = "+995555123456";
    private static final EventId LINK = ProductIds.link(id(1), id(2));

    @Test
    void twoAgenciesThatNoteTheSamePhoneAreLinked() {
        List<Event> products = run(
                event(1).phone(PHONE).build(),
                event(2).by(CRIMINAL).phone("555 12 34 56").build());

        assertThat(products).singleElement().satisfies(link -> {
            assertThat(link.revisionId()).isEqualTo(new RevisionId(LINK, 1));
            assertThat(link.origin().agency()).isEqualTo(Revisions.ANALYSIS);
            assertThat(link.state()).isEqualTo(State.OPEN);
            assertThat(detail(link))
                    .isEqualTo(new LinkDetail(
                            new RevisionId(id(1), 1),
                            new RevisionId(id(2), 1),
                            java.util.Set.of(SelectorKind.PHONE),
                            Standing.PROPOSED,
                            Optional.empty()));
        });
    }

    @Test
    void oneAgencyIsNotLinkedWithItself() {
        assertThat(run(event(1).phone(PHONE).build(), event(2).phone(PHONE).build()))
                .isEmpty();
    }

    @Test
    void whatIsNotForAnalysisIsNotLinked() {
        assertThat(run(
                        event(1).phone(PHONE)
                                .purposes(Purpose.STATISTICS, Purpose.FACILITATE_EXCHANGE)
                                .build(),
                        event(2).by(CRIMINAL).phone(PHONE).build()))
                .isEmpty();
    }

    @Test
    void withoutACommonPurposeThereIsNoProduct() {
        assertThat(run(
                        event(1).phone(PHONE)
                                .purposes(Purpose.BORDER_MANAGEMENT, Purpose.STATISTICS)
                                .build(),
                        event(2).by(CRIMINAL)
                                .phone(PHONE)
                                .purposes(Purpose.LAW_ENFORCEMENT, Purpose.STATISTICS)
                                .build()))
                .isEmpty();
    }

    @Test
    void aWithdrawnSourceWithdrawsTheLink() {
        List<Event> products = run(
                event(1).phone(PHONE).build(),
                event(2).by(CRIMINAL).phone(PHONE).build(),
                event(1).phone(PHONE)
                        .revision(2)
                        .state(State.withdrawn("wrong man"))
                        .build());

        assertThat(products)
                .extracting(Event::revision, product -> product.state().status(), Event::revisionKind)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, Status.OPEN, RevisionKind.INITIAL),
                        org.assertj.core.groups.Tuple.tuple(2, Status.WITHDRAWN, RevisionKind.CORRECTION));
        assertThat(products.get(1).state().reason()).contains("SOURCE_WITHDRAWN");
        assertThat(products.get(1).handling()).isEqualTo(products.get(0).handling());
    }

    @Test
    void anErasedSourceEmptiesTheLink() {
        List<Event> products = run(
                event(1).phone(PHONE).build(),
                event(2).by(CRIMINAL).phone(PHONE).build(),
                event(1).revision(2)
                        .state(new State(Status.ERASED, Optional.of("retention")))
                        .build());

        assertThat(last(products).state().status()).isEqualTo(Status.ERASED);
        assertThat(last(products).detail()).isEmpty();
    }

    @Test
    void aCorrectedPlateWithdrawsTheLinkAndItsReturnBringsItBack() {
        List<Event> products = run(
                event(1).plate("AA-123-BB", "GE").build(),
                event(2).by(CRIMINAL).plate("AA-123-BB", "GE").build(),
                event(1).revision(2).plate("AA-124-BB", "GE").build(),
                event(1).revision(3).plate("AA-123-BB", "GE").build());

        assertThat(products)
                .extracting(product -> product.state().status())
                .containsExactly(Status.OPEN, Status.WITHDRAWN, Status.OPEN);
        assertThat(products.get(1).state().reason()).contains("NO_LONGER_SHARED");
        assertThat(detail(products.get(2)).first()).isEqualTo(new RevisionId(id(1), 3));
    }

    @Test
    void anotherSharedValueIsASupplement() {
        List<Event> products = run(
                event(1).phone(PHONE).plate("AA-123-BB", "GE").build(),
                event(2).by(CRIMINAL).phone(PHONE).build(),
                event(2).by(CRIMINAL)
                        .revision(2)
                        .phone(PHONE)
                        .plate("AA-123-BB", "GE")
                        .build());

        assertThat(last(products).revisionKind()).isEqualTo(RevisionKind.SUPPLEMENT);
        assertThat(detail(last(products)).basis()).containsExactly(SelectorKind.VEHICLE_PLATE, SelectorKind.PHONE);
    }

    @Test
    void aConfirmationHoldsThroughLaterRevisionsOfASource() {
        List<Event> products = run(
                event(1).phone(PHONE).build(),
                event(2).by(CRIMINAL).phone(PHONE).build(),
                decision(9, LINK, Verdict.CONFIRMED).build(),
                event(1).revision(2).phone(PHONE).build());

        assertThat(products)
                .extracting(product -> detail(product).standing())
                .containsExactly(Standing.PROPOSED, Standing.CONFIRMED, Standing.CONFIRMED);
        assertThat(detail(last(products)).decision()).contains(new RevisionId(id(9), 1));
    }

    @Test
    void aRejectedLinkIsClosedAndStaysSo() {
        List<Event> products = run(
                event(1).phone(PHONE).build(),
                event(2).by(CRIMINAL).phone(PHONE).build(),
                decision(9, LINK, Verdict.REJECTED).build(),
                decision(10, LINK, Verdict.CONFIRMED).build(),
                event(1).revision(2).phone(PHONE).plate("AA-123-BB", "GE").build());

        assertThat(last(products).state()).isEqualTo(new State(Status.CLOSED, Optional.of("DID_NOT_TAKE_PLACE")));
        assertThat(detail(last(products)).standing()).isEqualTo(Standing.REJECTED);
    }

    @Test
    void aWithdrawnDecisionNoLongerCounts() {
        List<Event> products = run(
                event(1).phone(PHONE).build(),
                event(2).by(CRIMINAL).phone(PHONE).build(),
                decision(9, LINK, Verdict.REJECTED).build(),
                decision(9, LINK, Verdict.REJECTED)
                        .revision(2)
                        .state(State.withdrawn("wrong link"))
                        .build());

        assertThat(last(products).state()).isEqualTo(State.OPEN);
        assertThat(detail(last(products)).standing()).isEqualTo(Standing.PROPOSED);
    }

    @Test
    void aFrequentValueGivesTwentyPairsAndOneNotice() {
        List<Event> records = new ArrayList<>();
        for (int number = 1; number <= 30; number++) {
            records.add(event(number)
                    .by(number % 2 == 0 ? CRIMINAL : event(0).build().origin().agency())
                    .phone(PHONE)
                    .build());
        }

        List<Event> products = run(records.toArray(Event[]::new));

        assertThat(products.stream().filter(product -> product.type() == EventType.LINK))
                .hasSize(20)
                .allMatch(link -> link.revision() == 1);
        Event notice = last(products);
        assertThat(notice.type()).isEqualTo(EventType.LINK_NOTICE);
        LinkNoticeDetail said = (LinkNoticeDetail) notice.detail().orElseThrow();
        assertThat(said.events()).isEqualTo(30);
        assertThat(said.sources()).hasSize(30);
        assertThat(notice.handling().releasableTo()).contains(ReleasableTo.BY_POLICY);
    }

    @Test
    void aNoticeThatCannotNameAllIsForIadAloneAndIsNotRepeatedWithEveryEvent() {
        List<Event> records = new ArrayList<>();
        for (int number = 1; number <= 700; number++) {
            records.add(event(number)
                    .by(number % 2 == 0 ? CRIMINAL : AgencyId.ILECC)
                    .phone(PHONE)
                    .build());
        }

        List<Event> products = run(records.toArray(Event[]::new));

        List<Event> notices = products.stream()
                .filter(product -> product.type() == EventType.LINK_NOTICE)
                .toList();
        LinkNoticeDetail said = (LinkNoticeDetail) last(notices).detail().orElseThrow();
        assertThat(said.events()).isEqualTo(500);
        assertThat(said.sources()).hasSize(100);
        assertThat(last(notices).handling().releasableTo()).contains(ReleasableTo.named(AgencyId.IAD));
        assertThat(notices).hasSizeLessThan(100);
        assertThat(products).hasSize(20 + notices.size());
    }

    @Test
    void whatTurnsRareAgainLosesItsNotice() {
        List<Event> records = new ArrayList<>();
        for (int number = 1; number <= 10; number++) {
            records.add(event(number)
                    .by(number % 2 == 0 ? CRIMINAL : AgencyId.ILECC)
                    .phone(PHONE)
                    .build());
        }
        records.add(event(10).by(CRIMINAL).revision(2).build());
        records.add(event(9).by(AgencyId.ILECC).revision(2).build());

        List<Event> products = run(records.toArray(Event[]::new));

        assertThat(products.stream()
                        .filter(product -> product.type() == EventType.LINK_NOTICE)
                        .map(product -> product.state().status()))
                .endsWith(Status.WITHDRAWN);
    }

    /** Each record has run its course before the next comes. */
    private static List<Event> run(Event... records) {
        Pipeline pipeline = new Pipeline(RULES, 1);
        List<Event> products = new ArrayList<>();
        Arrays.stream(records).forEach(record -> {
            List<Event> so = pipeline.run(List.of(record));
            products.addAll(so.subList(products.size(), so.size()));
        });
        return products;
    }

    private static LinkDetail detail(Event link) {
        return (LinkDetail) link.detail().orElseThrow();
    }

    private static Event last(List<Event> products) {
        return products.get(products.size() - 1);
    }
}
