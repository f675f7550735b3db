package ge.khidi.sharing.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.event.Event;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** An entity is judged alike as it was said and as it is shown, so that neither list can grow without the other. */
final class PersonalDataTest {

    @Test
    void anEntityIsJudgedAsItsJsonIs() {
        Set<String> judged = new HashSet<>();
        LongStream.range(0, 400)
                .mapToObj(seed -> new RandomEvents(seed).event())
                .forEach(event -> judge(event, judged));

        assertThat(judged)
                .as("kinds with and without what leads to a person")
                .contains("PERSON true", "TRANSPORT true", "TRANSPORT false", "FIREARM true", "FIREARM false")
                .contains("LOCATION true", "LOCATION false", "CYBER_OBSERVABLE true", "CYBER_OBSERVABLE false")
                .contains("IDENTITY_DOCUMENT true", "COMMUNICATION true", "FINANCIAL_ACCOUNT true")
                .contains("GOODS false", "ORGANISATION false");
    }

    private static void judge(Event event, Set<String> judged) {
        JsonNode shown = EventCodec.tree(event).path("entities");
        for (int i = 0; i < event.entities().size(); i++) {
            Entity entity = event.entities().get(i);
            boolean is = PersonalData.isIn(entity);
            assertThat(PersonalData.isIn(shown.path(i))).as(entity.toString()).isEqualTo(is);
            judged.add(shown.path(i).path("kind").asText() + " " + is);
        }
    }
}
