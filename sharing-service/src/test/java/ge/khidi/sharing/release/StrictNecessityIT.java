package ge.khidi.sharing.release;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.ReleaseClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A victim leaves once an officer has recorded why, for the case; redacted, the event goes at once. */
@QuarkusTest
class StrictNecessityIT {

    private final Bus bus = new Bus();
    private final ReleaseClient ilecc = new ReleaseClient("ILECC", "nino");
    private final ReleaseClient police = new ReleaseClient("CRIMINAL-POLICE", "levan");
    private final FeedClient gateway = FeedClient.fromNowOn("ILECC");

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void atHomeTheEventGoesWithoutTheVictimAndTheVictimWithTheOriginatorsWord() {
        Events event = Events.trafficking()
                .with(PersonCategory.SUSPECT, "Zirakishvili")
                .with(PersonCategory.VICTIM, "Naskidashvili");
        bus.publish(event);

        String batumi = String.valueOf(
                new FeedClient("BORDER-POLICE").of(event.id(), 1).get(0).event());
        assertThat(batumi).contains("Zirakishvili", "VICTIM").doesNotContain("Naskidashvili");
        assertThat(FeedClient.of(event.id(), gateway.readOn())).isEmpty();

        int id = police.pending(event.id(), "ILECC");
        assertThat(police.open(id).jsonPath().<String>getList("holds.rule")).containsExactly("strict-necessity-case");
        police.say(id, "APPROVE").then().statusCode(200);
        assertThat(String.valueOf(gateway.of(event.id(), 1).get(0).event())).contains("Naskidashvili");
    }

    @Test
    void theGatewayJustifiesATransferBeforeItHasTheEventItself() {
        Events event = Events.trafficking().with(PersonCategory.VICTIM, "Abuladze");
        bus.publish(event);
        FeedClient europol = new FeedClient("EUROPOL");

        int id = ilecc.pending(event.id(), "EUROPOL");
        assertThat(ilecc.open(id).jsonPath().<String>getList("holds.reason"))
                .singleElement()
                .asString()
                .contains("strictly necessary in this case");
        ilecc.say(id, "APPROVE").then().statusCode(200);

        String got = String.valueOf(europol.of(event.id(), 1).get(0).event());
        assertThat(got).contains("VICTIM", "ADULT").doesNotContain("Abuladze");
        assertThat(FeedClient.of(event.id(), gateway.readOn())).isEmpty();
    }
}
