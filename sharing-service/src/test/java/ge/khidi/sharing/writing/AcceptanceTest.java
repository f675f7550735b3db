package ge.khidi.sharing.writing;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.sharing.writing.Acceptance.Fate;
import ge.khidi.sharing.writing.Acceptance.Kept;
import ge.khidi.sharing.writing.Acceptance.Offered;
import ge.khidi.sharing.writing.Acceptance.State;
import ge.khidi.sharing.writing.Verdict.Refused;
import ge.khidi.sharing.writing.Verdict.Sayable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AcceptanceTest {

    private static final String ID = "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f";
    private static final Instant FIRST = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant SECOND = FIRST.plusSeconds(60);

    @Test
    void aVersionIsAcceptedOnceHoweverOftenItComes() {
        assertThat(states(List.of(), said(1, FIRST, "a"), said(2, FIRST, "a")))
                .containsExactly(State.PENDING, State.REPEATED);
        assertThat(states(List.of(kept(FIRST, "a", false)), said(1, FIRST, "a")))
                .containsExactly(State.REPEATED);
    }

    @Test
    void otherContentUnderAVersionIsAConflictAndALaterVersionIsNot() {
        List<Kept> before = List.of(kept(FIRST, "a", false));

        List<Fate> fates = Acceptance.decide(before, List.of(said(1, FIRST, "b"), said(2, SECOND, "b")));

        assertThat(fates).extracting(Fate::state).containsExactly(State.FAILED, State.PENDING);
        assertThat(fates.get(0).message())
                .hasValueSatisfying(words -> assertThat(words).contains("other content"));
    }

    @Test
    void versionsGoForwardWhateverTheOrderOfTheEnvelope() {
        assertThat(states(List.of(), said(1, SECOND, "b"), said(2, FIRST, "a")))
                .containsExactly(State.PENDING, State.PENDING);
        assertThat(states(List.of(kept(SECOND, "b", false)), said(1, FIRST, "a")))
                .containsExactly(State.FAILED);
    }

    @Test
    void whatIsRevokedStaysSoAndOnlyWhatWasAcceptedIsRevoked() {
        assertThat(states(List.of(), revoked(1, SECOND))).containsExactly(State.FAILED);
        assertThat(states(List.of(kept(FIRST, "a", false)), revoked(1, SECOND))).containsExactly(State.PENDING);
        assertThat(states(List.of(), said(1, FIRST, "a"), revoked(2, SECOND)))
                .containsExactly(State.PENDING, State.PENDING);
        assertThat(states(List.of(kept(FIRST, "r", true)), said(1, SECOND, "a")))
                .containsExactly(State.FAILED);
    }

    @Test
    void aRepeatOfWhatWasAcceptedIsOneEvenWhereItWouldBeRefusedToday() {
        Offered refusedToday = new Offered(1, new Refused(head(FIRST), "/valid_until: has passed"), "a");

        assertThat(states(List.of(kept(FIRST, "a", false)), refusedToday)).containsExactly(State.REPEATED);
        assertThat(states(List.of(), refusedToday)).containsExactly(State.FAILED);
    }

    @Test
    void aSightingRestsOnTheLastWordOnItsIndicatorOrIsRefused() {
        Offered sighting = sighting(1, 2);

        assertThat(states(List.of(), sighting, said(2, FIRST, "a"))).containsExactly(State.PENDING, State.PENDING);
        assertThat(states(List.of(kept(FIRST, "a", false)), sighting, said(2, FIRST, "a")))
                .containsExactly(State.PENDING, State.REPEATED);
        assertThat(states(List.of(kept(FIRST, "a", false), kept(SECOND, "b", false)), sighting, said(2, FIRST, "a")))
                .as("a stale version")
                .containsExactly(State.FAILED, State.REPEATED);
        assertThat(states(List.of(kept(FIRST, "a", false)), sighting, said(2, FIRST, "b")))
                .as("a conflict")
                .containsExactly(State.FAILED, State.FAILED);
        assertThat(states(List.of(), sighting, new Offered(2, new Refused(head(FIRST), "/pattern"), "a")))
                .containsExactly(State.FAILED, State.FAILED);
        assertThat(states(List.of(), sighting, said(2, FIRST, "a"), revoked(3, SECOND)))
                .containsExactly(State.FAILED, State.PENDING, State.PENDING);
    }

    private static List<State> states(List<Kept> kept, Offered... offered) {
        return Acceptance.decide(kept, List.of(offered)).stream()
                .map(Fate::state)
                .toList();
    }

    private static Kept kept(Instant modified, String digest, boolean revokes) {
        return new Kept(ID, modified, digest, revokes);
    }

    private static Offered said(int place, Instant modified, String digest) {
        return new Offered(place, new Sayable(head(modified), Optional.of("{}"), List.of(), Optional.empty()), digest);
    }

    private static Offered sighting(int place, int sighted) {
        Head head = new Head("sighting--ee20065d-2555-424f-ad9e-0f8428623c75", FIRST.toString(), FIRST);
        return new Offered(place, new Sayable(head, Optional.of("{}"), List.of(), Optional.of(sighted)), "s");
    }

    private static Offered revoked(int place, Instant modified) {
        return new Offered(place, new Sayable(head(modified), Optional.empty(), List.of(), Optional.empty()), "r");
    }

    private static Head head(Instant modified) {
        return new Head(ID, modified.toString(), modified);
    }
}
