package ge.khidi.sharing.release;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.RevisionId;
import ge.khidi.sharing.hold.HeldItem;
import ge.khidi.sharing.policy.Decision.Asking;
import ge.khidi.sharing.policy.Decision.Hold;
import ge.khidi.sharing.policy.ReleaseMode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final AgencyId ILECC = AgencyId.ILECC;
    private static final AgencyId POLICE = new AgencyId("CRIMINAL-POLICE");

    @Test
    void theAskedAgencyDecidesAlone() {
        HeldItem item = item(POLICE, ReleaseMode.GATEWAY);

        assertThat(approve(item, 0, List.of(), ILECC, "nino")).isEqualTo(Verdict.DONE);
        assertThat(approve(item, 0, List.of(), POLICE, "gio")).isEqualTo(Verdict.NOT_ASKED);
        assertThat(approve(item, 0, List.of(), new AgencyId("IAD"), "ana")).isEqualTo(Verdict.NOT_ASKED);
    }

    @Test
    void everyWordIsNeededInItsOrder() {
        HeldItem item = item(POLICE, ReleaseMode.ORIGINATOR, ReleaseMode.GATEWAY);

        assertThat(approve(item, 0, List.of(), ILECC, "nino")).isEqualTo(Verdict.NOT_ASKED);
        assertThat(approve(item, 0, List.of(), POLICE, "gio")).isEqualTo(Verdict.NEXT);
        List<Said> said = List.of(new Said(0, Word.Kind.APPROVE, POLICE, "gio"));
        assertThat(approve(item, 1, said, ILECC, "nino")).isEqualTo(Verdict.DONE);
    }

    @Test
    void noOfficerGivesTwoWords() {
        HeldItem item = item(ILECC, ReleaseMode.ORIGINATOR, ReleaseMode.GATEWAY);
        List<Said> said = List.of(new Said(0, Word.Kind.APPROVE, ILECC, "nino"));

        assertThat(approve(item, 1, said, ILECC, "nino")).isEqualTo(Verdict.SAME_OFFICER);
        assertThat(approve(item, 1, said, ILECC, "gio")).isEqualTo(Verdict.DONE);
    }

    @Test
    void aGatewayReleasesItsOwnEventsWithTwoOfficers() {
        HeldItem item = item(ILECC, ReleaseMode.GATEWAY);

        assertThat(approve(item, 0, List.of(), ILECC, "nino")).isEqualTo(Verdict.ANOTHER_NEEDED);
        List<Said> said = List.of(new Said(0, Word.Kind.APPROVE, ILECC, "nino"));
        assertThat(approve(item, 0, said, ILECC, "nino")).isEqualTo(Verdict.REPEATED);
        assertThat(approve(item, 0, said, ILECC, "gio")).isEqualTo(Verdict.DONE);
    }

    @Test
    void aThreatToLifeNeedsOneOfficerButNobodyElsesConsent() {
        HeldItem gateway = item(POLICE, ReleaseMode.GATEWAY);
        HeldItem both = item(POLICE, ReleaseMode.ORIGINATOR, ReleaseMode.GATEWAY);

        assertThat(said(gateway, Release.State.PENDING, List.of(), ILECC, "nino", Word.Kind.LIFE_THREAT))
                .isEqualTo(Verdict.AT_ONCE);
        assertThat(said(both, Release.State.PENDING, List.of(), ILECC, "nino", Word.Kind.LIFE_THREAT))
                .isEqualTo(Verdict.NOT_ASKED);
        assertThat(said(both, Release.State.PENDING, List.of(), POLICE, "gio", Word.Kind.LIFE_THREAT))
                .isEqualTo(Verdict.AT_ONCE);
        Hold source =
                new Hold(ReleaseMode.ORIGINATOR, Optional.of(new AgencyId("IAD")), "H2", new Asking("h2-consent", ""));
        HeldItem link = withHolds(POLICE, List.of(new Hold(ReleaseMode.ORIGINATOR, "own"), source));
        assertThat(said(link, Release.State.PENDING, List.of(), POLICE, "gio", Word.Kind.LIFE_THREAT))
                .isEqualTo(Verdict.CONSENT_NEEDED);
    }

    @Test
    void anotherOfficerOfTheSameAgencyAnswersForItOnce() {
        HeldItem item = item(POLICE, ReleaseMode.GATEWAY);
        List<Said> threat = List.of(new Said(0, Word.Kind.LIFE_THREAT, ILECC, "nino"));
        List<Said> answered = List.of(threat.get(0), new Said(0, Word.Kind.CONFIRM, ILECC, "gio"));

        assertThat(said(item, Release.State.APPROVED, threat, ILECC, "nino", Word.Kind.CONFIRM))
                .isEqualTo(Verdict.SAME_OFFICER);
        assertThat(said(item, Release.State.APPROVED, threat, POLICE, "levan", Word.Kind.CONFIRM))
                .isEqualTo(Verdict.NOT_ASKED);
        assertThat(said(item, Release.State.APPROVED, threat, ILECC, "gio", Word.Kind.CONFIRM))
                .isEqualTo(Verdict.CONFIRMED);
        assertThat(said(item, Release.State.SUPERSEDED, threat, ILECC, "gio", Word.Kind.REFUSE))
                .isEqualTo(Verdict.TAKEN_BACK);
        assertThat(said(item, Release.State.APPROVED, answered, ILECC, "maka", Word.Kind.REFUSE))
                .isEqualTo(Verdict.TOO_LATE);
        assertThat(said(item, Release.State.APPROVED, List.of(), ILECC, "gio", Word.Kind.CONFIRM))
                .isEqualTo(Verdict.TOO_LATE);
    }

    @Test
    void onlyWhatIsReleasedCanBeRevoked() {
        HeldItem item = item(POLICE, ReleaseMode.GATEWAY);

        assertThat(Verdict.of(item, Release.State.PENDING, 0, List.of(), ILECC, "nino", Word.Kind.REVOKE))
                .isEqualTo(Verdict.TOO_LATE);
        assertThat(Verdict.of(item, Release.State.APPROVED, 0, List.of(), ILECC, "nino", Word.Kind.REVOKE))
                .isEqualTo(Verdict.DONE);
        assertThat(Verdict.of(item, Release.State.APPROVED, 0, List.of(), POLICE, "gio", Word.Kind.REVOKE))
                .as("the originator may always take back its own")
                .isEqualTo(Verdict.DONE);
        assertThat(Verdict.of(item, Release.State.REJECTED, 0, List.of(), ILECC, "nino", Word.Kind.APPROVE))
                .isEqualTo(Verdict.TOO_LATE);
    }

    private static Verdict said(
            HeldItem item, Release.State state, List<Said> said, AgencyId agency, String officer, Word.Kind kind) {
        return Verdict.of(item, state, 0, said, agency, officer, kind);
    }

    private static Verdict approve(HeldItem item, int step, List<Said> said, AgencyId agency, String subject) {
        return Verdict.of(item, Release.State.PENDING, step, said, agency, subject, Word.Kind.APPROVE);
    }

    private static HeldItem item(AgencyId originator, ReleaseMode... modes) {
        return withHolds(
                originator,
                List.of(modes).stream()
                        .map(mode -> new Hold(mode, "awaiting a word"))
                        .toList());
    }

    private static HeldItem withHolds(AgencyId originator, List<Hold> holds) {
        return new HeldItem(
                (short) 1,
                new AgencyId("EUROPOL"),
                new RevisionId(new EventId(new UUID(1, 2)), 1),
                1,
                originator,
                ILECC,
                "europol-annex-ii",
                holds);
    }
}
