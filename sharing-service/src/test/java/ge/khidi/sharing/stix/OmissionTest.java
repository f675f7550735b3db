package ge.khidi.sharing.stix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class OmissionTest {

    private static final String INCIDENT = """
            {"type":"incident","confidence":90.50,"description":"handling.codes: H2\\nhandling.comment: told us\\n    by the porter\\n\
            handling.legalBasis: a law\\nconditions.profile: csirt","extensions":{"%s":{"event":{"handling":\
            {"codes":["H2"],"comment":"told us\\nby the porter","legalBasis":"a law"}}}}}""".formatted(Platform.EXTENSION);

    @Test
    void whatIsTakenOutIsNeitherALineNorAField() {
        String cut = Omission.of(INCIDENT, Set.of("/handling/comment", "/detail/decision"));

        assertThat(cut)
                .doesNotContain("told us", "porter", "comment")
                .contains("handling.codes: H2\\nhandling.legalBasis: a law\\nconditions.profile", "90.50")
                .contains("\"legalBasis\":\"a law\"");
    }

    @Test
    void whereThereIsNothingToTakeOutTheTextIsTheSame() {
        assertThat(Omission.of(INCIDENT, Set.of("/detail/decision"))).isEqualTo(INCIDENT);
        assertThat(Omission.of(Omission.of(INCIDENT, Set.of("/handling/comment")), Set.of("/handling/comment")))
                .isEqualTo(Omission.of(INCIDENT, Set.of("/handling/comment")));
    }
}
