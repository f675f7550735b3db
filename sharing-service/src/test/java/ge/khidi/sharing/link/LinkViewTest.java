package ge.khidi.sharing.link;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.sharing.feed.Page;
import ge.khidi.sharing.feed.RowKind;
import ge.khidi.sharing.hit.HitNotices.Mine;
import ge.khidi.sharing.link.LinkView.Hinted;
import ge.khidi.sharing.link.LinkView.Read;
import ge.khidi.sharing.link.LinkView.Source;
import ge.khidi.sharing.link.LinkView.Stored;
import ge.khidi.sharing.link.LinkView.Unknown;
import ge.khidi.sharing.policy.Decision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LinkViewTest {

    private static final AgencyId PATROL = new AgencyId("PATROL-POLICE");
    private static final AgencyId BORDER = new AgencyId("BORDER-POLICE");
    private static final EventId LINK = new EventId(new UUID(0, 9));
    private static final RevisionId FIRST = new RevisionId(new EventId(new UUID(0, 1)), 2);
    private static final RevisionId SECOND = new RevisionId(new EventId(new UUID(0, 2)), 1);
    private static final Decision.Grounds WHY = new Decision.Grounds(Optional.empty(), List.of(), List.of(), List.of());
    private static final Optional<Decision> HIT = Optional.of(new Decision.HitOnly(WHY));
    private static final UUID REFERENCE = new UUID(1, 1);

    @Test
    void itIsReadByWhoHasItAndKnowsEverySource() {
        assertThat(view(
                        BORDER,
                        stored(true, Optional.empty()),
                        Optional.empty(),
                        LINK,
                        FIRST.eventId(),
                        SECOND.eventId()))
                .isInstanceOf(Read.class);
        assertThat(view(PATROL, stored(true, Optional.empty()), Optional.empty(), LINK, SECOND.eventId()))
                .as("its own event needs no row")
                .isInstanceOf(Read.class);
    }

    @Test
    void oneSourceThatIsUnknownOrHasMovedOnHidesIt() {
        assertThat(view(BORDER, stored(true, Optional.empty()), Optional.empty(), LINK, FIRST.eventId()))
                .isInstanceOf(Unknown.class);
        assertThat(view(
                        BORDER,
                        stored(false, Optional.empty()),
                        Optional.empty(),
                        LINK,
                        FIRST.eventId(),
                        SECOND.eventId()))
                .isInstanceOf(Unknown.class);
        assertThat(view(BORDER, stored(true, Optional.empty()), Optional.empty(), FIRST.eventId(), SECOND.eventId()))
                .as("both events, but not the link")
                .isInstanceOf(Unknown.class);
    }

    @Test
    void whoWasToldIsHintedAtItsOwnEventOnly() {
        Optional<Mine> told = Optional.of(new Mine(REFERENCE, Optional.of(FIRST)));

        assertThat(view(PATROL, stored(true, Optional.empty()), told))
                .isInstanceOfSatisfying(
                        Hinted.class, hinted -> assertThat(hinted.known()).isEqualTo(FIRST));
        assertThat(about(SECOND.eventId(), told, Optional.empty())).isInstanceOf(Unknown.class);
        assertThat(view(PATROL, stored(true, Optional.empty()), Optional.of(new Mine(REFERENCE, Optional.empty()))))
                .as("the notice has ended")
                .isInstanceOf(Unknown.class);
    }

    @Test
    void aHitThatAPolicyAllowsAnswersOnlyForAnEventThatIsKnown() {
        assertThat(about(FIRST.eventId(), Optional.empty(), HIT, FIRST.eventId()))
                .isInstanceOfSatisfying(
                        Hinted.class, hinted -> assertThat(hinted.known()).isEqualTo(FIRST));
        assertThat(about(SECOND.eventId(), Optional.empty(), HIT, FIRST.eventId()))
                .isInstanceOf(Unknown.class);
        assertThat(about(FIRST.eventId(), Optional.empty(), HIT)).isInstanceOf(Unknown.class);
        assertThat(view(BORDER, stored(false, HIT), Optional.empty(), FIRST.eventId()))
                .as("a source has moved on")
                .isInstanceOf(Unknown.class);
    }

    private static LinkView about(EventId event, Optional<Mine> mine, Optional<Decision> decision, EventId... seen) {
        return LinkView.of(BORDER, stored(true, decision), rows(seen), mine, Optional.of(event));
    }

    private static LinkView view(AgencyId caller, Stored link, Optional<Mine> mine, EventId... seen) {
        return LinkView.of(caller, link, rows(seen), mine, Optional.empty());
    }

    private static Stored stored(boolean current, Optional<Decision> decision) {
        return new Stored(
                LINK,
                List.of(
                        new Source(FIRST, true, Optional.of(PATROL)),
                        new Source(SECOND, current, Optional.of(new AgencyId("CRIMINAL-POLICE")))),
                decision);
    }

    private static Map<EventId, Page.Item> rows(EventId... events) {
        Map<EventId, Page.Item> rows = new HashMap<>();
        for (EventId event : events) {
            rows.put(
                    event,
                    new Page.Item(
                            1,
                            RowKind.NEW,
                            new RevisionId(event, 1),
                            Optional.of("{}"),
                            Optional.of("{}"),
                            Optional.empty(),
                            List.of(),
                            Optional.empty()));
        }
        return rows;
    }
}
