package ge.khidi.sharing.feed;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.sharing.hold.Scope;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.Decision.Hold;
import ge.khidi.sharing.policy.ReleaseMode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PageTest {

    private static final Decision.Grounds WHY = new Decision.Grounds(Optional.empty(), List.of(), List.of(), List.of());
    private static final Decision FULL = new Decision.Full(WHY);
    private static final Decision REDACTED = new Decision.Redacted("another-profile", WHY);
    private static final Decision NOTHING = new Decision.Nothing(WHY);
    private static final Hold HOLD = new Hold(ReleaseMode.ORIGINATOR, "H2");
    private static final Decision HELD = new Decision.Held(List.of(HOLD), "full", WHY);
    private static final Page.Source KNOWN = source(RowKind.UPDATE, FULL);

    @Test
    void aLinkShowsWhileTheReaderMayKnowOfEachSource() {
        assertThat(shows(KNOWN, source(RowKind.NEW, REDACTED)))
                .as("in whatever wording")
                .isTrue();
        assertThat(shows(KNOWN, new Page.Source(true, Optional.empty(), Optional.empty(), Optional.empty())))
                .as("its own event needs no row")
                .isTrue();
        assertThat(shows(
                        KNOWN,
                        new Page.Source(
                                false,
                                Optional.of(RowKind.NEW),
                                Optional.of(Scope.words(List.of(HOLD))),
                                Optional.of(HELD))))
                .as("as long as it is released")
                .isTrue();
    }

    @Test
    void oneSourceThatTheReaderMayNotKnowOfHidesTheLink() {
        assertThat(shows(KNOWN, source(RowKind.NEW, NOTHING))).isFalse();
        assertThat(shows(KNOWN, source(RowKind.NEW, HELD)))
                .as("released no more")
                .isFalse();
        assertThat(shows(KNOWN, source(RowKind.NO_LONGER_OFFERED, FULL))).isFalse();
        assertThat(shows(KNOWN, new Page.Source(false, Optional.empty(), Optional.empty(), Optional.of(FULL))))
                .as("it never had it")
                .isFalse();
    }

    @Test
    void theEndOfALinkShowsWhateverBecameOfItsSources() {
        assertThat(row(RowKind.NO_LONGER_OFFERED, source(RowKind.NEW, NOTHING)).seen())
                .isPresent();
    }

    @Test
    void whatMayNotBeUsedAnyMoreIsShownUnderNoPolicy() {
        Decision decided =
                new Decision.Full(new Decision.Grounds(Optional.empty(), List.of("a-policy"), List.of(), List.of()));

        assertThat(row(RowKind.NEW, true, decided).seen().orElseThrow().policies())
                .containsExactly("a-policy");
        Page.Item held = row(RowKind.NEW, false, decided).seen().orElseThrow();
        assertThat(held.body()).isEmpty();
        assertThat(held.policies()).isEmpty();
    }

    @Test
    void aCorrectionWhoseContentDoesNotShowAnyMoreIsSaidAllTheSame() {
        List<Page.Stored> hidden = List.of(
                row(RowKind.CORRECTION, Page.Behind.ENDED, FULL),
                row(RowKind.CORRECTION, Page.Behind.NOTHING, REDACTED),
                row(RowKind.CORRECTION, Page.Behind.NOTHING, NOTHING),
                row(RowKind.CORRECTION, Page.Behind.NOTHING, HELD),
                row(RowKind.CORRECTION, source(RowKind.NEW, NOTHING)));

        assertThat(hidden).allSatisfy(row -> {
            Page.Item item = row.seen().orElseThrow();
            assertThat(item.kind()).isEqualTo(RowKind.CORRECTION_ALONE);
            assertThat(item.body()).isEmpty();
            assertThat(item.conditions()).isEmpty();
            assertThat(item.policies()).isEmpty();
        });
        assertThat(row(RowKind.CORRECTION, Page.Behind.NOTHING, FULL)
                        .seen()
                        .orElseThrow()
                        .kind())
                .isEqualTo(RowKind.CORRECTION);
    }

    @Test
    void nothingElseIsSaidOfWhatDoesNotShowAnyMoreNorAnythingOfWhatIsBarred() {
        assertThat(row(RowKind.CORRECTION, Page.Behind.BARRED, FULL).seen()).isEmpty();
        for (RowKind kind : List.of(RowKind.NEW, RowKind.UPDATE)) {
            assertThat(row(kind, Page.Behind.ENDED, FULL).seen()).isEmpty();
            assertThat(row(kind, Page.Behind.NOTHING, REDACTED).seen()).isEmpty();
        }
    }

    private static Page.Stored row(RowKind kind, Page.Behind behind, Decision decision) {
        return row(kind, true, behind, decision);
    }

    private static Page.Source source(RowKind newest, Decision decision) {
        return new Page.Source(false, Optional.of(newest), Optional.empty(), Optional.of(decision));
    }

    private static boolean shows(Page.Source... sources) {
        return row(RowKind.NEW, sources).seen().isPresent();
    }

    private static Page.Stored row(RowKind kind, Page.Source... sources) {
        return row(kind, true, FULL, sources);
    }

    private static Page.Stored row(RowKind kind, boolean usable, Decision decision, Page.Source... sources) {
        return row(kind, usable, Page.Behind.NOTHING, decision, sources);
    }

    private static Page.Stored row(
            RowKind kind, boolean usable, Page.Behind behind, Decision decision, Page.Source... sources) {
        return new Page.Stored(
                7,
                kind,
                new RevisionId(new EventId(new UUID(0, 9)), 1),
                usable,
                behind,
                Optional.empty(),
                Optional.of(decision),
                List.of(sources),
                Optional.of(new Page.Stored.Content("full", "{}", "{}", "")),
                Optional.empty());
    }
}
